import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  codePointOffsets,
  createTokenizer,
  type EncodeBatchOptions,
  type Encoding,
  loadTokenizer,
  type NormalizerOptions,
  type Tokenizer,
  TruncationError,
} from '@bertkit/tokenizer';
import { compareExactly } from '../compare.js';
import { filesIn, readJsonLines } from '../golden-files.js';
import type { GroupContext } from '../group.js';
import type { Case } from '../report.js';

interface EncodeCase {
  readonly id: string;
  readonly group: string;
  readonly config?: NormalizerOptions;
  readonly call: Call;
  readonly expect: ExpectedEncoding | { readonly encodings: readonly ExpectedEncoding[] } | { readonly error: string };
}

interface Call extends Partial<TextPair> {
  readonly batch?: readonly TextPair[];
  readonly isPretokenized?: boolean;
  readonly addSpecialTokens: boolean;
  readonly truncation?: {
    readonly maxLength: number;
    readonly strategy: keyof typeof strategies;
    readonly stride: number;
    readonly direction: 'left' | 'right';
  };
  readonly padding?: {
    readonly direction: 'left' | 'right';
    readonly padId: number;
    readonly padTypeId: number;
    readonly padToken: string;
    readonly length?: number;
    readonly padToMultipleOf?: number;
  };
}

interface TextPair {
  readonly text: string | readonly string[];
  readonly pair?: string | readonly string[];
}

interface ExpectedEncoding {
  readonly ids: readonly number[];
  readonly typeIds: readonly number[];
  readonly attentionMask: readonly number[];
  readonly specialTokensMask: readonly number[];
  readonly tokens: readonly string[];
  /** In code points. */
  readonly offsets: readonly (readonly [start: number, end: number])[];
  readonly wordIds: readonly (number | null)[];
  readonly sequenceIds: readonly (number | null)[];
  readonly overflowing: readonly unknown[];
}

interface DecodeCase {
  readonly id: string;
  readonly ids: readonly number[];
  readonly skipSpecialTokens: boolean;
  readonly cleanUp: boolean;
  readonly expect: string;
}

const strategies = {
  longest_first: 'longestFirst',
  only_first: 'onlyFirst',
  only_second: 'onlySecond',
} as const;

/** Every call of the Rust tokenizer: ids, offsets and all other fields, exactly. */
export async function runTokenizerRust({ root, folder, runtime, report }: GroupContext): Promise<void> {
  for (const file of filesIn(folder)) {
    const [, vocabulary, decodes] = /^(.+?)(\.decode)?\.jsonl\.gz$/.exec(file) ?? [];
    if (vocabulary === undefined) {
      report.skip(`${file}, which is no file of cases`);
      continue;
    }
    const directory = join(root, 'vocab', vocabulary);
    if (!existsSync(directory)) {
      report.skip(`${file}, since there is no vocab/${vocabulary}`);
      continue;
    }
    const tokenizer = await loadTokenizer(runtime.open(directory));
    const where = `${basename(folder)}/${file}`;
    if (decodes === undefined) {
      for (const row of readJsonLines<EncodeCase>(join(folder, file))) {
        await report.case(`${where} ${row.id} ${row.group}`, (each) => encode(row, tokenizer, each));
      }
    } else {
      for (const row of readJsonLines<DecodeCase>(join(folder, file))) {
        await report.case(`${where} ${row.id}`, (each) => {
          const { ids, skipSpecialTokens, cleanUp, expect } = row;
          each.check('text', compareExactly(tokenizer.decode(ids, { skipSpecialTokens, cleanUp }), expect));
        });
      }
    }
  }
}

