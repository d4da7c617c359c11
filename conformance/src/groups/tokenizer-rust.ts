import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  codePointOffsets,
  createTokenizer,
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
import { type Call, encodeCall, type TextAndPair, textsOf } from '../tokenizer-call.js';

interface EncodeCase {
  readonly id: string;
  readonly group: string;
  readonly config?: NormalizerOptions;
  readonly call: Call;
  readonly expect: ExpectedEncoding | { readonly encodings: readonly ExpectedEncoding[] } | { readonly error: string };
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
  readonly overflowing: readonly Fields[];
}

interface DecodeCase {
  readonly id: string;
  readonly ids: readonly number[];
  readonly skipSpecialTokens: boolean;
  readonly cleanUp: boolean;
  readonly expect: string;
}

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
  const encodings = encodeOrRefuse(config === undefined ? standard : withConfig(standard, config), call);
  if (encodings === 'refused') {
    // The reference does there what its arithmetic comes to; see the README of the cases.
    if ('error' in expect) each.check('refusal', undefined);
    else if (group === 'truncation-edge')
      each.skip('fewer tokens to be left than special tokens, which is refused here');
    else each.check('refusal', { found: 'a refusal', expected: 'an encoding' });
  } else if ('error' in expect) {
    each.check('refusal', { found: 'an encoding', expected: `an error (${expect.error})` });
  } else {
    compareEncodings(encodings, expect, textsOf(call), each);
  }
}

function compareEncodings(
  encodings: readonly Encoding[],
  expect: ExpectedEncoding | { readonly encodings: readonly ExpectedEncoding[] },
  texts: readonly TextAndPair[],
  each: Case,
): void {
  const expected = 'encodings' in expect ? expect.encodings : [expect];
  each.check('number of encodings', compareExactly(encodings.length, expected.length));
  for (const [i, { overflowing, ...fields }] of expected.entries()) {
    const found = encodings[i];
    const source = texts[i];
    if (found === undefined || source === undefined) continue;
    each.check(`encoding ${i}`, compareFields(fieldsOf(found, source), fields));
    each.check(`number of windows of ${i}`, compareExactly(found.overflow.length, overflowing.length));
    for (const [w, window] of overflowing.entries()) {
      const foundWindow = found.overflow[w];
      if (foundWindow) each.check(`window ${w + 1} of ${i}`, compareFields(fieldsOf(foundWindow, source), window));
    }
  }
}

function withConfig({ definition }: Tokenizer, config: NormalizerOptions): Tokenizer {
  return createTokenizer({ vocabulary: definition.vocabulary, ...config });
}

function encodeOrRefuse(tokenizer: Tokenizer, call: Call): readonly Encoding[] | 'refused' {
  try {
    const encodings = encodeCall(tokenizer, call);
    for (const { overflow } of encodings) void overflow; // made when read, and so refused when read
    return encodings;
  } catch (error) {
    if (error instanceof TruncationError) return 'refused';
    throw error;
  }
}

type Fields = Omit<ExpectedEncoding, 'overflowing'>;

/** An encoding as the cases have it. */
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

function compareFields(found: Fields, expected: Fields) {
  for (const field of Object.keys(expected) as (keyof Fields)[]) {
    const mismatch = compareExactly(found[field], expected[field]);
    if (mismatch !== undefined) return { ...mismatch, found: `${field}: ${mismatch.found}` };
  }
  return undefined;
}
