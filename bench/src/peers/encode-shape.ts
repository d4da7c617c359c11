// The time of `encode` on text of one shape and size, in a process of its own.
import { readFile } from 'node:fs/promises';
import { Random } from '@bertkit/random';
import { createSentenceSource, distinctWords, generatedSentences, randomWord } from '../text/generated.js';
import { prepare } from '../tokenizer/contestants.js';
import type { ShapeAnswer, ShapeSettings } from '../tokenizer/linearity.js';
import { batchesOf, encodeAll, warmUp } from '../tokenizer/pass.js';
import { converse } from './conversation.js';

const { shape, units, lowercase, ...paths } = JSON.parse(process.argv[2] ?? '{}') as ShapeSettings; // written by the benchmark
const vocabulary = await readFile(paths.vocabulary);
const tokenizer = (await prepare('bertkit encode', { vocabulary, lowercase }))();
const source = createSentenceSource(vocabulary.toString().split('\n'), 'en', 1);
const otherText = batchesOf(generatedSentences(source, 4e6));

/** Small texts are too quickly done for the clock: so many others of the same size follow. */
const leastUnits = 1e7;
const texts = Array.from({ length: Math.ceil(leastUnits / units) }, (_, seed) => textOf(seed));

function textOf(seed: number): string[] {
  if (shape === 'distinct words') return distinctWords({ bytes: units, seed });
  if (shape === 'word') return [randomWord(new Random(seed, 'word'), units)];
  const sentences = generatedSentences(source, units);
  return shape === 'text' ? sentences : [sentences.join(' ')];
}

async function measure(): Promise<ShapeAnswer> {
  await warmUp(tokenizer, otherText);
  const start = performance.now();
  for (const sentences of texts) await encodeAll(tokenizer, [sentences]);
  const milliseconds = performance.now() - start;
  const measuredUnits = texts.flat().reduce((sum, { length }) => sum + length, 0);
  return { nanoseconds: (milliseconds * 1e6) / measuredUnits };
}

await converse({}, { measure });