function encode({ config, call, expect, group }: EncodeCase, standard: Tokenizer, each: Case): void {
  const texts = textsOf(call);
  const unsupported = texts === undefined ? 'input split into words beforehand' : otherPadding(call, standard);
  if (texts === undefined || unsupported !== undefined) {
    each.skip(String(unsupported));
    return;
  }
  const tokenizer = config === undefined ? standard : withConfig(standard, config);
  const encodings = encodeOrRefuse(tokenizer, call, texts);
  if ('error' in expect) {
    const isOverlap = (call.truncation?.stride ?? 0) > 0;
    if (encodings === 'refused') each.check('refusal', undefined);
    else if (isOverlap) each.skip('windows that overlap too far to be made');
    else each.check('refusal', { found: 'an encoding', expected: `an error (${expect.error})` });
  } else if (encodings === 'refused') {
    // The reference does there what its arithmetic comes to; see the README of the cases.
    if (group === 'truncation-edge') each.skip('fewer tokens to be left than special tokens, which is refused here');
    else each.check('refusal', { found: 'a refusal', expected: 'an encoding' });
  } else {
    compareEncodings(encodings, expect, texts, each);
  }
}

function compareEncodings(
  encodings: readonly Encoding[],
  expect: ExpectedEncoding | { readonly encodings: readonly ExpectedEncoding[] },
  texts: readonly [text: string, pair?: string][],
  each: Case,
): void {
  const expected = 'encodings' in expect ? expect.encodings : [expect];
  if ('encodings' in expect) each.check('number of encodings', compareExactly(encodings.length, expected.length));
  for (const [i, { overflowing, ...fields }] of expected.entries()) {
    const [text = '', pair] = texts[i] ?? [];
    const found = encodings[i];
    const name = 'encodings' in expect ? `encoding ${i}` : 'encoding';
    if (found !== undefined) each.check(name, compareFields(fieldsOf(found, text, pair), fields));
    if (overflowing.length > 0) each.skip('the windows after the first, of a text that is cut');
  }
}

/** `undefined` where words are given in place of a text. */
function textsOf(call: Call): [text: string, pair?: string][] | undefined {
  const texts: [string, string?][] = [];
  for (const { text, pair } of call.batch ?? [call]) {
    if (typeof text !== 'string' || (pair !== undefined && typeof pair !== 'string')) return undefined;
    texts.push(pair === undefined ? [text] : [text, pair]);
  }
  return texts;
}

function otherPadding({ padding }: Call, { padId, settings }: Tokenizer): string | undefined {
  const isOther = padding !== undefined && (padding.padId !== padId || padding.padToken !== settings.padToken);
  return isOther ? 'padding with another token than [PAD]' : undefined;
}

function withConfig({ settings, vocabulary }: Tokenizer, config: NormalizerOptions): Tokenizer {
  return createTokenizer({ ...settings, vocabulary, ...config });
}

function encodeOrRefuse(
  tokenizer: Tokenizer,
  call: Call,
  texts: readonly [text: string, pair?: string][],
): readonly Encoding[] | 'refused' {
  try {
    return run(tokenizer, call, texts);
  } catch (error) {
    if (error instanceof TruncationError) return 'refused';
    throw error;
  }
}

function run(
  tokenizer: Tokenizer,
  { addSpecialTokens, padding, truncation, batch }: Call,
  texts: readonly [text: string, pair?: string][],
): readonly Encoding[] {
  const options: EncodeBatchOptions = {
    addSpecialTokens,
    truncation: truncation && {
      maxLength: truncation.maxLength,
      strategy: strategies[truncation.strategy],
      direction: truncation.direction,
    },
    padding: padding && {
      length: padding.length,
      multipleOf: padding.padToMultipleOf,
      direction: padding.direction,
      tokenTypeId: padding.padTypeId,
    },
  };
  if (batch === undefined) return texts.map(([text, pair]) => tokenizer.encode(text, { pair, ...options }));
  return tokenizer.encodeBatch(
    texts.map(([text, pair]) => (pair === undefined ? text : [text, pair])),
    options,
  );
}

type Fields = Omit<ExpectedEncoding, 'overflowing'>;

/** An encoding as the cases have it. */
function fieldsOf(encoding: Encoding, text: string, pair: string | undefined): Fields {
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

function compareFields(found: Fields, expected: Fields) {
  for (const field of Object.keys(expected) as (keyof Fields)[]) {
    const mismatch = compareExactly(found[field], expected[field]);
    if (mismatch !== undefined) return { ...mismatch, found: `${field}: ${mismatch.found}` };
  }
  return undefined;
}
