import type { Random } from '@bertkit/random';
import { checkProbability, checkWhole } from './check-option.js';
import { MaskingOptionError, TokenIdError } from './errors.js';

/** The ids that masking must know. */
export interface SpecialTokens {
  readonly clsId: number;
  readonly sepId: number;
  readonly maskId: number;
  readonly padId: number;
  /** All ids are below it. */
  readonly vocabularySize: number;
  /** Ids that are no text: these four, [UNK], and any others. They are never masked and never put in. */
  readonly specialIds: Iterable<number>;
}

export interface MaskerOptions {
  /** Which part of an instance's tokens is predicted. Default: 0.15. */
  maskProbability?: number;
  /** At most so many tokens of an instance are. */
  maxPredictions: number;
}

/**
 * Masks one instance in place.
 *
 * @param ids        `[CLS] A [SEP] B [SEP]`, without padding; changed
 * @param random     gives the same masks from the same state
 * @param positions  receives the places in `ids` of the tokens chosen, ascending, from its front
 * @param labels     receives the ids that were there
 * @returns          how many tokens were chosen
 */
export type Masker = (ids: Int32Array, random: Random, positions: Int32Array, labels: Int32Array) => number;

/**
 * Makes what masks instances the way BERT does: of `n` tokens, `min(maxPredictions, max(1, round(n · maskProbability)))`
 * are chosen, halves rounded to even as in Python; of these 80 % become [MASK], 10 % a random token and 10 % stay.
 *
 * It differs from Google's `create_masked_lm_predictions` in two points: [UNK] and other special tokens within the text
 * are never chosen (a model should not learn to answer [UNK]; where they leave too few, fewer are chosen), and random
 * tokens are drawn among those that are not special, for no input has [PAD] or [CLS] inside a sentence.
 *
 * @see Devlin et al. 2019, section 3.1 and appendix A.1
 */
export function createMasker(
  vocabulary: SpecialTokens,
  { maskProbability = 0.15, maxPredictions }: MaskerOptions,
): Masker {
  checkProbability('maskProbability', maskProbability);
  checkWhole('maxPredictions', maxPredictions, 1);
  const isSpecial = specialFlags(vocabulary);
  const replacements = Int32Array.from(isSpecial.keys()).filter((id) => isSpecial[id] === 0);
  if (replacements.length === 0) {
    const expected = 'the vocabulary must have tokens that are not special';
    throw new MaskingOptionError({ option: 'vocabularySize', value: vocabulary.vocabularySize, expected });
  }
  let candidates = new Int32Array(512); // filled anew by each call

  return (ids, random, positions, labels) => {
    if (candidates.length < ids.length) candidates = new Int32Array(ids.length);
    let candidateCount = 0;
    for (let i = 0; i < ids.length; i++) {
      if (isSpecial[ids[i] ?? 0] === 0) candidates[candidateCount++] = i;
    }
    const wanted = Math.min(maxPredictions, Math.max(1, roundHalfToEven(ids.length * maskProbability)));
    const count = Math.min(wanted, candidateCount);
    for (let i = 0; i < count; i++) {
      // The first steps of a shuffle: candidates[0 … i] are a fair draw.
      const j = i + random.below(candidateCount - i);
      positions[i] = candidates[j] ?? 0;
      candidates[j] = candidates[i] ?? 0;
    }
    positions.subarray(0, count).sort();
    for (let i = 0; i < count; i++) {
      const position = positions[i] ?? 0;
      labels[i] = ids[position] ?? 0;
      const draw = random.float();
      if (draw < 0.8) ids[position] = vocabulary.maskId;
      else if (draw < 0.9) ids[position] = replacements[random.below(replacements.length)] ?? 0;
    }
    return count;
  };
}

/**
 * Per id of the vocabulary: 1 if it is special.
 *
 * @throws {TokenIdError} a special id lies outside the vocabulary
 */
export function specialFlags(vocabulary: SpecialTokens): Uint8Array {
  const { clsId, sepId, maskId, padId, vocabularySize, specialIds } = vocabulary;
  checkWhole('vocabularySize', vocabularySize, 1, 2 ** 31);
  const flags = new Uint8Array(vocabularySize);
  for (const [name, id] of Object.entries({ clsId, sepId, maskId, padId })) addSpecial(name, id);
  for (const id of specialIds) addSpecial('A special id', id);
  return flags;

  function addSpecial(where: string, id: number): void {
    if (!(Number.isInteger(id) && id >= 0 && id < vocabularySize))
      throw new TokenIdError({ id, where, vocabularySize });
    flags[id] = 1;
  }
}

/** Python's `round`: 4.5 gives 4, 5.5 gives 6. */
function roundHalfToEven(x: number): number {
  const floor = Math.floor(x);
  const fraction = x - floor;
  return fraction < 0.5 || (fraction === 0.5 && floor % 2 === 0) ? floor : floor + 1;
}
