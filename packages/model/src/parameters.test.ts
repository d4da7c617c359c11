import { describe, expect, it } from 'vitest';
import type { BertConfig } from './config.js';
import { parseConfig } from './config-json.js';
import { encoderParameters, groupParameters, linearParameters, parameterCount } from './parameters.js';

const config: BertConfig = parseConfig(
  {
    vocab_size: 11,
    hidden_size: 4,
    num_hidden_layers: 1,
    num_attention_heads: 2,
    intermediate_size: 6,
    max_position_embeddings: 7,
    type_vocab_size: 3,
  },
  'test',
);

describe('encoderParameters', () => {
  it('has the names, shapes and order of BertModel in transformers', () => {
    const specs = encoderParameters(config, { pooler: true });
    expect(specs.map(({ name, shape }) => `${name} ${shape.join('x')}`)).toEqual([
      'bert.embeddings.word_embeddings.weight 11x4',
      'bert.embeddings.position_embeddings.weight 7x4',
      'bert.embeddings.token_type_embeddings.weight 3x4',
      'bert.embeddings.LayerNorm.weight 4',
      'bert.embeddings.LayerNorm.bias 4',
      'bert.encoder.layer.0.attention.self.query.weight 4x4',
      'bert.encoder.layer.0.attention.self.query.bias 4',
      'bert.encoder.layer.0.attention.self.key.weight 4x4',
      'bert.encoder.layer.0.attention.self.key.bias 4',
      'bert.encoder.layer.0.attention.self.value.weight 4x4',
      'bert.encoder.layer.0.attention.self.value.bias 4',
      'bert.encoder.layer.0.attention.output.dense.weight 4x4',
      'bert.encoder.layer.0.attention.output.dense.bias 4',
      'bert.encoder.layer.0.attention.output.LayerNorm.weight 4',
      'bert.encoder.layer.0.attention.output.LayerNorm.bias 4',
      'bert.encoder.layer.0.intermediate.dense.weight 6x4',
      'bert.encoder.layer.0.intermediate.dense.bias 6',
      'bert.encoder.layer.0.output.dense.weight 4x6',
      'bert.encoder.layer.0.output.dense.bias 4',
      'bert.encoder.layer.0.output.LayerNorm.weight 4',
      'bert.encoder.layer.0.output.LayerNorm.bias 4',
      'bert.pooler.dense.weight 4x4',
      'bert.pooler.dense.bias 4',
    ]);
  });

  it('has no pooler where none is asked for, and no layer where the config has none', () => {
    const names = encoderParameters({ ...config, numHiddenLayers: 0 }, { pooler: false }).map(({ name }) => name);
    expect(names).toHaveLength(5);
  });
});

describe('linearParameters', () => {
  it('counts a classifier by its labels, two where they have no names', () => {
    const classifier = (of: BertConfig) => linearParameters(of, 'classifier', { from: 'hiddenSize', to: 'numLabels' });
    expect(classifier({ ...config, id2label: ['a', 'b', 'c'] }).map(({ shape }) => shape)).toEqual([[3, 4], [3]]);
    expect(classifier(config).map(({ shape }) => shape)).toEqual([[2, 4], [2]]);
  });
});

describe('groupParameters', () => {
  it('puts each parameter to the part of the model it belongs to', () => {
    const specs = [
      ...encoderParameters({ ...config, numHiddenLayers: 12 }, { pooler: true }),
      ...linearParameters(config, 'cls.predictions.transform.dense', { from: 'hiddenSize', to: 'hiddenSize' }),
      ...linearParameters(config, 'cls.seq_relationship', { from: 'hiddenSize', to: 2 }),
      ...linearParameters(config, 'qa_outputs', { from: 'hiddenSize', to: 2 }),
    ];
    const groups = groupParameters(specs);
    expect([...groups.keys()]).toEqual([
      'embeddings',
      ...Array.from({ length: 12 }, (_, i) => `encoder.layer.${i}`),
      'pooler',
      'cls.predictions',
      'cls.seq_relationship',
      'qa_outputs',
    ]);
    // 4 · (4·4 + 4) attention, (6·4 + 6) + (4·6 + 4) feed-forward, 2 · (4 + 4) LayerNorms
    expect(parameterCount(groups.get('encoder.layer.11')!)).toBe(80 + 30 + 28 + 16);
    expect([...groups.values()].flat()).toEqual(specs);
  });
});
