import type { SizeName } from '../models/sizes.js';
import { median, pairedRatio } from '../statistics.js';
import type { Timing } from '../turns.js';
import type { Family } from './contestants.js';
import { linearFlops } from './flops.js';
import { gemmFlops } from './gemm.js';
import type { Measurements } from './measure.js';
import { blockRequest, passRequest, sentencesRequest, textRequest } from './settings.js';

export interface Ratio {
  /** `a/b`: above 1, `a` is larger, which is to say slower where both are times. */
  readonly name: string;
  readonly value: number;
  /** What is asked for; `undefined`: nothing. */
  readonly atLeast: number | undefined;
}

/** Two families at the same work. Of each, the form and the batch size that take the least time count. */
interface Comparison {
  readonly work: Work;
  readonly slower: Family;
  readonly faster: Family;
  /** What is asked for, by size. Default: nothing. */
  readonly atLeast?: Readonly<Partial<Record<SizeName, number>>>;
}

interface Work {
  /** Before the names of the two. */
  readonly title: string;
  readonly part: 'pipeline' | 'encoder';
  readonly isPart: (request: string) => boolean;
  /** Where the slower one is held to less than all of it. Default: {@link isPart}. */
  readonly isPartOfSlower?: (request: string) => boolean;
}

const isPass = (request: string) => request.startsWith('pass');
const sentences: Work = { title: 'sentences', part: 'pipeline', isPart: isPass };
const batch32: Work = {
  ...sentences,
  title: 'sentences, peers in batches of 32',
  isPartOfSlower: (request) => request === passRequest(32),
};
const text = (tokens: number): Work => {
  const request = textRequest(tokens);
  return { title: `one text of ${tokens} tokens`, part: 'pipeline', isPart: (one) => one === request };
};
const modelAlone: Work = {
  title: 'model alone, sentences',
  part: 'encoder',
  isPart: (request) => request === sentencesRequest,
};
const block: Work = { title: 'model alone, 8 × 128', part: 'encoder', isPart: (request) => request === blockRequest };

const fp32 = { faster: 'bertkit fp32' } as const;
const int8 = { faster: 'bertkit int8' } as const;
const oneToOne = [
  { slower: 'transformers.js fp32', ...fp32 },
  { slower: 'transformers.js q8', ...int8 },
] as const;

const comparisons: readonly Comparison[] = [
  { work: batch32, slower: 'transformers.js fp32', ...fp32, atLeast: { minilm: 2.2 } },
  { work: sentences, slower: 'transformers.js fp32', ...fp32, atLeast: { minilm: 1.7 } },
  { work: sentences, slower: 'PyTorch', ...fp32 },
  { work: sentences, slower: 'sentence-transformers', ...fp32, atLeast: { minilm: 2 } },
  { work: sentences, slower: 'bertkit fp32', ...int8, atLeast: { minilm: 2 } },
  { work: sentences, slower: 'transformers.js q8', ...int8, atLeast: { minilm: 1.8 } },
  ...[8, 16, 32].flatMap((tokens) => oneToOne.map((two) => ({ work: text(tokens), ...two, atLeast: { minilm: 1 } }))),
  ...[modelAlone, block].flatMap((work) => oneToOne.map((two) => ({ work, ...two }))),
  { work: modelAlone, slower: 'PyTorch', ...fp32 },
  { work: block, slower: 'PyTorch', ...fp32, atLeast: { base: 2 } },
];

/** The ratios of those who took part, at one size. */
export function ratiosOf(measurements: Measurements): Ratio[] {
  const { size } = measurements;
  const ratios = comparisons.flatMap(({ work, slower, faster, atLeast }): Ratio[] => {
    const { title, isPart, isPartOfSlower = isPart } = work;
    const timings = measurements[work.part];
    const theirs = fastest(measurements, timings, slower, isPartOfSlower);
    const ours = fastest(measurements, timings, faster, isPart);
    if (theirs === undefined || ours === undefined) return [];
    const value = pairedRatio(theirs.seconds, ours.seconds);
    return [{ name: `${title}: ${slower}/${faster}`, value, atLeast: atLeast?.[size] }];
  });
  return [...ratios, ...shareOfGemm(measurements)];
}

/** The form and request of a family that take the least time; `undefined` where it did not take part. */
export function fastest(
  { families }: Pick<Measurements, 'families'>,
  timings: readonly Timing[],
  family: Family,
  isPart: (request: string) => boolean,
): Timing | undefined {
  const candidates = timings.filter(({ contestant, request }) => {
    return families.get(contestant) === family && isPart(request);
  });
  return candidates.sort((a, b) => median(a.seconds) - median(b.seconds))[0];
}

/** How much of the rate of a bare product the linear layers reach, though all of the model's time counts. */
function shareOfGemm({ size, config, encoder, families, gemm }: Measurements): Ratio[] {
  const ours = fastest({ families }, encoder, 'bertkit fp32', block.isPart);
  if (ours === undefined || gemm.seconds.length === 0) return [];
  const rates = (flops: number, seconds: readonly number[]) => seconds.map((value) => flops / value);
  const linear = rates(linearFlops(config, gemm.m), ours.seconds);
  return [
    {
      name: `${block.title}: bertkit fp32's rate in linear layers/Gemm ${gemm.m} × ${gemm.k} × ${gemm.n}`,
      value: pairedRatio(linear, rates(gemmFlops(gemm), gemm.seconds)),
      atLeast: size === 'base' ? 0.85 : undefined,
    },
  ];
}
