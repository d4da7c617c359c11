import { describe, expect, it } from 'vitest';
import { configOf } from '../models/sizes.js';
import type { Family } from './contestants.js';
import { linearFlops } from './flops.js';
import { gemmFlops, gemmSettings } from './gemm.js';
import type { Measurements } from './measure.js';
import { ratiosOf } from './ratios.js';

const families = new Map<string, Family>([
  ['bertkit fp32', 'bertkit fp32'],
  ['bertkit int8', 'bertkit int8'],
  ['tjs a', 'transformers.js fp32'],
  ['tjs b', 'transformers.js fp32'],
]);
const timing = (contestant: string, request: string, ...seconds: number[]) => ({ contestant, request, seconds });
const config = configOf('base');
const gemm = { ...gemmSettings(config, 1024, 2), seconds: [] as number[] };

function measurements(parts: Partial<Measurements>): Measurements {
  const nothing = { pipeline: [], encoder: [], agreements: new Map(), versions: {}, families, config, gemm };
  return { size: 'minilm', title: 'MiniLM', ...nothing, ...parts };
}

const ratioNamed = (measured: Measurements, name: string) => {
  return ratiosOf(measured).find((ratio) => ratio.name.includes(name));
};

describe('ratiosOf', () => {
  const pipeline = [
    timing('bertkit fp32', 'pass', 1, 2, 4),
    timing('bertkit fp32', 'text 8', 0.5, 0.5, 0.5),
    timing('tjs a', 'pass 1', 3, 6, 12),
    timing('tjs a', 'pass 32', 9, 10, 11),
    timing('tjs b', 'pass 8', 2, 4, 100),
    timing('tjs b', 'pass 32', 7, 14, 28),
    timing('tjs b', 'text 8', 2, 2, 2),
  ];

  it('takes a peer in the form and batch size that are fastest, round by round', () => {
    const measured = measurements({ pipeline });
    // b's batches of 8 have the least median, 4: 2/1, 4/2, 100/4.
    const best = ratioNamed(measured, 'sentences: transformers.js fp32/bertkit fp32');
    expect(best).toMatchObject({ value: 2, atLeast: 1.7 });
    // a's batches of 32 have a median of 10, b's of 14: 9/1, 10/2, 11/4.
    const batch32 = ratioNamed(measured, 'batches of 32: transformers.js fp32/bertkit fp32');
    expect(batch32).toMatchObject({ value: 5, atLeast: 2.2 });
    expect(ratioNamed(measured, '8 tokens: transformers.js fp32')).toMatchObject({ value: 4, atLeast: 1 });
  });

  it('leaves out who did not take part', () => {
    const names = ratiosOf(measurements({ pipeline })).map(({ name }) => name);
    expect(names.filter((name) => /PyTorch|sentence-transformers|int8|model alone/.test(name))).toEqual([]);
    expect(ratiosOf(measurements({}))).toEqual([]);
  });

  it('asks for nothing at sizes for which nothing is asked', () => {
    for (const { atLeast } of ratiosOf(measurements({ pipeline, size: 'tiny' }))) expect(atLeast).toBeUndefined();
  });

  it('compares rates with that of a product, each by what it computes', () => {
    const settings = gemmSettings(config, 1024, 2);
    const encoder = [timing('bertkit fp32', 'block', linearFlops(config, 1024) / 90)];
    const measured = measurements({
      size: 'base',
      encoder,
      gemm: { ...settings, seconds: [gemmFlops(settings) / 100] },
    });
    expect(ratioNamed(measured, 'Gemm 1024 × 768 × 3072')).toMatchObject({ value: expect.closeTo(0.9), atLeast: 0.85 });
  });
});
