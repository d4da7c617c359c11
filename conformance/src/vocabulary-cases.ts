import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { loadTokenizer, type Tokenizer, type TokenizerMode } from '@bertkit/tokenizer';
import { compareExactly } from './compare.js';
import { filesIn, readJsonLines } from './golden-files.js';
import type { GroupContext } from './group.js';
import type { Case } from './report.js';

interface DecodeCase {
  readonly id: string;
  readonly ids: readonly number[];
  readonly skipSpecialTokens: boolean;
  readonly cleanUp: boolean;
  readonly expect: string;
}

/**
 * Runs the files of a folder that are named for a vocabulary in `vocab`: `NAME.jsonl.gz`, whose rows are checked as the
 * caller says, and `NAME.decode.jsonl.gz`.
 *
 * @param checkerOf  is given the tokenizer of each vocabulary
 */
export async function runVocabularyCases<Row extends { readonly id: string; readonly group: string }>(
  { root, folder, runtime, report }: GroupContext,
  mode: TokenizerMode,
  checkerOf: (tokenizer: Tokenizer) => (row: Row, each: Case) => void,
): Promise<void> {
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
    const tokenizer = await loadTokenizer(runtime.open(directory), { mode });
    const where = `${basename(folder)}/${file}`;
    if (decodes === undefined) {
      const check = checkerOf(tokenizer);
      for (const row of readJsonLines<Row>(join(folder, file))) {
        await report.case(`${where} ${row.id} ${row.group}`, (each) => check(row, each));
      }
    } else {
      for (const { id, ids, expect, skipSpecialTokens, cleanUp } of readJsonLines<DecodeCase>(join(folder, file))) {
        await report.case(`${where} ${id}`, (each) => {
          each.check('text', compareExactly(tokenizer.decode(ids, { skipSpecialTokens, cleanUp }), expect));
        });
      }
    }
  }
}
