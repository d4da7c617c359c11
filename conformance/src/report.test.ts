import { describe, expect, it } from 'vitest';
import { failureLine, Report, summaryLine } from './report.js';

describe('Report', () => {
  it('counts comparisons and what was left out', async () => {
    const report = new Report();
    await report.case('a', (each) => {
      each.check('x', undefined);
      each.check('y', { found: '1', expected: '2', tolerance: '0.5 absolute' });
      each.skip('later');
      each.skip('later');
    });
    expect(summaryLine('group', report)).toBe('group: 1 passed, 1 failed, 2 skipped (2 × later)');
    expect(report.failures.map(failureLine)).toEqual(['  a: y: found 1, expected 2 (within 0.5 absolute)']);
  });

  it('takes what a case throws for a failure of that case alone', async () => {
    const report = new Report();
    await report.case('a', () => {
      throw new RangeError('no such row');
    });
    await report.case('b', (each) => each.check('x', undefined));
    expect(report.passed).toBe(1);
    expect(report.failures).toEqual([
      { name: 'a', what: 'run', mismatch: { found: 'RangeError: no such row', expected: 'no error' } },
    ]);
  });

  it('goes on after a part that throws, and names comparisons after their part', async () => {
    const report = new Report();
    await report.case('a', async (each) => {
      await each.part('outputs', () => {
        throw new Error('no');
      });
      await each.part('steps', (inner) => inner.check('losses', { found: '1', expected: '2' }));
      each.check('x', undefined);
    });
    expect(report.passed).toBe(1);
    expect(report.failures.map(({ what }) => what)).toEqual(['outputs: run', 'steps: losses']);
  });

  it('fails a case that compares nothing', async () => {
    const report = new Report();
    await report.case('a', () => {});
    expect(report.failures).toHaveLength(1);
  });

  it('runs the cases that are asked for', async () => {
    const report = new Report((name) => name.includes('b'));
    for (const name of ['a', 'b', 'abc']) await report.case(name, (each) => each.check('x', undefined));
    expect(report.passed).toBe(2);
  });
});
