// The time from the bytes of a file to a tokenizer that has encoded a first text, in a process that has done it before.
import { readFile } from 'node:fs/promises';
import { median } from '../statistics.js';
import { prepare } from '../tokenizer/contestants.js';
import type { LoadAnswer, LoadSettings } from '../tokenizer/pass.js';
import { converse } from './conversation.js';

const settings = JSON.parse(process.argv[2] ?? '{}') as LoadSettings; // written by the benchmark
const { contestant, lowercase } = settings;
const load = await prepare(contestant, { vocabulary: await readFile(settings.vocabulary), lowercase });
const warmUps = 10;
const timedLoads = 5;
/** Something of each kind, so that nothing is left to be made later. */
const text = ['Ready, 100 %: déjà vu [MASK] 你好，世界！'];

async function measure(): Promise<LoadAnswer> {
  const seconds: number[] = [];
  for (let i = 0; i < warmUps + timedLoads; i++) {
    const start = performance.now();
    await load().encode(text);
    seconds.push((performance.now() - start) / 1000);
  }
  return { seconds: median(seconds.slice(warmUps)) };
}

await converse({}, { measure });
