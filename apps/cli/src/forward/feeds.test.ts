import { createConfig } from '@bertkit/model';
import { describe, expect, it } from 'vitest';
import { readFeeds } from './feeds.js';

const config = { ...createConfig('tiny', { vocabSize: 30, maxPositionEmbeddings: 4 }), hiddenSize: 2 };
const read = (lists: unknown, hasChoices = false) => readFeeds(lists, { config, hasChoices });

describe('readFeeds', () => {
  it('takes ids alone: everything is attended to, and of type 0', () => {
    const { shape, tensors } = read({
      input_ids: [
        [1, 2, 3],
        [4, 5, 29],
      ],
    });
    expect(shape).toEqual([2, 3]);
    expect(tensors).toEqual({
      input_ids: { dtype: 'int32', shape: [2, 3], data: Int32Array.of(1, 2, 3, 4, 5, 29) },
      attention_mask: { dtype: 'uint8', shape: [2, 3], data: new Uint8Array(6).fill(1) },
      token_type_ids: { dtype: 'int32', shape: [2, 3], data: new Int32Array(6) },
    });
  });

  it('takes all that transformers takes; any number but 0 attends', () => {
    const { tensors } = read({
      inputs_embeds: [
        [
          [0.5, 1],
          [2, 3],
        ],
      ],
      attention_mask: [[7, 0]],
      token_type_ids: [[0, 1]],
      position_ids: [[3, 0]],
    });
    expect(tensors['inputs_embeds']).toEqual({
      dtype: 'float32',
      shape: [1, 2, 2],
      data: Float32Array.of(0.5, 1, 2, 3),
    });
    expect([...tensors['attention_mask']!.data]).toEqual([1, 0]);
    expect([...tensors['token_type_ids']!.data]).toEqual([0, 1]);
    expect([...tensors['position_ids']!.data]).toEqual([3, 0]);
    expect(tensors['input_ids']).toBeUndefined();
  });

  it('puts choices below each other', () => {
    const { shape, tensors } = read(
      {
        input_ids: [
          [
            [1, 2],
            [3, 4],
          ],
        ],
        attention_mask: [
          [
            [1, 0],
            [1, 1],
          ],
        ],
      },
      true,
    );
    expect(shape).toEqual([1, 2, 2]);
    expect(tensors['input_ids']?.shape).toEqual([2, 2]);
    expect([...tensors['attention_mask']!.data]).toEqual([1, 0, 1, 1]);
  });

  it('takes more tokens than positions where positions are given', () => {
    const input_ids = [[1, 2, 3, 4, 5]];
    expect(() => read({ input_ids })).toThrow(
      'The sequences have 5 tokens, but max_position_embeddings in config.json is 4.',
    );
    expect(read({ input_ids, position_ids: [[0, 1, 2, 3, 3]] }).shape).toEqual([1, 5]);
  });

  it.each([
    [[[1]], 'The feeds must be a JSON object with input_ids'],
    [null, 'The feeds must be a JSON object'],
    [{}, 'The feeds have neither input_ids nor inputs_embeds: give one of them.'],
    [{ input_ids: [[1]], inputs_embeds: [[[1, 2]]] }, 'The feeds have input_ids and inputs_embeds: give one of them.'],
    [{ input_ids: [[1]], labels: [[1]] }, 'The feeds have "labels", but the model takes input_ids, inputs_embeds,'],
    [{ input_ids: [[30]] }, 'input_ids[0][0] is 30, but with vocab_size 30 in config.json it must be a whole number'],
    [{ input_ids: [[1.5]] }, 'input_ids[0][0] is 1.5, but'],
    [{ input_ids: [[-1]] }, 'input_ids[0][0] is -1, but'],
    [{ input_ids: [[1, 2]], token_type_ids: [[0, 2]] }, 'token_type_ids[0][1] is 2, but with type_vocab_size 2'],
    [{ input_ids: [[1, 2]], attention_mask: [[1]] }, 'attention_mask is [1, 1], but input_ids has [1, 2] tokens.'],
    [
      { inputs_embeds: [[[1, 2, 3]]] },
      'inputs_embeds has 3 numbers for each token, but hidden_size in config.json is 2.',
    ],
    [{ input_ids: [1, 2] }, 'input_ids[0] must be a list: input_ids has 2 levels of lists.'],
  ])('refuses %j', (lists, message) => {
    expect(() => read(lists)).toThrow(message);
  });
});
