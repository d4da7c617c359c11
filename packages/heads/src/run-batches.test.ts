import type { Session, TensorData } from '@bertkit/runtime';
import { createTokenizer } from '@bertkit/tokenizer';
import { describe, expect, it } from 'vitest';
import { batchFeeds, runBatches } from './run-batches.js';

const tokenizer = createTokenizer({ vocabulary: ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b', 'c'] });
const encodings = ['a', 'a b c', '', 'b c'].map((text) => tokenizer.encode(text));

/** Gives back the ids it is fed, and remembers their shapes. */
function echo(shapes: (readonly number[])[]): Session {
  const run = async ({ input_ids: ids }: Record<string, TensorData>) => {
    shapes.push(ids!.shape);
    return { ids };
  };
  return { run } as unknown as Session;
}

describe('batchFeeds', () => {
  it('pads at the end, where the mask is 0', () => {
    const feeds = batchFeeds([encodings[0]!, encodings[1]!]);
    expect(feeds['input_ids']).toEqual({
      dtype: 'int32',
      shape: [2, 5],
      data: Int32Array.of(2, 5, 3, 0, 0, 2, 5, 6, 7, 3),
    });
    expect([...feeds['attention_mask']!.data]).toEqual([1, 1, 1, 0, 0, 1, 1, 1, 1, 1]);
  });
});

describe('runBatches', () => {
  it('runs like lengths together and says which is which', async () => {
    const shapes: (readonly number[])[] = [];
    const rows: string[] = [];
    for await (const { indices, outputs } of runBatches(echo(shapes), encodings, ['ids'], { maxTokens: 10 })) {
      const [, length = 0] = outputs.ids.shape;
      for (const [row, index] of indices.entries())
        rows[index] = tokenizer.decode([...outputs.ids.data.subarray(row * length, (row + 1) * length)], {
          skipSpecialTokens: true,
        });
    }
    expect(rows).toEqual(['a', 'a b c', '', 'b c']);
    expect(shapes).toEqual([
      [2, 5],
      [2, 3],
    ]);
  });

  it('stops between batches when it is aborted', async () => {
    const controller = new AbortController();
    const shapes: (readonly number[])[] = [];
    const results = runBatches(echo(shapes), encodings, ['ids'], { maxTokens: 5, signal: controller.signal });
    await results.next();
    controller.abort();
    await expect(results.next()).rejects.toThrow('aborted');
    expect(shapes.length).toBe(1);
  });
});
