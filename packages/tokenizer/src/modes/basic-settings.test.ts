import { describe, expect, it } from 'vitest';
import { type BertDefinitionOptions, bertDefinition } from '../bert-definition.js';
import type { TokenizerMode } from '../definition.js';
import { basicSettings } from './basic-settings.js';

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const define = (mode: TokenizerMode, options: Partial<BertDefinitionOptions> = {}) =>
  bertDefinition({ vocabulary, mode, ...options });

describe('basicSettings', () => {
  it('strips accents where text is lowercased, if nothing else is said', () => {
    expect(basicSettings(define('google'))).toEqual({ lowercase: true, stripAccents: true, handleChineseChars: true });
    expect(basicSettings(define('hf-slow', { lowercase: false })).stripAccents).toBe(false);
    expect(basicSettings(define('hf-slow', { stripAccents: false })).stripAccents).toBe(false);
    expect(basicSettings(define('google', { stripAccents: true })).stripAccents).toBe(true);
  });

  it('refuses what a mode does not have, by name', () => {
    const slow = define('hf-slow');
    expect(() => basicSettings(define('hf-slow', { cleanText: false }))).toThrow(
      "Mode 'hf-slow' always cleans text, but cleanText is false.",
    );
    expect(() => basicSettings({ ...slow, normalizer: [...slow.normalizer, { type: 'NFD' }] })).toThrow(
      /the normalizer is BertNormalizer, NFD/,
    );
    expect(() => basicSettings({ ...slow, preTokenizer: [] })).toThrow(/the pre-tokenizer is none/);
    expect(() => basicSettings(define('google', { stripAccents: false }))).toThrow(
      /stripAccents is false and lowercase is true/,
    );
    expect(() => basicSettings(define('google', { handleChineseChars: false }))).toThrow(/handleChineseChars is false/);
  });
});
