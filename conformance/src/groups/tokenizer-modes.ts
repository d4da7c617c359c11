import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { bertDefinition, buildTokenizer, loadTokenizer, type Tokenizer, type TokenizerMode } from '@bertkit/tokenizer';
import { compareExactly } from '../compare.js';
import { filesIn, readJsonLines } from '../golden-files.js';
import type { GroupContext, RunGroup } from '../group.js';
import type { Case } from '../report.js';
import { type Call, encodeCall } from '../tokenizer-call.js';

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

interface DecodeCase {
  readonly id: string;
  readonly ids: readonly number[];
  readonly skipSpecialTokens: boolean;
  readonly cleanUp: boolean;
  readonly expect: string;
}

type Field = 'ids' | 'typeIds' | 'attentionMask' | 'specialTokensMask';

/** Every case of the slow Python tokenizer. */
export const runTokenizerSlow: RunGroup = (context) => runMode(context, 'hf-slow');

/** Every case of Google's own tokenizer, whose ids have no special tokens. */
export const runTokenizerGoogle: RunGroup = (context) => runMode(context, 'google');

async function runMode({ root, folder, runtime, report }: GroupContext, mode: TokenizerMode): Promise<void> {
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
    const standard = await loadTokenizer(runtime.open(directory), { mode });
    const { vocabulary: pieces } = standard.definition;
    const lowercased = buildTokenizer(bertDefinition({ vocabulary: pieces, mode, lowercase: true }));
    const where = `${basename(folder)}/${file}`;
    if (decodes === undefined) {
      for (const row of readJsonLines<TextCase>(join(folder, file))) {
        const tokenizer = row.config?.lowercase === true ? lowercased : standard;
        await report.case(`${where} ${row.id} ${row.group}`, (each) => check(row, tokenizer, each));
      }
    } else {
      for (const { id, ids, expect, ...options } of readJsonLines<DecodeCase>(join(folder, file))) {
        await report.case(`${where} ${id}`, (each) => {
          each.check('text', compareExactly(standard.decode(ids, options), expect));
        });
      }
    }
  }
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
