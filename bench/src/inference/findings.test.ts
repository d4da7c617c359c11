import { describe, expect, it } from 'vitest';
import { configOf } from '../models/sizes.js';
import type { Family } from './contestants.js';
import { findingsOf } from './findings.js';
import { gemmSettings } from './gemm.js';
import type { Measurements } from './measure.js';

const timing = (contestant: string, request: string, ...seconds: number[]) => ({ contestant, request, seconds });
const config = configOf('minilm');
const measured: Measurements = {
  size: 'minilm',
  title: 'MiniLM',
  config,
  families: new Map<string, Family>([
    ['bertkit fp32', 'bertkit fp32'],
    ['tjs', 'transformers.js fp32'],
  ]),
  pipeline: [
    timing('bertkit fp32', 'pass', 0.5, 1, 2),
    timing('bertkit fp32', 'text 8', 0.001),
    timing('tjs', 'pass 1', 4, 4, 4),
    timing('tjs', 'pass 32', 2, 2, 2),
    timing('tjs', 'text 8', 0.002),
  ],
  agreements: new Map([
    ['bertkit fp32', { leastCosine: 1, largestDifference: 0 }],
    ['tjs', { leastCosine: 0.9999, largestDifference: 1e-5 }],
  ]),
  encoder: [],
  gemm: { ...gemmSettings(config, 1024, 2), seconds: [] },
  versions: {},
};

describe('findingsOf', () => {
  const { tables, ratios, results } = findingsOf([measured], { sentenceCount: 512 });

  it('has a row for each contestant, with a column for each batch size', () => {
    const [passes] = tables!;
    expect(passes!.header.slice(1, 5)).toEqual(['batch 1', 'batch 8', 'batch 32', 'own batches']);
    expect(passes!.rows).toEqual([
      ['bertkit fp32', '', '', '', '1000 (500–2000)', '512'],
      ['tjs', '4000 (4000–4000)', '', '2000 (2000–2000)', '', '256'],
    ]);
  });

  it('says how far vectors are from ours', () => {
    expect(tables![1]!.rows).toEqual([
      ['bertkit fp32', '1 (1–1)', '1.000000', '0.0e+0'],
      ['tjs', '2 (2–2)', '0.999900', '1.0e-5'],
    ]);
  });

  it('says of each ratio that is asked for whether it is reached', () => {
    const rows = tables!.at(-1)!.rows;
    expect(rows).toContainEqual([expect.stringContaining('batches of 32: transformers.js'), '2', '2.2', 'not reached']);
    expect(rows).toContainEqual([expect.stringContaining('8 tokens: transformers.js'), '2', '1', 'reached']);
    expect(ratios['MiniLM, one text of 8 tokens: transformers.js fp32/bertkit fp32']).toBe(2);
  });

  it('leaves out tables of what was not measured', () => {
    expect(tables!.map(({ title }) => title.split(':')[0])).toEqual([
      'MiniLM, text to vectors, 512 sentences',
      'MiniLM, one text to its vector',
      'MiniLM, ratios',
    ]);
    expect(results.map(({ name }) => name)).not.toContainEqual(expect.stringContaining('model alone'));
  });

  it('tells programs every time and every agreement', () => {
    expect(results).toContainEqual({
      name: 'MiniLM, text to vectors, pass 32: tjs',
      unit: 's',
      median: 2,
      min: 2,
      max: 2,
    });
    const cosine = results.find(({ name }) => name === 'MiniLM, least cosine with bertkit fp32: tjs');
    expect(cosine).toMatchObject({ median: 0.9999 });
  });
});
