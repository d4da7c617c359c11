// bertkit's training of a vocabulary, on request: the same conversation as `peers/tokenizers_vocabulary.py`.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { trainWordPiece } from '@bertkit/tokenizer';
import { peakMemory } from '../peak-memory.js';
import type { VocabularyAnswer, VocabularySettings } from '../vocabulary/settings.js';
import { converse } from './conversation.js';

const { files, ...options } = JSON.parse(process.argv[2] ?? '{}') as VocabularySettings; // written by the benchmark

async function* lines(): AsyncGenerator<string> {
  for (const file of files)
    yield* createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
}

async function train(): Promise<VocabularyAnswer> {
  const start = performance.now();
  const pieces = await trainWordPiece(lines(), options);
  const seconds = (performance.now() - start) / 1000;
  return { seconds, peakBytes: await peakMemory(), pieces };
}

await converse({}, { train });
