import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BertConfig, hiddenActs } from './config.js';
import { parseConfig, serializeConfig } from './config-json.js';
import { ConfigError } from './errors.js';

function problemsOf(json: unknown): readonly string[] {
  try {
    parseConfig(json, 'config.json');
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

const configs = fc
  .record({
    vocabSize: fc.integer({ min: 1, max: 100_000 }),
    headCount: fc.integer({ min: 1, max: 16 }),
    headSize: fc.integer({ min: 1, max: 64 }),
    numHiddenLayers: fc.integer({ min: 0, max: 48 }),
    hiddenAct: fc.constantFrom(...hiddenActs),
    dropout: fc.double({ min: 0, max: 1, noNaN: true }),
    initializerRange: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 10, noNaN: true })),
    padTokenId: fc.constantFrom(0, null),
    tieWordEmbeddings: fc.boolean(),
    id2label: fc.option(fc.array(fc.string(), { minLength: 2 })),
    problemType: fc.constantFrom('regression' as const, 'single_label_classification' as const, null),
  })
  .map(({ headCount, headSize, dropout, ...fields }): BertConfig => {
    const defaults = parseConfig({}, 'defaults');
    const sizes = { numAttentionHeads: headCount, hiddenSize: headCount * headSize };
    return { ...defaults, ...fields, ...sizes, hiddenDropoutProb: dropout, classifierDropout: dropout };
  });

