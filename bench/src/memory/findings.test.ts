import { describe, expect, it } from 'vitest';
import { configOf } from '../models/sizes.js';
import { loadFindings, soakFindings } from './findings.js';
import { weightBytes } from './limits.js';

const weights = weightBytes(configOf('minilm'), 'fused'); // 90.9 MB
const answer = (peakBytes: number, runBytes = peakBytes) => {
  return { beforeBytes: 60e6, peakBytes, loadedBytes: peakBytes, runBytes, seconds: 0.25 };
};
const loads = (peakBytes: number, runBytes?: number) => {
  const answers = [answer(peakBytes, runBytes)];
  return { size: 'minilm', form: 'F32 safetensors', kernels: 'fused', answers } as const;
};

describe('loadFindings', () => {
  it('holds the memory against its limits', () => {
    const within = loadFindings([loads(1.3 * weights + 150e6)]);
    expect(within.tables![0]!.rows).toEqual([
      ['F32 safetensors, fused', '91', '60', '268 (286)', '268 (268)', '268 (268)', '250', 'within'],
    ]);
    expect(within.ratios['MiniLM (6 × 384), F32 safetensors, fused: after loading/limit']).toBeCloseTo(1, 12);
  });

  it.each([
    ['while loading', loads(1.5 * weights + 151e6, 0)],
    ['after a run', loads(0, 1.3 * weights + 151e6)],
  ])('sees too much of it %s', (_, one) => {
    expect(loadFindings([one]).tables![0]!.rows[0]!.at(-1)).toBe('above');
  });

  it('makes a table a size', () => {
    const tables = loadFindings([loads(1), { ...loads(1), size: 'base' }, { ...loads(1), kernels: 'int8' }]).tables!;
    expect(tables.map(({ rows }) => rows.length)).toEqual([2, 1]);
  });
});

describe('soakFindings', () => {
  const soak = (lateRuns: number, lateCycles: number) => ({
    size: 'minilm' as const,
    kernels: 'fused' as const,
    runCount: 10_000,
    earlyRunCount: 1000,
    cycleCount: 100,
    runs: { earlyBytes: 200e6, lateBytes: lateRuns },
    cycles: { beforeBytes: 60e6, lateBytes: lateCycles },
    trimmedCycles: { beforeBytes: 60e6, lateBytes: 61e6 },
  });
  const verdicts = (lateRuns: number, lateCycles: number) => {
    return soakFindings([soak(lateRuns, lateCycles)]).tables![0]!.rows.map((row) => row.at(-1));
  };

  it('allows runs 20 MB more, and cycles 100 MB', () => {
    expect(verdicts(220e6, 160e6)).toEqual(['within', 'within', 'within']);
    expect(verdicts(221e6, 161e6)).toEqual(['above', 'above', 'within']);
  });

  it('counts everything since before the first model', () => {
    const { ratios, tables } = soakFindings([soak(200e6, 120e6)]);
    expect(ratios['MiniLM (6 × 384), fused, loaded and disposed of 100 times: at the end/before']).toBe(2);
    expect(tables![0]!.rows[0]).toEqual([
      'MiniLM (6 × 384), fused, 10,000 runs',
      '200 (after 1,000)',
      '200',
      '220',
      'within',
    ]);
  });
});
