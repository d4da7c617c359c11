import { input } from '@bertkit/graph';
import { evaluate, type Values } from '@bertkit/graph/testing';
import {
  type BertConfig,
  createConfig,
  differentiableKernels,
  type EncoderContext,
  encoder,
  encoderParameters,
  initializeParameters,
  lookUp,
  parameterInputs,
} from '@bertkit/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encoderInputs } from '../inputs.js';
import { pool } from './pool.js';
import { type Pooling, poolings } from './settings.js';
import { unitRows } from './unit-rows.js';

const [batchSize, sequenceLength, hiddenSize] = [2, 4, 4];
const config: BertConfig = {
  ...createConfig('tiny', { vocabSize: 7, maxPositionEmbeddings: sequenceLength }),
  hiddenSize,
  numHiddenLayers: 1,
  intermediateSize: 3,
  initializerRange: 0.5,
};
const specs = encoderParameters(config, { pooler: false });
const context: EncoderContext = {
  config,
  kernels: differentiableKernels(),
  parameters: lookUp(parameterInputs(specs)),
};
const tokens = [batchSize, sequenceLength];
const values = (data: ArrayLike<number>, shape: readonly number[]): Values => ({
  shape,
  data: Float64Array.from(data),
});
const given = {
  input_ids: values([2, 5, 4, 3, 2, 4, 6, 0], tokens),
  token_type_ids: values(new Uint8Array(8), tokens),
  ...Object.fromEntries(
    [...initializeParameters(specs, config, 1)].map(([name, { data, shape }]) => [name, values(data, shape)]),
  ),
};

const inputs = encoderInputs(batchSize, sequenceLength);
const poolingMask = input('pooling_mask', 'uint8', tokens);
const hidden = encoder(inputs, context);

/** What sentence-transformers 6 computes, written down plainly, for one sequence. */
function reference(pooling: Pooling, rows: readonly number[][], attended: number[], pooled: number[]): number[] {
  const columns = Array.from({ length: hiddenSize }, (_, i) => rows.map((row) => row[i]!));
  const chosen = <Item>(items: readonly Item[]) => items.filter((_, i) => pooled[i] !== 0);
  const sum = (items: readonly number[]) => items.reduce((a, b) => a + b, 0);
  const count = sum(pooled);
  const weights = pooled.map((flag, i) => flag * (i + 1 - Math.max(0, attended.indexOf(1))));
  const dot = (column: readonly number[]) => sum(column.map((x, i) => x * weights[i]!));
  switch (pooling) {
    case 'cls':
      return rows[Math.max(0, pooled.indexOf(1))]!;
    case 'lasttoken':
      return rows[pooled.lastIndexOf(1)] ?? columns.map(() => 0);
    case 'max':
      return columns.map((column) => (count === 0 ? 0 : Math.max(...chosen(column))));
    case 'mean':
      return columns.map((column) => sum(chosen(column)) / Math.max(count, 1e-9));
    case 'mean_sqrt_len_tokens':
      return columns.map((column) => sum(chosen(column)) / Math.sqrt(Math.max(count, 1e-9)));
    case 'weightedmean':
      return columns.map((column) => dot(column) / Math.max(sum(weights), 1e-9));
  }
}

/** Which tokens there are, and which of these are pooled. Padding may be on either side, with holes, or all there is. */
const masks = fc
  .array(fc.constantFrom([0, 0], [1, 0], [1, 1]), { minLength: 8, maxLength: 8 })
  .map((flags) => ({ attended: flags.map(([first]) => first!), pooled: flags.map(([, second]) => second!) }));

describe('pool', () => {
  it('gives what sentence-transformers gives, for every mask and list of poolings', () => {
    fc.assert(
      fc.property(masks, fc.shuffledSubarray([...poolings], { minLength: 1 }), ({ attended, pooled }, asked) => {
        const feeds = { ...given, attention_mask: values(attended, tokens), pooling_mask: values(pooled, tokens) };
        const embedding = pool(asked, inputs, poolingMask, context);
        expect(embedding.shape).toEqual([batchSize, hiddenSize * asked.length]);
        const states = evaluate(hidden, feeds);
        const expected = Array.from({ length: batchSize }, (_, b) => {
          const of = <Item>(items: ArrayLike<Item>) =>
            Array.from(items).slice(b * sequenceLength, (b + 1) * sequenceLength);
          const rows = Array.from({ length: batchSize * sequenceLength }, (_, n) => [
            ...states.subarray(n * hiddenSize, (n + 1) * hiddenSize),
          ]);
          return asked.flatMap((pooling) => reference(pooling, of(rows), of(attended), of(pooled)));
        }).flat();
        expect([...evaluate(embedding, feeds)]).toEqual(expected.map((x) => expect.closeTo(x, 10)));
      }),
      { numRuns: 60 },
    );
  });

  it('takes any number but 0 for a 1', () => {
    const feeds = { ...given, attention_mask: values([1, 1, 1, 1, 1, 1, 0, 0], tokens) };
    for (const pooling of poolings) {
      const embedding = pool([pooling], inputs, poolingMask, context);
      const [ones, threes] = [1, 3].map((flag) =>
        evaluate(embedding, { ...feeds, pooling_mask: values([0, flag, flag, 0, 1, 1, 0, 0], tokens) }),
      );
      expect(threes).toEqual(ones);
    }
  });
});

describe('unitRows', () => {
  it('scales each row to length 1, and leaves one of zeros', () => {
    const x = input('x', 'float32', [3, 2]);
    const y = evaluate(unitRows(x), { x: values([3, -4, 0, 0, 0, 1e-6], [3, 2]) });
    expect([...y]).toEqual([0.6, -0.8, 0, 0, 0, 1].map((value) => expect.closeTo(value, 12)));
  });
});
