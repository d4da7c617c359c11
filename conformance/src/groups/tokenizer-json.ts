import { basename, join } from 'node:path';
import { loadTokenizer, type Tokenizer, type TokenizerSource, TruncationError } from '@bertkit/tokenizer';
import { compareExactly, type Mismatch } from '../compare.js';
import { compareEncoding, type ExpectedEncoding } from '../compare-encoding.js';
import { filesIn, readJsonLines } from '../golden-files.js';
import type { GroupContext } from '../group.js';
import type { Case } from '../report.js';
import { type Call, encodeCall, textsOf } from '../tokenizer-call.js';

type JsonCase = EncodeCase | DecodeCase;

interface EncodeCase {
  readonly id: string;
  readonly call: Call;
  readonly expect: ExpectedEncoding | { readonly error: string };
}

interface DecodeCase {
  readonly id: string;
  readonly decode: { readonly ids: readonly number[]; readonly skipSpecialTokens: boolean };
  readonly expect: string;
}

const ending = '.tokenizer.json';

/** Calls of tokenizers that are read from a `tokenizer.json`, under the truncation and padding that it has. */
export async function runTokenizerJson({ folder, runtime, report }: GroupContext): Promise<void> {
  const files = runtime.open(folder);
  for (const file of filesIn(folder).filter((name) => name.endsWith(ending))) {
    const name = file.slice(0, -ending.length);
    const tokenizer = await loadTokenizer(named(files, file));
    for (const row of readJsonLines<JsonCase>(join(folder, `${name}.jsonl.gz`))) {
      await report.case(`${basename(folder)}/${name} ${row.id}`, (each) => check(row, tokenizer, each));
    }
  }
}

/** A place where one file is the `tokenizer.json`. */
function named(files: TokenizerSource, file: string): TokenizerSource {
  return {
    location: `${files.location} (${file})`,
    size: async (name) => (name === 'tokenizer.json' ? files.size(file) : undefined),
    read: () => files.read(file),
  };
}

function check(row: JsonCase, tokenizer: Tokenizer, each: Case): void {
  if ('decode' in row) {
    const { ids, skipSpecialTokens } = row.decode;
    each.check('text', compareExactly(tokenizer.decode(ids, { skipSpecialTokens }), row.expect));
    return;
  }
  const { call, expect } = row;
  if ('error' in expect) {
    each.check(
      'refusal',
      refusal(() => encodeCall(tokenizer, call), expect.error),
    );
    return;
  }
  const [source] = textsOf(call);
  const [encoding] = encodeCall(tokenizer, call);
  if (source === undefined || encoding === undefined) throw new Error('internal: a call without a text');
  compareEncoding('encoding', encoding, expect, source, each);
}

function refusal(run: () => void, error: string): Mismatch | undefined {
  try {
    run();
  } catch (cause) {
    if (cause instanceof TruncationError) return undefined;
    throw cause;
  }
  return { found: 'an encoding', expected: `an error (${error})` };
}
