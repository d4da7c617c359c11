import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNodeRuntime } from '@bertkit/runtime-node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runSuite } from './suite.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'bertkit-suite-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function write(path: string, content: unknown): void {
  mkdirSync(join(directory, path, '..'), { recursive: true });
  writeFileSync(join(directory, path), JSON.stringify(content));
}

async function run(options: { group?: string; caseName?: string } = {}): Promise<{ lines: string[]; failed: number }> {
  const lines: string[] = [];
  const runtime = createNodeRuntime({ threads: 1 });
  const failed = await runSuite(directory, { runtime, ...options, print: (line) => lines.push(line) });
  return { lines, failed };
}

/** tanh, at 0, where its slope is 1; and at 0 said to be 0.5. */
const cases = [0, 0.5].map((y) => ({
  op: 'tanh',
  attributes: {},
  inputs: { x: { dims: [1], data: [0] } },
  output: { dims: [1], data: [y] },
  output_gradient: { dims: [1], data: [3] },
  gradients: { x: { dims: [1], data: [3] } },
}));

describe('runSuite', () => {
  it('prints each group and its failures, and the count alone at the end', async () => {
    write('ops/ops.json', { cases });
    const { lines, failed } = await run();
    expect(failed).toBe(1);
    expect(lines).toEqual([
      'ops: 3 passed, 1 failed',
      '  ops/ops.json 1 tanh: output: found 0 at 0, expected 0.5, off by 0.5 (within 0.00001 × max(1, |value|))',
      '3 passed, 1 failed',
    ]);
  });

  it('says of every other folder why it is not run', async () => {
    write('vocab/a/b.json', {});
    write('something_new/cases.json', {});
    const { lines, failed } = await run();
    expect(failed).toBe(0);
    expect(lines).toEqual([
      'something_new: skipped (not known to this suite)',
      'vocab: skipped (no cases: the vocabularies that other groups read)',
      '0 passed, 0 failed, 2 skipped',
    ]);
  });

  it('counts a head and an operation that there is not yet as skipped', async () => {
    write('ops/ops.json', { cases: [{ ...cases[0], op: 'rotate' }] });
    write('tiny/some-case/case.json', { head: 'some_head' });
    const { lines } = await run();
    expect(lines.at(-1)).toBe('0 passed, 0 failed, 2 skipped');
    expect(lines.join()).toContain('the head some_head');
    expect(lines.join()).toContain('rotate');
  });

  it('fails a case whose files are broken, and goes on', async () => {
    write('masked_lm/broken/case.json', { head: 'masked_lm' });
    write('ops/ops.json', { cases: [cases[0]] });
    const { lines, failed } = await run();
    expect(failed).toBe(1);
    expect(lines.at(-1)).toBe('2 passed, 1 failed');
  });

  it('fails a group that cannot be read, and goes on', async () => {
    write('ops/ops.json', { cases: [cases[0]] });
    write('training/schedules.json', 'no table');
    const { lines, failed } = await run();
    expect(failed).toBe(1);
    expect(lines.at(-1)).toBe('2 passed, 1 failed');
  });

  it('runs one group or some cases alone', async () => {
    write('ops/ops.json', { cases });
    write('vocab/a/b.json', {});
    expect((await run({ group: 'ops', caseName: 'ops.json 0' })).lines.at(-1)).toBe('2 passed, 0 failed');
  });
});