describe('parseConfig', () => {
  it('gives absent fields the defaults of transformers, which are bert-base', () => {
    expect(parseConfig('{}', 'config.json')).toEqual({
      vocabSize: 30522,
      hiddenSize: 768,
      numHiddenLayers: 12,
      numAttentionHeads: 12,
      intermediateSize: 3072,
      hiddenAct: 'gelu',
      hiddenDropoutProb: 0.1,
      attentionProbsDropoutProb: 0.1,
      classifierDropout: null,
      maxPositionEmbeddings: 512,
      typeVocabSize: 2,
      initializerRange: 0.02,
      layerNormEps: 1e-12,
      padTokenId: 0,
      tieWordEmbeddings: true,
      id2label: null,
      problemType: null,
      otherFields: {},
    });
  });

  it('names every fault of a file at once', () => {
    expect(problemsOf({ hidden_size: 'eight', hidden_act: 'gelu_max', is_decoder: true, layer_norm_eps: -1 })).toEqual([
      'hidden_size is "eight", but must be a whole number from 1 to 2147483647.',
      expect.stringContaining('hidden_act is "gelu_max", but must be one of gelu, '),
      'layer_norm_eps is -1, but must be a number, 0 or more.',
      'is_decoder is true: a causal mask makes another model, which bertkit does not have.',
    ]);
  });

  it.each([
    ['a size of 0', { vocab_size: 0 }],
    ['a size of 2.5', { hidden_size: 2.5 }],
    ['a size of null', { hidden_size: null }],
    ['a size beyond any memory', { hidden_size: 2 ** 40 }],
    ['more layers than any model', { num_hidden_layers: 1e9 }],
    ['a table beyond 2^31 numbers', { vocab_size: 2 ** 22, hidden_size: 768 }],
    ['heads that do not divide', { hidden_size: 8, num_attention_heads: 3 }],
    ['a probability above 1', { hidden_dropout_prob: 1.1 }],
    ['a text for a flag', { tie_word_embeddings: 'true' }],
    ['a pad token outside the vocabulary', { vocab_size: 5, pad_token_id: 5 }],
    ['another model', { model_type: 'roberta' }],
    ['cross-attention', { add_cross_attention: true }],
    ['relative positions', { position_embedding_type: 'relative_key' }],
    ['pruned heads', { pruned_heads: { 0: [1] } }],
    ['quantized weights', { quantization_config: { bits: 4 } }],
    ['labels that begin at 1', { id2label: { 1: 'a', 2: 'b' } }],
    ['labels that are no names', { id2label: { 0: 7 } }],
    ['a list of labels', { id2label: ['a', 'b'] }],
    ['two counts of labels', { id2label: { 0: 'a', 1: 'b' }, num_labels: 3 }],
    ['a count of labels beyond any memory', { num_labels: 2 ** 40 }],
    ['a classifier beyond 2^31 numbers', { num_labels: 10 ** 6, hidden_size: 3000, vocab_size: 5 }],
    ['one label for a choice', { id2label: { 0: 'a' }, problem_type: 'single_label_classification' }],
    ['an unknown loss', { problem_type: 'ranking' }],
    ['a list', [1]],
    ['a file cut short', '{"hidden_size": 7'],
    ['a key that stands twice', '{"hidden_size": 12, "hidden_size": 24}'],
  ])('refuses %s, in one sentence', (_, json) => {
    expect(problemsOf(json)).toHaveLength(1);
  });

  it.each([
    { position_embedding_type: 'absolute', is_decoder: false, add_cross_attention: false, pruned_heads: {} },
    { model_type: 'bert', num_hidden_layers: 0, pad_token_id: null, id2label: null, problem_type: null },
  ])('takes fields that say nothing', (json) => {
    expect(problemsOf(json)).toEqual([]);
  });

  // As published, without the fields that all of them have at bert-base's values.
  it.each([
    [
      'of Google (no model_type)',
      { num_hidden_layers: 2, hidden_size: 128, num_attention_heads: 2, intermediate_size: 512 },
    ],
    [
      'bert-base-uncased',
      {
        architectures: ['BertForMaskedLM'],
        gradient_checkpointing: false,
        model_type: 'bert',
        pad_token_id: 0,
        position_embedding_type: 'absolute',
        transformers_version: '4.6.0.dev0',
        use_cache: true,
      },
    ],
    [
      'bert-base-multilingual-cased',
      {
        directionality: 'bidi',
        model_type: 'bert',
        pooler_fc_size: 768,
        pooler_num_attention_heads: 12,
        pooler_num_fc_layers: 3,
        pooler_size_per_head: 128,
        pooler_type: 'first_token_transform',
        vocab_size: 119547,
      },
    ],
    ['MiniLM-L12-H384', { hidden_size: 384, intermediate_size: 1536, model_type: 'bert' }],
    [
      'all-MiniLM-L6-v2',
      {
        _name_or_path: 'nreimers/MiniLM-L6-H384-uncased',
        architectures: ['BertModel'],
        hidden_size: 384,
        intermediate_size: 1536,
        model_type: 'bert',
        num_hidden_layers: 6,
      },
    ],
    [
      'TinyBERT, general',
      {
        cell: {},
        model_type: 'bert',
        emb_size: 312,
        hidden_size: 312,
        intermediate_size: 1200,
        num_hidden_layers: 4,
        pre_trained: '',
        structure: [],
      },
    ],
    [
      'TinyBERT, fine-tuned (no model_type)',
      {
        finetuning_task: 'sst-2',
        num_labels: 2,
        output_attentions: true,
        output_hidden_states: true,
        output_intermediate: true,
        output_past: true,
        pre_trained: '',
        pruned_heads: {},
        torchscript: false,
        training: '',
        use_bfloat16: false,
      },
    ],
    [
      'of a star rating',
      {
        _num_labels: 5,
        finetuning_task: 'sentiment-analysis',
        id2label: { 0: '1 star', 1: '2 stars', 2: '3 stars', 3: '4 stars', 4: '5 stars' },
        label2id: { '1 star': 0, '2 stars': 1, '3 stars': 2, '4 stars': 3, '5 stars': 4 },
        model_type: 'bert',
        output_past: true,
        vocab_size: 105879,
      },
    ],
    [
      'as transformers 4 saved all fields',
      {
        _num_labels: 2,
        add_cross_attention: false,
        bad_words_ids: null,
        bos_token_id: null,
        chunk_size_feed_forward: 0,
        cross_attention_hidden_size: null,
        is_decoder: false,
        is_encoder_decoder: false,
        model_type: 'bert',
        problem_type: null,
        pruned_heads: {},
        tie_encoder_decoder: false,
        tie_word_embeddings: true,
        torch_dtype: 'float16',
        use_bfloat16: false,
      },
    ],
  ])('reads the config of %s, and writes the same', (_, json) => {
    const config = parseConfig(json, 'config.json');
    expect(JSON.parse(serializeConfig(config, { architecture: 'BertModel' }))).toMatchObject(
      Object.fromEntries(
        Object.entries(json).filter(([key]) => !/^(architectures|num_labels|torch_dtype|problem_type)$/.test(key)),
      ),
    );
  });

  it.each([
    [
      'roberta',
      /^model_type is "roberta": bertkit reads "bert" only, and lacks .*: positions that begin behind the padding/,
    ],
    ['distilbert', /: no segments and no pooler, under names of its own\.$/],
    ['gpt2', /^model_type is "gpt2": bertkit reads "bert" only\.$/],
    [null, /^model_type is null: bertkit reads "bert" only\.$/],
  ])('refuses model_type %s, and says what is missing', (modelType, message) => {
    expect(problemsOf({ model_type: modelType })).toEqual([expect.stringMatching(message)]);
  });

  it('keeps fields that it does not know, whatever their names', () => {
    const json = '{"directionality": "bidi", "__proto__": {"hidden_size": 4}, "torch_dtype": "float16"}';
    const { otherFields, hiddenSize } = parseConfig(json, 'config.json');
    expect(hiddenSize).toBe(768);
    expect(Object.entries(otherFields)).toEqual([
      ['directionality', 'bidi'],
      ['__proto__', { hidden_size: 4 }],
    ]);
  });

  it('reads labels in the order of their ids, and makes names where there is only their number', () => {
    expect(parseConfig({ id2label: { 1: 'b', 0: 'a', 2: 'c' } }, '').id2label).toEqual(['a', 'b', 'c']);
    expect(parseConfig({ num_labels: 3 }, '').id2label).toEqual(['LABEL_0', 'LABEL_1', 'LABEL_2']);
  });
});

