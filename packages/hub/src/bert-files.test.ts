import { describe, expect, it } from 'vitest';
import { bertFiles } from './bert-files.js';

const shards = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'];
const binShards = ['pytorch_model-00001-of-00002.bin', 'pytorch_model-00002-of-00002.bin'];
const chosen = (...names: string[]) => new Set(bertFiles(names));

describe('bertFiles', () => {
  it('takes config, tokenizer and weights, and nothing for other frameworks', () => {
    const wanted = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'vocab.txt', 'special_tokens_map.json'];
    const others = [
      ...['.gitattributes', 'README.md', 'tf_model.h5', 'flax_model.msgpack', 'rust_model.ot', 'onnx/model.onnx'],
      ...[
        'onnx/config.json',
        'coreml/model.mlpackage',
        'openvino/openvino_model.xml',
        'training_args.bin',
        'xmodel.safetensors',
      ],
    ];
    expect(chosen(...wanted, 'model.safetensors', ...others)).toEqual(new Set([...wanted, 'model.safetensors']));
  });

  it('takes weights in one form, the preferred one that is there', () => {
    const index = 'model.safetensors.index.json';
    const binIndex = 'pytorch_model.bin.index.json';
    const all = ['pytorch_model.bin', binIndex, ...binShards, index, ...shards];
    expect(chosen('model.safetensors', ...all)).toEqual(new Set(['model.safetensors']));
    expect(chosen(...all)).toEqual(new Set([index, ...shards]));
    expect(chosen('pytorch_model.bin', binIndex, ...binShards, ...shards)).toEqual(new Set(['pytorch_model.bin']));
    expect(chosen(binIndex, ...binShards)).toEqual(new Set([binIndex, ...binShards]));
    expect(chosen('README.md')).toEqual(new Set());
  });

  it('takes the modules of sentence-transformers, where there are any', () => {
    const modules = ['1_Pooling/config.json', '2_Dense/config.json', '2_Dense/model.safetensors'];
    const wanted = ['modules.json', 'sentence_bert_config.json', 'config.json', 'model.safetensors', ...modules];
    expect(chosen(...wanted, '2_Dense/pytorch_model.bin', 'onnx/config.json')).toEqual(new Set(wanted));
    expect(chosen('config.json', ...modules)).toEqual(new Set(['config.json']));
  });

  it('takes the transformer of old sentence-transformers out of its folder', () => {
    const wanted = [
      'modules.json',
      '0_Transformer/config.json',
      '0_Transformer/pytorch_model.bin',
      '0_Transformer/vocab.txt',
    ];
    expect(chosen(...wanted, 'README.md')).toEqual(new Set(wanted));
  });
});
