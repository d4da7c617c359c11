import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchmarkFlag, BenchmarkOptions, Findings } from '../benchmark.js';
import { compare } from '../tokenizer/compare.js';
import { corpusFlags, prepareCorpora, prepareVocabulary } from '../tokenizer/corpus.js';
import { findingsOf } from '../tokenizer/findings.js';
import { linearity } from '../tokenizer/linearity.js';

export const name = 'tokenizer';
export const description =
  'sentences to ids, one thread: bertkit against @huggingface/tokenizers and the Rust tokenizers, both from npm';
export const defaultRuns = 5;
export const flags: Readonly<Record<string, BenchmarkFlag>> = {
  ...corpusFlags,
  linearity: { kind: 'switch', description: 'instead: how the time of ours grows with the text, to 100 MB' },
};

const generatedNote =
  'Generated text shows that all of it works. For figures to quote give real text: --text-en, --vocab-en, --text-zh, --vocab-zh.';

export async function run({ runs, given, log }: BenchmarkOptions): Promise<Findings> {
  const directory = await mkdtemp(join(tmpdir(), 'bertkit-bench-'));
  try {
    if (given['linearity'] !== undefined) {
      const vocabulary = await prepareVocabulary('en', given['vocab-en']?.[0], directory);
      return { versions: {}, ...(await linearity(vocabulary, { runs, log })) };
    }
    log('preparing the texts');
    const corpora = await prepareCorpora({ given, rounds: runs, directory });
    const measurements = await compare(corpora, log);
    const notes = corpora.some(({ isGenerated }) => isGenerated) ? [generatedNote] : [];
    return { versions: await peerVersions(), notes, ...findingsOf(measurements) };
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** As they are pinned. */
async function peerVersions(): Promise<Record<string, string>> {
  const manifest = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
  const peers = ['@huggingface/tokenizers', 'tokenizers'];
  return Object.fromEntries(peers.map((peer) => [peer, String(manifest.devDependencies[peer])]));
}
