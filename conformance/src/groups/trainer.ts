import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createTokenizer, trainWordPiece } from '@bertkit/tokenizer';
import { compareExactly, type Mismatch } from '../compare.js';
import { filesIn, foldersWith, readJson, readJsonLines } from '../golden-files.js';
import type { GroupContext } from '../group.js';

interface Settings {
  readonly vocabSize: number;
  readonly minFrequency: number;
  readonly limitAlphabet: number;
  readonly initialAlphabet: readonly string[];
  readonly specialTokens: readonly string[];
  readonly lowercase: boolean;
  readonly prefix: string;
}

interface ExactCase {
  readonly id: string;
  readonly settings: Settings;
  readonly texts: readonly string[];
  readonly expect: {
    readonly specialAndAlphabet: readonly string[];
    readonly continuingAnyOrder: readonly string[];
    readonly merged: readonly string[];
  };
}

interface CorpusReport {
  readonly settings: Settings;
  readonly trainedOn: string;
  readonly measuredOn: string;
  readonly valid: { readonly pieces: number };
}

/** Vocabularies trained: small ones exactly, one of a corpus by what all runs of the reference agree on. */
export async function runTrainer({ folder, report }: GroupContext): Promise<void> {
  const group = basename(folder);
  for (const file of filesIn(folder).filter((name) => name.endsWith('.jsonl.gz'))) {
    for (const row of readJsonLines<ExactCase>(join(folder, file))) {
      await report.case(`${group}/${file} ${row.id}`, async (each) => {
        const unknown = unknownSetting(row.settings);
        if (unknown !== undefined) return each.skip(`the setting ${unknown}`);
        each.check('vocabulary', compareVocabulary(await train(row.texts, row.settings), row.expect));
      });
    }
  }
  for (const directory of foldersWith('report.json', folder)) {
    const name = basename(directory);
    await report.case(`${group}/${name}`, async (each) => {
      const { settings, trainedOn, measuredOn, valid } = readJson<CorpusReport>(join(directory, 'report.json'));
      const unknown = unknownSetting(settings);
      if (unknown !== undefined) return each.skip(`the setting ${unknown}`);
      const corpus = name.replace(/-\d+$/, ''); // the folder is named after the corpus and the size
      const linesOf = (part: string) =>
        gunzipSync(readFileSync(join(folder, `${corpus}-${part}.gz`)))
          .toString('utf8')
          .split('\n');
      const vocabulary = await train(linesOf(trainedOn), settings);
      const common = readJsonLines<string>(join(directory, 'in-every-run.jsonl.gz'));
      each.check('pieces in common', atLeast(share(common, new Set(vocabulary)), 0.995));
      const tokenizer = createTokenizer({ vocabulary, lowercase: settings.lowercase });
      const pieces = linesOf(measuredOn).reduce((sum, line) => sum + tokenizer.encodeToIds(line).length, 0);
      each.check('pieces of the other text', within(pieces, valid.pieces, 0.001));
    });
  }
}

const knownSettings: ReadonlySet<string> = new Set<keyof Settings>([
  'vocabSize',
  'minFrequency',
  'limitAlphabet',
  'initialAlphabet',
  'specialTokens',
  'lowercase',
  'prefix',
]);

function unknownSetting(settings: Settings): string | undefined {
  return Object.keys(settings).find((name) => !knownSettings.has(name));
}

function train(lines: readonly string[], { vocabSize, ...options }: Settings): Promise<string[]> {
  return trainWordPiece(lines, { vocabularySize: vocabSize, ...options });
}

/** The pieces that continue a word stand in the order in which the reference met them, which is random. */
function compareVocabulary(
  vocabulary: readonly string[],
  { specialAndAlphabet, continuingAnyOrder, merged }: ExactCase['expect'],
): Mismatch | undefined {
  const start = specialAndAlphabet.length;
  const end = start + continuingAnyOrder.length;
  const ordered = [...vocabulary.slice(0, start), ...vocabulary.slice(start, end).toSorted(), ...vocabulary.slice(end)];
  return compareExactly(ordered, [...specialAndAlphabet, ...continuingAnyOrder.toSorted(), ...merged]);
}

function share(wanted: readonly string[], found: ReadonlySet<string>): number {
  return wanted.filter((piece) => found.has(piece)).length / wanted.length;
}

function atLeast(found: number, least: number): Mismatch | undefined {
  return found >= least ? undefined : { found: String(found), expected: `${least} or more` };
}

function within(found: number, expected: number, part: number): Mismatch | undefined {
  if (Math.abs(found - expected) <= part * expected) return undefined;
  return { found: String(found), expected: String(expected), tolerance: `${part * 100} %` };
}
