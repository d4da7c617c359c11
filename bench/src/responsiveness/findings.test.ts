import { describe, expect, it } from 'vitest';
import { findingsOf } from './findings.js';

const work = { batchSize: 32, sequenceLength: 128, runCount: 3 };
const beats = (workerSeconds: number, workerGapMs: number) => ({
  size: 'base' as const,
  seconds: { worker: [workerSeconds, workerSeconds, workerSeconds], direct: [1, 1, 1] },
  largestGapsMs: { worker: [12, workerGapMs, 11], direct: [900, 1000, 950] },
  residentBytes: { worker: 700e6, direct: 690e6 },
});
const verdict = (workerSeconds: number, workerGapMs: number) => {
  return findingsOf([beats(workerSeconds, workerGapMs)], work).tables![0]!.rows[0]!.at(-1);
};

describe('findingsOf', () => {
  it('asks for no long gap in any round, and for the rate of the direct session', () => {
    expect(verdict(1.05, 50)).toBe('reached');
    expect(verdict(1.06, 50)).toBe('not reached');
    expect(verdict(1, 51)).toBe('not reached');
  });

  it('shows both places beside each other', () => {
    const { tables, ratios } = findingsOf([beats(1.25, 20)], work);
    expect(tables![0]!.rows).toEqual([
      ['in a worker thread', '76.8', '0.800', '20', '700', 'not reached'],
      ['in the same thread', '96', '1', '1000', '690', ''],
      ['asked for', '', '0.95', '50', '', ''],
    ]);
    expect(Object.values(ratios)).toEqual([0.8]);
  });
});
