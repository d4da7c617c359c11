import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MergeQueue } from './merge-queue.js';

describe('MergeQueue', () => {
  it('has nothing at first, nor after the last', () => {
    const queue = new MergeQueue();
    expect(queue.pop()).toBeUndefined();
    queue.push({ pair: 1, count: 1, words: [] });
    expect(queue.pop()?.pair).toBe(1);
    expect(queue.pop()).toBeUndefined();
  });

  it('gives the most frequent first, of equals the smallest pair, whatever was pushed when', () => {
    // A number is pushed, null pops.
    const steps = fc.array(fc.option(fc.record({ pair: fc.nat(9), count: fc.nat(5) })));
    fc.assert(
      fc.property(steps, (actions) => {
        const queue = new MergeQueue();
        const model: { pair: number; count: number }[] = [];
        for (const merge of actions) {
          if (merge !== null) {
            queue.push({ ...merge, words: [] });
            model.push(merge);
          } else {
            model.sort((x, y) => y.count - x.count || x.pair - y.pair);
            const { pair, count } = queue.pop() ?? {};
            expect({ pair, count }).toEqual(model.shift() ?? {});
          }
        }
      }),
    );
  });
});
