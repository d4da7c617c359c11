import { bertDefinition, buildTokenizer, type Tokenizer, type TokenizerMode } from '@bertkit/tokenizer';
import { compareExactly } from '../compare.js';
import type { GroupContext, RunGroup } from '../group.js';
import type { Case } from '../report.js';
import { type Call, encodeCall } from '../tokenizer-call.js';
import { runVocabularyCases } from '../vocabulary-cases.js';

interface TextCase {
  readonly id: string;
  readonly group: string;
  readonly config?: { readonly lowercase: boolean };
  readonly call: Call;
  readonly expect: Partial<Record<Field, readonly number[]>> & {
    readonly tokens?: readonly string[];
    readonly overflowingTokens?: readonly number[];
    readonly numTruncatedTokens?: number;
  };
}

type Field = 'ids' | 'typeIds' | 'attentionMask' | 'specialTokensMask';

/** Every case of the slow Python tokenizer. */
export const runTokenizerSlow: RunGroup = (context) => runMode(context, 'hf-slow');

/** Every case of Google's own tokenizer, whose ids have no special tokens. */
export const runTokenizerGoogle: RunGroup = (context) => runMode(context, 'google');

function runMode(context: GroupContext, mode: TokenizerMode): Promise<void> {
  return runVocabularyCases<TextCase>(context, mode, (standard) => {
    const { vocabulary } = standard.definition;
    const lowercased = buildTokenizer(bertDefinition({ vocabulary, mode, lowercase: true }));
    return (row, each) => check(row, row.config?.lowercase === true ? lowercased : standard, each);
  });
}

function check({ call, expect }: TextCase, tokenizer: Tokenizer, each: Case): void {
  const { tokens, overflowingTokens, numTruncatedTokens, ...fields } = expect;
  if (tokens !== undefined) {
    each.check('tokens', compareExactly(tokenizer.encode(textOf(call), { addSpecialTokens: false }).tokens, tokens));
  }
  const addSpecialTokens = call.addSpecialTokens ?? tokenizer.definition.mode !== 'google';
  const [encoding] = encodeCall(tokenizer, { ...call, addSpecialTokens });
  if (encoding === undefined) throw new Error('internal: a call without a text');
  const found: Record<Field, ArrayLike<number>> = {
    ids: encoding.inputIds,
    typeIds: encoding.tokenTypeIds,
    attentionMask: encoding.attentionMask,
    specialTokensMask: encoding.specialTokensMask,
  };
  for (const [field, values] of Object.entries(fields) as [Field, readonly number[]][]) {
    each.check(field, compareExactly([...Array.from(found[field])], values));
  }
  if (overflowingTokens !== undefined) {
    const overflow = encoding.overflow.flatMap(({ inputIds }) => [...inputIds]);
    each.check('overflow', compareExactly(overflow, overflowingTokens));
  }
  if (numTruncatedTokens !== undefined && call.truncation !== undefined) {
    const beyond = encoding.length + encoding.truncatedCount - call.truncation.maxLength;
    each.check('tokens above the length', compareExactly(beyond, numTruncatedTokens));
  }
}

function textOf({ text }: Call): string {
  if (typeof text !== 'string') throw new Error('internal: a case of words given beforehand');
  return text;
}
