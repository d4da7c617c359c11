import { encoderHead, loadModel, pretrainingHead } from '@bertkit/heads';
import { createMemoryFiles } from '@bertkit/runtime';
import { createNodeRuntime } from '@bertkit/runtime-node';
import { loadTokenizer } from '@bertkit/tokenizer';
import { describe, expect, it } from 'vitest';
import { madeVocabulary, writeRandomCheckpoint } from './random-checkpoint.js';

describe('writeRandomCheckpoint', () => {
  it('writes a directory that loads whole, and with the encoder alone', async () => {
    const files = createMemoryFiles();
    await writeRandomCheckpoint(files, { size: 'tiny', seed: 1 });
    const runtime = createNodeRuntime({ threads: 1 });
    await using whole = await loadModel(runtime, files, pretrainingHead);
    expect(whole.config).toMatchObject({ hiddenSize: 128, vocabSize: 30522 });
    expect(whole.unexpected).toEqual([]);
    await using encoder = await loadModel(runtime, files, encoderHead());
    expect(encoder.initialized).toEqual([]);
    const tokenizer = await loadTokenizer(files);
    expect(tokenizer.vocabularySize).toBe(30522);
    expect(tokenizer.encode('Cats sleep.').tokens).toEqual(['[CLS]', 'cat', '##s', 'sle', '##ep', '.', '[SEP]']);
  });

  it('writes the same for the same seed', async () => {
    const written = await Promise.all(
      [7, 7, 8].map(async (seed) => {
        const files = createMemoryFiles();
        await writeRandomCheckpoint(files, { size: 'tiny', seed });
        const bytes = await files.read('model.safetensors');
        return new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes))).join();
      }),
    );
    expect(written[1]).toBe(written[0]);
    expect(written[2]).not.toBe(written[0]);
  });
});

describe('madeVocabulary', () => {
  it('has as many pieces as asked for, each once', () => {
    const vocabulary = madeVocabulary(30522);
    expect(vocabulary).toHaveLength(30522);
    expect(new Set(vocabulary).size).toBe(30522);
  });
});
