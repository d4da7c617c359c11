import type { NormalizerStep, PreTokenizerStep } from '../definition.js';
import type { JsonValue } from './json-value.js';

/** Of sequences within sequences: as deep as Rust's JSON reader goes. */
const maxDepth = 128;

/** Reads the `normalizer` of a `tokenizer.json`; sequences become the steps that they have. */
export function parseNormalizer(normalizer: JsonValue, depth = 0): NormalizerStep[] {
  if (normalizer.isAbsent && depth === 0) return [];
  normalizer.object();
  const type = normalizer.get('type').oneOf(['BertNormalizer', 'NFD', 'Lowercase', 'StripAccents', 'Sequence']);
  if (type === 'Sequence') {
    return itemsOf(normalizer, 'normalizers', depth).flatMap((step) => parseNormalizer(step, depth + 1));
  }
  if (type !== 'BertNormalizer') {
    normalizer.object(['type']);
    return [{ type }];
  }
  normalizer.object(['type', 'clean_text', 'handle_chinese_chars', 'strip_accents', 'lowercase']);
  const stripAccents = normalizer.get('strip_accents');
  return [
    {
      type,
      cleanText: normalizer.get('clean_text').boolean(),
      handleChineseChars: normalizer.get('handle_chinese_chars').boolean(),
      stripAccents: stripAccents.isAbsent ? null : stripAccents.boolean(),
      lowercase: normalizer.get('lowercase').boolean(),
    },
  ];
}

export function normalizerToJson(steps: readonly NormalizerStep[]): object | null {
  const json = steps.map((step) => {
    if (step.type !== 'BertNormalizer') return step;
    const { type, cleanText, handleChineseChars, stripAccents, lowercase } = step;
    return {
      type,
      clean_text: cleanText,
      handle_chinese_chars: handleChineseChars,
      strip_accents: stripAccents,
      lowercase,
    };
  });
  return sequenceOf(json, 'normalizers');
}

/** Reads the `pre_tokenizer` of a `tokenizer.json`; sequences become the steps that they have. */
export function parsePreTokenizer(preTokenizer: JsonValue, depth = 0): PreTokenizerStep[] {
  if (preTokenizer.isAbsent && depth === 0) return [];
  preTokenizer.object();
  const type = preTokenizer.get('type').oneOf(['BertPreTokenizer', 'WhitespaceSplit', 'Punctuation', 'Sequence']);
  if (type === 'Sequence') {
    return itemsOf(preTokenizer, 'pretokenizers', depth).flatMap((step) => parsePreTokenizer(step, depth + 1));
  }
  preTokenizer.object(type === 'Punctuation' ? ['type', 'behavior'] : ['type']);
  if (!preTokenizer.get('behavior').isAbsent) preTokenizer.get('behavior').oneOf(['Isolated']);
  return [{ type }];
}

export function preTokenizerToJson(steps: readonly PreTokenizerStep[]): object | null {
  const json = steps.map(({ type }) => (type === 'Punctuation' ? { type, behavior: 'Isolated' } : { type }));
  return sequenceOf(json, 'pretokenizers');
}

function itemsOf(sequence: JsonValue, key: string, depth: number): JsonValue[] {
  sequence.object(['type', key]);
  if (depth === maxDepth) sequence.refuse(`sequences must not be nested more than ${maxDepth} deep`);
  return sequence.get(key).items();
}

function sequenceOf(steps: readonly object[], key: string): object | null {
  return steps.length > 1 ? { type: 'Sequence', [key]: steps } : (steps[0] ?? null);
}
