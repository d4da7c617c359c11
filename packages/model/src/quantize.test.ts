import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MatrixRows, quantizeLinear, quantizeTable } from './quantize.js';

const matrix = (rows: readonly (readonly number[])[]): MatrixRows => ({
  rowCount: rows.length,
  width: rows[0]?.length ?? 0,
  read: async (from, to) => Float32Array.from(rows.slice(from, to).flat()),
});

describe('quantizeTable', () => {
  it('gives the largest number of each row the level 127', async () => {
    const { values, scales } = await quantizeTable(
      matrix([
        [1.27, -0.5, 0.004],
        [0, -254, 2],
      ]),
    );
    expect([...values]).toEqual([127, -50, 0, 0, -127, 1]);
    expect(scales[0]).toBeCloseTo(0.01, 8);
    expect(scales[1]).toBe(2);
  });

  it('takes a row of zeros', async () => {
    const { values, scales } = await quantizeTable(matrix([[0, 0]]));
    expect([...values]).toEqual([0, 0]);
    expect(scales[0]).toBeGreaterThan(0);
  });
});

describe('quantizeLinear', () => {
  it('uses levels up to 63 and gives the matrix transposed', async () => {
    const { values, scales } = await quantizeLinear(
      matrix([
        [63, -31],
        [-126, 2],
      ]),
    );
    expect([...values]).toEqual([63, -63, -31, 1]);
    expect([...scales]).toEqual([1, 2]);
  });

  it('is the same whether it is read in one piece or in several', async () => {
    // 2 500 rows of 900 are read in more than one piece, and no number of rows divides the other.
    const rows = Array.from({ length: 2500 }, (_, r) => Array.from({ length: 900 }, (_, i) => Math.sin(r * 900 + i)));
    const { values, scales } = await quantizeLinear(matrix(rows));
    for (const row of [0, 63, 64, 1151, 1152, 2499]) {
      const alone = await quantizeLinear(matrix([rows[row]!]));
      expect(scales[row]).toBe(alone.scales[0]);
      expect(Array.from({ length: 900 }, (_, i) => values[i * 2500 + row])).toEqual([...alone.values]);
    }
  });

  it('is off by half a level at most', async () => {
    const rows = fc.integer({ min: 1, max: 5 }).chain((width) =>
      fc.array(fc.array(fc.float({ min: -8, max: 8, noNaN: true }), { minLength: width, maxLength: width }), {
        minLength: 1,
        maxLength: 5,
      }),
    );
    await fc.assert(
      fc.asyncProperty(rows, async (weights) => {
        const { values, scales } = await quantizeLinear(matrix(weights));
        for (const [row, numbers] of weights.entries()) {
          for (const [i, weight] of numbers.entries()) {
            const scale = scales[row]!;
            const back = values[i * weights.length + row]! * scale;
            expect(Math.abs(back - weight)).toBeLessThanOrEqual(scale * 0.5001);
          }
        }
      }),
    );
  });
});
