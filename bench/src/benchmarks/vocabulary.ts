import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BenchmarkFlag, BenchmarkOptions, Findings } from '../benchmark.js';
import { contest } from '../contest.js';
import { JsonLinesPeer } from '../peers/json-lines-peer.js';
import { oneThread } from '../peers/one-thread.js';
import { findPython } from '../peers/python.js';
import { pairedRatio, summarize } from '../statistics.js';
import { readText } from '../text/files.js';
import { createSentenceSource, generatedSentences, generatedVocabulary } from '../text/generated.js';
import { smallVocabulary, type VocabularyAnswer, type VocabularySettings } from '../vocabulary/settings.js';
import { sharedPercent } from '../vocabulary/shared-percent.js';

export const name = 'vocabulary';
export const description =
  'a WordPiece vocabulary of 8000 pieces, one thread: trainWordPiece against the Python binding of tokenizers';
export const defaultRuns = 3;
export const flags: Readonly<Record<string, BenchmarkFlag>> = {
  text: { kind: 'files', description: 'what to train on, plain or gzipped. Default: generated English, 10 MB' },
};

const packages = ['tokenizers==0.23.3'];
const generatedBytes = 1e7;

export async function run({ runs, given, log }: BenchmarkOptions): Promise<Findings> {
  const python = await findPython({ packages, log });
  const directory = await mkdtemp(join(tmpdir(), 'bertkit-bench-'));
  try {
    const texts = given['text'] === undefined ? [generatedText()] : await Promise.all(given['text'].map(readText));
    const files = texts.map((_, i) => join(directory, `${i}.txt`));
    await Promise.all(texts.map((text, i) => writeFile(files[i] as string, text))); // as many as texts
    const settings: VocabularySettings = { ...smallVocabulary, files };
    const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    const kind = given['text'] === undefined ? 'generated text' : 'text';

    const trainer = (peerName: string, command: string, script: string) => {
      const answers: VocabularyAnswer[] = [];
      const versions: Record<string, string> = {};
      const train = async () => {
        const args = [fileURLToPath(new URL(script, import.meta.url)), JSON.stringify(settings)];
        await using peer = await JsonLinesPeer.start(peerName, command, args, oneThread);
        Object.assign(versions, peer.versions);
        const answer = (await peer.request('train')) as unknown as VocabularyAnswer; // both scripts are ours
        answers.push(answer);
        return answer.seconds;
      };
      const megabytes = () => answers.map(({ peakBytes }) => peakBytes / 1e6);
      return { train, answers, versions, megabytes };
    };
    const bertkit = trainer('bertkit', process.execPath, '../peers/bertkit-vocabulary.js');
    const tokenizers = trainer('tokenizers', python, '../../peers/tokenizers_vocabulary.py');

    // Every training has a process of its own, as users have; there is nothing to warm up.
    const seconds = await contest({ bertkit: bertkit.train, tokenizers: tokenizers.train }, { warmups: 0, runs, log });
    const shared = bertkit.answers.map(({ pieces }, i) => sharedPercent(pieces, tokenizers.answers[i]?.pieces ?? []));
    return {
      versions: tokenizers.versions,
      notes: [`${(bytes / 1e6).toFixed(1)} MB of ${kind}, ${settings.vocabularySize} pieces`],
      results: [
        summarize('bertkit', 's', seconds.bertkit),
        summarize('tokenizers', 's', seconds.tokenizers),
        summarize('bertkit peak memory', 'MB', bertkit.megabytes()),
        summarize('tokenizers peak memory', 'MB', tokenizers.megabytes()),
        summarize("bertkit's pieces that tokenizers has too", '%', shared),
      ],
      ratios: {
        'bertkit/tokenizers': pairedRatio(seconds.bertkit, seconds.tokenizers),
        'bertkit/tokenizers peak memory': pairedRatio(bertkit.megabytes(), tokenizers.megabytes()),
      },
    };
  } finally {
    await rm(directory, { recursive: true });
  }
}

function generatedText(): string {
  return generatedSentences(createSentenceSource(generatedVocabulary('en'), 'en', 0), generatedBytes).join('\n');
}
