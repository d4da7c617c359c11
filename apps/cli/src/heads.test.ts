import { createMemoryFiles } from '@bertkit/runtime';
import { describe, expect, it } from 'vitest';
import { headName, savedHead } from './heads.js';

const directory = (config: object, files: Readonly<Record<string, string>> = {}) =>
  createMemoryFiles({ 'config.json': JSON.stringify({ model_type: 'bert', ...config }), ...files });

describe('headName', () => {
  it.each([
    ['masked-lm', 'masked-lm'],
    ['masked_lm', 'masked-lm'],
    ['BertForMaskedLM', 'masked-lm'],
    ['base', 'base'],
    ['BertModel', 'base'],
    ['sentence_embedding', 'sentence-embedding'],
  ])('reads %s as %s', (text, name) => {
    expect(headName(text)).toBe(name);
  });

  it.each(['', 'toString', 'bert', 'MASKED-LM'])('refuses %j', (text) => {
    expect(() => headName(text)).toThrow('It must be one of base, masked-lm,');
  });
});

describe('savedHead', () => {
  it('is what config.json says, or none beside the modules of a sentence model', async () => {
    const config = { architectures: ['BertForQuestionAnswering'] };
    expect(await savedHead(directory(config))).toBe('question-answering');
    expect(await savedHead(directory(config, { 'modules.json': '[]' }))).toBe('base');
  });

  it('is asked for where the config does not say, or names another', async () => {
    await expect(savedHead(directory({}))).rejects.toThrow('config.json in memory has no architectures: name a --head');
    await expect(savedHead(directory({ architectures: ['BertLMHeadModel'] }))).rejects.toThrow(
      'has the architecture "BertLMHeadModel": name a --head, one of base, masked-lm',
    );
  });
});
