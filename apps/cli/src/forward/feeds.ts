import { inputNames } from '@bertkit/heads';
import type { BertConfig } from '@bertkit/model';
import type { TensorData } from '@bertkit/runtime';
import { InputError } from '../errors.js';
import { type NestedNumbers, readNestedNumbers } from './nested-lists.js';

/** What a model is fed. */
export interface Feeds {
  /** As they were given: [B, S], or of multiple choice [B, K, S]. */
  readonly shape: readonly number[];
  /** By the names of the graph's inputs, [B, S] or [B·K, S]. */
  readonly tensors: Readonly<Record<string, TensorData>>;
}

export interface FeedsOptions {
  readonly config: BertConfig;
  /** Whether there are several sequences for each question: one more level of lists. */
  readonly hasChoices: boolean;
}

const { inputIds, inputsEmbeds, attentionMask, tokenTypeIds, positionIds } = inputNames;
const known = [inputIds, inputsEmbeds, attentionMask, tokenTypeIds, positionIds];

/**
 * Makes feeds of nested lists, under the names that transformers has for them. A mask that is not given is of ones, types
 * that are not given are zeros.
 *
 * @param lists  out of JSON: anything
 * @throws {InputError} they are no feeds, or none of this model
 */
export function readFeeds(lists: unknown, { config, hasChoices }: FeedsOptions): Feeds {
  const given = entriesOf(lists);
  const depth = hasChoices ? 3 : 2;
  const read = (name: string, below: number, field: string) =>
    given.has(name) ? readNestedNumbers(given.get(name), name, depth, wholeNumbersBelow(below, field)) : undefined;

  const ids = read(inputIds, config.vocabSize, 'vocab_size');
  const embeds = given.has(inputsEmbeds)
    ? readNestedNumbers(given.get(inputsEmbeds), inputsEmbeds, depth + 1)
    : undefined;
  const types = read(tokenTypeIds, config.typeVocabSize, 'type_vocab_size');
  const positions = read(positionIds, config.maxPositionEmbeddings, 'max_position_embeddings');
  const mask = given.has(attentionMask) ? readNestedNumbers(given.get(attentionMask), attentionMask, depth) : undefined;

  if ((ids === undefined) === (embeds === undefined)) {
    const found = ids === undefined ? `neither ${inputIds} nor` : `${inputIds} and`;
    throw new InputError(`The feeds have ${found} ${inputsEmbeds}: give one of them.`);
  }
  const shape = ids?.shape ?? embeds?.shape.slice(0, -1) ?? [];
  const tokenCount = shape.reduce((product, size) => product * size, 1);
  const sequenceLength = shape.at(-1) ?? 0;
  const rows = [tokenCount / sequenceLength, sequenceLength];
  const numbersOf = (numbers: NestedNumbers | undefined, name: string, byDefault: number): ArrayLike<number> => {
    if (numbers === undefined) return new Uint8Array(tokenCount).fill(byDefault);
    if (numbers.shape.join() === shape.join()) return numbers.values;
    const tokens = `${ids === undefined ? inputsEmbeds : inputIds} has [${shape.join(', ')}] tokens`;
    throw new InputError(`${name} is [${numbers.shape.join(', ')}], but ${tokens}.`);
  };
  checkSizes({ embeddingSize: embeds?.shape.at(-1), sequenceLength, hasPositions: positions !== undefined }, config);

  const tensors: Record<string, TensorData> = {
    [attentionMask]: {
      dtype: 'uint8',
      shape: rows,
      data: Uint8Array.from(numbersOf(mask, attentionMask, 1), (attended) => (attended === 0 ? 0 : 1)),
    },
    [tokenTypeIds]: int32(numbersOf(types, tokenTypeIds, 0), rows),
  };
  if (ids !== undefined) tensors[inputIds] = int32(ids.values, rows);
  if (positions !== undefined) tensors[positionIds] = int32(numbersOf(positions, positionIds, 0), rows);
  if (embeds !== undefined) {
    const data = Float32Array.from(embeds.values);
    tensors[inputsEmbeds] = { dtype: 'float32', shape: [...rows, config.hiddenSize], data };
  }
  return { shape, tensors };
}

function entriesOf(lists: unknown): ReadonlyMap<string, unknown> {
  if (typeof lists !== 'object' || lists === null || Array.isArray(lists))
    throw new InputError(`The feeds must be a JSON object with ${known.join(', ')}.`);
  const entries = new Map<string, unknown>(Object.entries(lists));
  for (const name of entries.keys()) {
    if (!known.includes(name as (typeof known)[number]))
      throw new InputError(`The feeds have ${JSON.stringify(name)}, but the model takes ${known.join(', ')}.`);
  }
  return entries;
}

function wholeNumbersBelow(limit: number, field: string): (value: number) => string | undefined {
  return (value) =>
    Number.isSafeInteger(value) && value >= 0 && value < limit
      ? undefined
      : `with ${field} ${limit} in config.json it must be a whole number from 0 to ${limit - 1}`;
}

function checkSizes(
  found: { embeddingSize: number | undefined; sequenceLength: number; hasPositions: boolean },
  { hiddenSize, maxPositionEmbeddings }: BertConfig,
): void {
  const { embeddingSize = hiddenSize, sequenceLength, hasPositions } = found;
  if (embeddingSize !== hiddenSize) {
    const asked = `hidden_size in config.json is ${hiddenSize}`;
    throw new InputError(`${inputsEmbeds} has ${embeddingSize} numbers for each token, but ${asked}.`);
  }
  if (sequenceLength > maxPositionEmbeddings && !hasPositions) {
    const asked = `max_position_embeddings in config.json is ${maxPositionEmbeddings}`;
    throw new InputError(`The sequences have ${sequenceLength} tokens, but ${asked}.`);
  }
}

function int32(values: ArrayLike<number>, shape: readonly number[]): TensorData {
  return { dtype: 'int32', shape, data: Int32Array.from(values) };
}
