import {
  createTokenizer,
  type Encoding,
  type NormalizerOptions,
  type Tokenizer,
  TruncationError,
} from '@bertkit/tokenizer';
import { compareExactly } from '../compare.js';
import { compareEncoding, type ExpectedEncoding } from '../compare-encoding.js';
import type { RunGroup } from '../group.js';
import type { Case } from '../report.js';
import { type Call, encodeCall, type TextAndPair, textsOf } from '../tokenizer-call.js';
import { runVocabularyCases } from '../vocabulary-cases.js';

interface EncodeCase {
  readonly id: string;
  readonly group: string;
  readonly config?: NormalizerOptions;
  readonly call: Call;
  readonly expect: ExpectedEncoding | { readonly encodings: readonly ExpectedEncoding[] } | { readonly error: string };
}

/** Every call of the Rust tokenizer: ids, offsets and all other fields, exactly. */
export const runTokenizerRust: RunGroup = (context) =>
  runVocabularyCases<EncodeCase>(context, 'hf', (tokenizer) => (row, each) => encode(row, tokenizer, each));

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
  for (const [i, encoding] of expected.entries()) {
    const found = encodings[i];
    const source = texts[i];
    if (found !== undefined && source !== undefined) compareEncoding(`encoding ${i}`, found, encoding, source, each);
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
