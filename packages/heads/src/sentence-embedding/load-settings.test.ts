import { createMemoryFiles, type Files } from '@bertkit/runtime';
import { describe, expect, it } from 'vitest';
import { loadSentenceSettings } from './load-settings.js';

const config = { model_type: 'bert', max_position_embeddings: 40 };
const modulesOf = (...types: string[]) =>
  types.map((type, idx) => ({ idx, name: `${idx}`, path: idx === 0 ? '' : `${idx}_Part`, type }));
const transformer = 'sentence_transformers.models.Transformer';
const pooling = 'sentence_transformers.models.Pooling';

/** A directory of JSON files; a text stands for itself. */
async function directory(contents: Readonly<Record<string, unknown>>): Promise<Files> {
  const files = createMemoryFiles();
  for (const [name, content] of Object.entries({ 'config.json': config, ...contents })) {
    await files.write(name, new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content)));
  }
  return files;
}

const sentenceModel = {
  'modules.json': modulesOf(transformer, pooling),
  '1_Part/config.json': { embedding_dimension: 8, pooling_mode: 'mean', include_prompt: true },
};

const settingsOf = async (contents: Readonly<Record<string, unknown>>) =>
  loadSentenceSettings(await directory(contents));
const poolingOf = async (content: object) =>
  (await settingsOf({ ...sentenceModel, '1_Part/config.json': content })).pooling;

