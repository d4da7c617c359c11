import { codePointOffsets, type Encoding } from '@bertkit/tokenizer';
import { compareExactly, type Mismatch } from './compare.js';
import type { Case } from './report.js';
import type { TextAndPair } from './tokenizer-call.js';

/** An encoding as the cases write it. */
export interface ExpectedEncoding extends Fields {
  readonly overflowing: readonly Fields[];
}

interface Fields {
  readonly ids: readonly number[];
  readonly typeIds: readonly number[];
  readonly attentionMask: readonly number[];
  readonly specialTokensMask: readonly number[];
  readonly tokens: readonly string[];
  /** In code points. */
  readonly offsets: readonly (readonly [start: number, end: number])[];
  readonly wordIds: readonly (number | null)[];
  readonly sequenceIds: readonly (number | null)[];
}

/** Compares all fields of an encoding and of its windows, exactly. */
export function compareEncoding(
  name: string,
  found: Encoding,
  { overflowing, ...fields }: ExpectedEncoding,
  source: TextAndPair,
  each: Case,
): void {
  each.check(name, compareFields(fieldsOf(found, source), fields));
  each.check(`number of windows of ${name}`, compareExactly(found.overflow.length, overflowing.length));
  for (const [w, window] of overflowing.entries()) {
    const foundWindow = found.overflow[w];
    if (foundWindow) each.check(`window ${w + 1} of ${name}`, compareFields(fieldsOf(foundWindow, source), window));
  }
}

function fieldsOf(encoding: Encoding, { text, pair }: TextAndPair): Fields {
  const orNull = (ids: ArrayLike<number>) => Array.from(ids, (id) => (id === -1 ? null : id));
  const offsets = codePointOffsets(encoding, text, pair);
  return {
    ids: [...encoding.inputIds],
    typeIds: [...encoding.tokenTypeIds],
    attentionMask: [...encoding.attentionMask],
    specialTokensMask: [...encoding.specialTokensMask],
    tokens: encoding.tokens,
    offsets: Array.from(encoding.inputIds, (_, i) => [offsets[2 * i] ?? -1, offsets[2 * i + 1] ?? -1] as const),
    wordIds: orNull(encoding.wordIds),
    sequenceIds: orNull(encoding.sequenceIds),
  };
}

function compareFields(found: Fields, expected: Fields): Mismatch | undefined {
  for (const field of Object.keys(expected) as (keyof Fields)[]) {
    const mismatch = compareExactly(found[field], expected[field]);
    if (mismatch !== undefined) return { ...mismatch, found: `${field}: ${mismatch.found}` };
  }
  return undefined;
}
