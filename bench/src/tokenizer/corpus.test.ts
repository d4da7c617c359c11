import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readLines } from '../text/files.js';
import { byteCount } from '../text/parts.js';
import { prepareCorpora } from './corpus.js';

let directory: string;
let vocabulary: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bertkit-corpus-'));
  vocabulary = join(directory, 'vocab.txt');
  await writeFile(vocabulary, '[UNK]\na\n');
});
afterEach(() => rm(directory, { recursive: true }));

async function textFile(bytes: number): Promise<string> {
  const path = join(directory, 'given.txt');
  const sentences = Array.from({ length: bytes / 20 }, (_, i) => `Number ${String(i).padStart(10, '0')}. `);
  await writeFile(path, sentences.join(''));
  return path;
}

describe('prepareCorpora', () => {
  it('writes a text for each round and one to warm up with, none of it twice', async () => {
    const given = { 'text-en': [await textFile(1_000_000)], 'vocab-en': [vocabulary] };
    const corpora = await prepareCorpora({ given, rounds: 2, directory });
    expect(corpora.map(({ name }) => name)).toEqual(['English']);
    const { warmUp, parts } = corpora[0]!;
    const rounds = await Promise.all(parts.map(({ path }) => readLines(path)));
    expect(parts.map(({ bytes }) => bytes)).toEqual(rounds.map(byteCount));
    expect(parts.map(({ sentenceCount }) => sentenceCount)).toEqual(rounds.map(({ length }) => length));
    const all = [...(await readLines(warmUp)), ...rounds.flat()];
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(40_000); // of 50 000
  });

  it('takes case from the config beside the vocabulary', async () => {
    const given = { 'text-zh': [await textFile(500_000)], 'vocab-zh': [vocabulary] };
    expect((await prepareCorpora({ given, rounds: 1, directory }))[0]).toMatchObject({ lowercase: true });
    await writeFile(join(directory, 'tokenizer_config.json'), '{ "do_lower_case": false }');
    expect((await prepareCorpora({ given, rounds: 1, directory }))[0]).toMatchObject({ lowercase: false });
  });

  it('generates both languages where none is given, and says so', async () => {
    const corpora = await prepareCorpora({ given: {}, rounds: 1, directory });
    expect(corpora.map(({ name }) => name)).toEqual(['English (generated)', 'Chinese (generated)']);
    for (const { parts } of corpora) expect(parts[0]!.bytes / 2e6).toBeCloseTo(1, 2);
  });

  it('refuses text without a vocabulary, and too little text', async () => {
    const code = 'BERTKIT_BENCH_USAGE';
    const text = { 'text-en': [await textFile(149_000)] };
    const prepare = (given: Record<string, string[]>) => prepareCorpora({ given, rounds: 1, directory });
    await expect(prepare(text)).rejects.toMatchObject({ code, message: expect.stringContaining('--vocab-en') });
    await expect(prepare({ ...text, 'vocab-en': [vocabulary] })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/0\.1\d MB, too little for --runs 1/),
    });
  });
});
