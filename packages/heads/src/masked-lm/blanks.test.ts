import { describe, expect, it } from 'vitest';
import { topPredictions } from './blanks.js';

const logits = (rows: number[][]) =>
  ({ dtype: 'float32', shape: [rows.length, rows[0]?.length ?? 0], data: Float32Array.from(rows.flat()) }) as const;

describe('topPredictions', () => {
  it('gives probabilities over the whole vocabulary, the most probable first', () => {
    const [row] = topPredictions(logits([[0, Math.log(6), Math.log(2), 0]]), 2); // 1 : 6 : 2 : 1
    expect(row!.map(({ id, score }) => [id, Math.round(score * 1e6) / 1e6])).toEqual([
      [1, 0.6],
      [2, 0.2],
    ]);
  });

  it('takes the lower id of equals, and no more than there are', () => {
    expect(topPredictions(logits([[1, 1, 1]]), 9)[0]!.map(({ id }) => id)).toEqual([0, 1, 2]);
  });

  it('stands logits of any size', () => {
    expect(topPredictions(logits([[3e38, -3e38]]), 2)[0]).toEqual([
      { id: 0, score: 1 },
      { id: 1, score: 0 },
    ]);
  });

  it('answers each row, and none where there is none', () => {
    expect(
      topPredictions(
        logits([
          [0, 1],
          [1, 0],
        ]),
        1,
      ).map(([best]) => best!.id),
    ).toEqual([1, 0]);
    expect(topPredictions(logits([]), 5)).toEqual([]);
  });
});