describe('loadSentenceSettings', () => {
  it('takes a BERT that is no sentence model for one that means', async () => {
    expect(await settingsOf({})).toEqual({
      pooling: ['mean'],
      normalize: false,
      includePrompt: true,
      prompts: { query: '', document: '' },
      defaultPromptName: null,
      similarity: 'cosine',
      maxSequenceLength: 40,
      doLowerCase: false,
    });
  });

  it('reads a directory whole', async () => {
    const settings = await settingsOf({
      'modules.json': modulesOf('a.b.Transformer', 'c.Pooling', 'Normalize'),
      '1_Part/config.json': { embedding_dimension: 8, pooling_mode: ['max', 'cls'], include_prompt: false },
      'config_sentence_transformers.json': {
        prompts: { query: 'find: ', none: null },
        default_prompt_name: 'query',
        similarity_fn_name: 'dot',
      },
      'sentence_bert_config.json': { max_seq_length: 16, do_lower_case: true },
    });
    expect(settings).toEqual({
      pooling: ['max', 'cls'],
      normalize: true,
      includePrompt: false,
      prompts: { query: 'find: ', document: '', none: '' },
      defaultPromptName: 'query',
      similarity: 'dot',
      maxSequenceLength: 16,
      doLowerCase: true,
    });
  });

  it('reads the flags of old files, in their own order, and takes the mean where none is set', async () => {
    expect(await poolingOf({ pooling_mode_cls_token: true })).toEqual(['cls']);
    expect(
      await poolingOf({
        pooling_mode_mean_sqrt_len_tokens: true,
        pooling_mode_max_tokens: true,
        pooling_mode_mean_tokens: false,
      }),
    ).toEqual(['max', 'mean_sqrt_len_tokens']);
    expect(await poolingOf({ word_embedding_dimension: 8, pooling_mode_mean_tokens: false })).toEqual(['mean']);
    expect(await poolingOf({ pooling_mode: 'lasttoken', pooling_mode_cls_token: true })).toEqual(['lasttoken']);
  });

  it('cuts at what sentence_bert_config.json says, else tokenizer_config.json, and never beyond the positions', async () => {
    const length = async (bert: object, tokenizer: object) => {
      const files = { 'sentence_bert_config.json': bert, 'tokenizer_config.json': tokenizer };
      return (await settingsOf({ ...sentenceModel, ...files })).maxSequenceLength;
    };
    expect(await length({ max_seq_length: 30 }, { model_max_length: 20 })).toBe(30);
    expect(await length({}, { model_max_length: 20 })).toBe(20);
    expect(await length({ max_seq_length: null }, { model_max_length: 1e30 })).toBe(40);
    expect(await length({ max_seq_length: 512 }, {})).toBe(40);
  });

  it('has prompts by any name, even one that objects have by themselves', async () => {
    const prompts = '{ "prompts": { "__proto__": "a", "constructor": "b" } }';
    const settings = await settingsOf({ ...sentenceModel, 'config_sentence_transformers.json': prompts });
    expect(Object.entries(settings.prompts)).toEqual(
      expect.arrayContaining([
        ['__proto__', 'a'],
        ['constructor', 'b'],
      ]),
    );
  });

  const inMain = (content: object) => ({ ...sentenceModel, 'config_sentence_transformers.json': content });
  const inPooling = (content: unknown) => ({ ...sentenceModel, '1_Part/config.json': content });
  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    [
      'a module that bertkit does not have',
      { ...sentenceModel, 'modules.json': modulesOf(transformer, pooling, 'sentence_transformers.models.Dense') },
      'has the modules Transformer, Pooling, Dense, but bertkit runs Transformer, Pooling and, if there is one, Normalize',
    ],
    ['modules in another order', { 'modules.json': modulesOf(pooling, transformer) }, 'Pooling, Transformer, but'],
    ['no modules', { 'modules.json': [] }, 'has the modules (none), but'],
    ['modules that are no list', { 'modules.json': {} }, 'must hold a list of modules'],
    ['a module without a path', { 'modules.json': [{ type: 'Pooling' }] }, 'module 0 is {"type":"Pooling"}, but'],
    [
      'a BERT in a folder',
      { 'modules.json': [{ type: 'Transformer', path: '0_T' }, ...modulesOf(transformer, pooling).slice(1)] },
      'the Transformer lies in "0_T"',
    ],
    [
      'a folder outside of the directory',
      { 'modules.json': [modulesOf(transformer)[0], { type: 'Pooling', path: '../other' }] },
      '../other',
    ],
    ['no file for the pooling', { 'modules.json': sentenceModel['modules.json'] }, 'has no 1_Part/config.json, which'],
    ['a pooling that is not known', inPooling({ pooling_mode: 'median' }), 'pooling_mode is "median", but must be'],
    ['no pooling at all', inPooling({ pooling_mode: [] }), 'pooling_mode is [], but must be one of cls, max,'],
    ['a pooling that comes twice', inPooling({ pooling_mode: ['cls', 'cls'] }), 'or a list of them, each once'],
    ['a flag that is none', inPooling({ pooling_mode_cls_token: 1 }), 'pooling_mode_cls_token is 1, but must be true'],
    ['a list in the place of fields', inPooling([]), 'must hold a JSON object'],
    ['what is no JSON', inPooling('{'), '1_Part/config.json in memory is not sound JSON: '],
    ['a similarity that is not known', inMain({ similarity_fn_name: 'maxsim' }), 'similarity_fn_name is "maxsim", but'],
    ['prompts that are no texts', inMain({ prompts: { a: 1 } }), 'prompts is {"a":1}, but must be an object of texts'],
    [
      'a default prompt that is none of the prompts',
      inMain({ prompts: { a: 'x' }, default_prompt_name: 'toString' }),
      'default_prompt_name is "toString", but prompts has query, document, a.',
    ],
    [
      'a length that is none',
      { ...sentenceModel, 'sentence_bert_config.json': { max_seq_length: 0 } },
      'max_seq_length is 0, but must be a whole number above 0.',
    ],
    [
      'a model that does something else',
      { ...sentenceModel, 'sentence_bert_config.json': { transformer_task: 'fill-mask' } },
      'transformer_task is "fill-mask", but must be one of feature-extraction.',
    ],
  ])('refuses %s', async (_, contents, message) => {
    const error: unknown = await settingsOf(contents).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      message: expect.stringContaining(message),
      code: expect.stringMatching(/^BERTKIT_/),
    });
  });

  it('refuses a file that is far too large before it reads it', async () => {
    const files = await directory(sentenceModel);
    const hostile: Files = {
      ...files,
      size: async (name) => (name === 'modules.json' ? 2 ** 40 : files.size(name)),
      read: (name) => (name === 'modules.json' ? Promise.reject(new Error('read')) : files.read(name)),
    };
    await expect(loadSentenceSettings(hostile)).rejects.toThrow(
      'has 1099511627776 bytes, above the limit of 33554432.',
    );
  });
});
