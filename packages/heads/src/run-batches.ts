import type { Session, TensorData } from '@bertkit/runtime';
import type { Encoding } from '@bertkit/tokenizer';
import { type BatchOptions, planBatches } from './batches.js';
import { inputNames } from './inputs.js';

export interface RunBatchesOptions extends BatchOptions {
  /** Stops before the next batch. */
  signal?: AbortSignal | undefined;
  /** Gives the inputs that a head takes besides the tokens, for a batch's own. Default: none. */
  addFeeds?: ((feeds: Readonly<Record<string, TensorData>>) => Record<string, TensorData>) | undefined;
}

/** What a model gave out for some of the sequences. */
export interface BatchResult<OutputName extends string> {
  /** Which: row `i` of each output belongs to sequence `indices[i]`. */
  readonly indices: readonly number[];
  readonly outputs: Readonly<Record<OutputName, TensorData>>;
}

/**
 * Runs a model on many sequences, in batches of like lengths. Batches come as they are done, not in the order of the
 * sequences: go by `indices`.
 *
 * @param outputNames  the outputs to compute
 * @throws {DOMException} or the reason of `signal`, between batches: a run under way is not stopped
 */
export async function* runBatches<OutputName extends string>(
  session: Session,
  encodings: readonly Encoding[],
  outputNames: readonly OutputName[],
  { signal, maxTokens, addFeeds }: RunBatchesOptions = {},
): AsyncGenerator<BatchResult<OutputName>, void, void> {
  const lengths = encodings.map(({ inputIds }) => inputIds.length);
  const wanted = Object.fromEntries(outputNames.map((name) => [name, 'data'])) as Record<OutputName, 'data'>;
  for (const indices of planBatches(lengths, { maxTokens })) {
    signal?.throwIfAborted();
    const feeds = batchFeeds(indices.map((index) => encodings[index] as Encoding)); // planned from these
    const outputs = await session.run({ ...feeds, ...addFeeds?.(feeds) }, wanted);
    yield { indices, outputs: outputs as BatchResult<OutputName>['outputs'] }; // all were asked for as data
  }
}

/** Sequences side by side, as models take them: each is padded at its end to the longest, with what the mask hides. */
export function batchFeeds(encodings: readonly Encoding[]): Record<string, TensorData> {
  const sequenceLength = encodings.reduce((longest, { inputIds }) => Math.max(longest, inputIds.length), 0);
  const shape = [encodings.length, sequenceLength];
  const inputIds = new Int32Array(encodings.length * sequenceLength);
  const tokenTypeIds = new Int32Array(inputIds.length);
  const attentionMask = new Uint8Array(inputIds.length);
  for (const [row, encoding] of encodings.entries()) {
    const start = row * sequenceLength;
    inputIds.set(encoding.inputIds, start);
    tokenTypeIds.set(encoding.tokenTypeIds, start);
    attentionMask.set(encoding.attentionMask, start);
  }
  return {
    [inputNames.inputIds]: { dtype: 'int32', shape, data: inputIds },
    [inputNames.tokenTypeIds]: { dtype: 'int32', shape, data: tokenTypeIds },
    [inputNames.attentionMask]: { dtype: 'uint8', shape, data: attentionMask },
  };
}
