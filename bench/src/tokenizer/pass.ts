import type { LoadedTokenizer } from './contestant.js';
import type { ContestantName } from './contestants.js';
import { hashIds } from './id-hash.js';

/**
 * What a tokenizer has behind it before it meets the text: nothing, in a process just started (`first`); half a
 * second of other text, encoded by another tokenizer of its kind (`fresh`) or by itself (`warm`).
 */
export type State = 'first' | 'fresh' | 'warm';
export const states: readonly State[] = ['first', 'fresh', 'warm'];

/** What a process that encodes a text once is told. */
export interface PassSettings {
  readonly contestant: ContestantName;
  readonly state: State;
  /** The path of a `vocab.txt`. */
  readonly vocabulary: string;
  readonly lowercase: boolean;
  /** The path of other text than `text`. */
  readonly warmUp: string;
  /** The path of the text, a sentence a line. */
  readonly text: string;
  /** Whether to encode it once more, untimed, for the ids. */
  readonly check: boolean;
}

export interface PassAnswer {
  readonly seconds: number;
  readonly tokenCount: number;
  readonly peakBytes: number;
  /** By sentence; empty unless asked for. */
  readonly idHashes: readonly number[];
}

/** What a process that makes tokenizers of a vocabulary is told. */
export type LoadSettings = Pick<PassSettings, 'contestant' | 'vocabulary' | 'lowercase'>;

export interface LoadAnswer {
  readonly seconds: number;
}

/** Larger batches gain a few percent at most, for any of the contestants. */
const batchSize = 1000;
const warmUpMs = 500;

export type Batches = readonly (readonly string[])[];

export function batchesOf(sentences: readonly string[]): Batches {
  const count = Math.ceil(sentences.length / batchSize);
  return Array.from({ length: count }, (_, i) => sentences.slice(i * batchSize, (i + 1) * batchSize));
}

/** Encodes all batches. @returns the number of tokens */
export async function encodeAll(tokenizer: LoadedTokenizer, batches: Batches): Promise<number> {
  let tokenCount = 0;
  for (const batch of batches) tokenCount += await tokenizer.encode(batch);
  return tokenCount;
}

/** Encodes batches, from the first again after the last, until half a second has passed. */
export async function warmUp(tokenizer: LoadedTokenizer, batches: Batches): Promise<void> {
  const end = performance.now() + warmUpMs;
  while (performance.now() < end) {
    for (const batch of batches) {
      await tokenizer.encode(batch);
      if (performance.now() >= end) break;
    }
  }
}

/** @returns a hash for each sentence */
export async function hashAll(tokenizer: LoadedTokenizer, batches: Batches): Promise<number[]> {
  const hashes: number[] = [];
  for (const batch of batches) for (const ids of await tokenizer.idsOf(batch)) hashes.push(hashIds(ids));
  return hashes;
}
