import { createConfig, initializeParameters, saveModel } from '@bertkit/model';
import { createMemoryFiles } from '@bertkit/runtime';
import { describe, expect, it } from 'vitest';
import type { Head } from '../head.js';
import { nextSentenceHead } from '../next-sentence/next-sentence.js';
import { tokenClassificationHead } from '../token-classification/token-classification.js';
import { encoderHead } from './encoder-head.js';
import { hasPooler } from './has-pooler.js';

const config = createConfig('tiny', { vocabSize: 5 });

describe('hasPooler', () => {
  it.each<[boolean, string, Head]>([
    [true, 'an encoder', encoderHead()],
    [false, 'an encoder without one', encoderHead({ pooler: false })],
    [true, 'a head that reads sequences', nextSentenceHead],
    [false, 'a head that reads tokens', tokenClassificationHead],
  ])('is %s for %s', async (expected, _, head) => {
    const files = createMemoryFiles();
    const parameters = initializeParameters(head.parameters(config), config, 1);
    await saveModel(files, { config, parameters, architecture: head.architecture });
    expect(await hasPooler(files)).toBe(expected);
  });
});