describe('serializeConfig', () => {
  it('writes what parseConfig reads back', () => {
    fc.assert(
      fc.property(configs, (config) => {
        const { otherFields, ...rest } = parseConfig(serializeConfig(config, { architecture: 'BertModel' }), '');
        expect({ ...rest, otherFields: {} }).toEqual(config);
      }),
    );
  });

  it('keeps unknown fields, and replaces those that the new file makes untrue', () => {
    const config = parseConfig({ directionality: 'bidi', architectures: ['BertModel'], torch_dtype: 'bfloat16' }, '');
    const json = JSON.parse(serializeConfig(config, { architecture: 'BertForMaskedLM', dtype: 'float16' }));
    expect(json).toMatchObject({
      directionality: 'bidi',
      architectures: ['BertForMaskedLM'],
      dtype: 'float16',
      model_type: 'bert',
    });
    expect(json).not.toHaveProperty('torch_dtype');
    expect(Object.keys(json)).toEqual(Object.keys(json).sort());
  });

  it('writes a label for each id and an id for each label', () => {
    const config = parseConfig({ id2label: { 0: 'no', 1: 'yes' }, label2id: { LABEL_0: 0 } }, '');
    const json = JSON.parse(serializeConfig(config, { architecture: 'BertForSequenceClassification' }));
    expect(json).toMatchObject({ id2label: { 0: 'no', 1: 'yes' }, label2id: { no: 0, yes: 1 } });
  });

  it('writes floats with a point, as transformers insists', () => {
    const config = parseConfig({ initializer_range: 1, layer_norm_eps: 0 }, '');
    const text = serializeConfig(config, { architecture: 'BertModel' });
    expect(text).toContain('"initializer_range": 1.0,\n');
    expect(text).toContain('"layer_norm_eps": 0.0,\n');
  });
});
