import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { gradientError, samples } from '../finite-differences.js';
import { constant, input } from '../tensor.js';
import { layerNormalization } from './layer-normalization.js';

const filled = (value: number, size: number) => constant(new Array<number>(size).fill(value), [size]);

describe('layerNormalization', () => {
  it('shifts and scales each row to mean 0 and variance 1, then by weight and bias', () => {
    // Row 1, 3 has mean 2 and variance 1; row 10, 30 mean 20 and variance 100.
    const x = constant([1, 3, 10, 30], [2, 2]);
    const y = layerNormalization(x, constant([2, 3], [2]), constant([0.5, -0.5], [2]), { epsilon: 0 });
    expect([...evaluate(y)]).toEqual([-1.5, 2.5, -1.5, 2.5]);
  });

  it('adds epsilon to the variance, 1e-12 unless told otherwise', () => {
    const x = constant([1, 3], [1, 2]);
    const y = layerNormalization(x, filled(1, 2), filled(0, 2), { epsilon: 3 });
    expect([...evaluate(y)]).toEqual([-0.5, 0.5]); // 1 / √(1 + 3)
    const same = layerNormalization(constant([7, 7, 7], [1, 3]), filled(1, 3), filled(4, 3));
    expect([...evaluate(same)]).toEqual([4, 4, 4]);
  });

  it('takes no rows and a single column', () => {
    expect([...evaluate(layerNormalization(constant([], [0, 2]), filled(1, 2), filled(0, 2)))]).toEqual([]);
    expect([...evaluate(layerNormalization(constant([5], [1, 1]), filled(3, 1), filled(2, 1)))]).toEqual([2]);
  });

  it('refuses weights of another size than the rows, and a single row without an axis for rows', () => {
    const x = input('x', 'float32', [2, 4]);
    const message = 'LayerNormalization of [2, 4] by [3] and [4]: it takes rows […, H] and twice [H].';
    expect(() => layerNormalization(x, filled(1, 3), filled(0, 4))).toThrow(message);
    expect(() => layerNormalization(x, filled(1, 4), constant([0, 0, 0, 0], [4, 1]))).toThrow('by [4] and [4, 1]');
    expect(() => layerNormalization(constant([1], [1]), filled(1, 1), filled(0, 1))).toThrow(
      'LayerNormalization of [1]',
    );
  });

  it.each([[[1, 2]], [[2, 5]], [[2, 3, 4]], [[3, 1]]])(
    'has the gradient that central differences give, %j',
    (shape) => {
      const size = shape.at(-1)!;
      const inputs = [samples(shape), samples([size], { seed: 2 }), samples([size], { seed: 3 })];
      const error = gradientError((x, w, b) => layerNormalization(x!, w!, b!, { epsilon: 0.1 }), inputs);
      expect(error).toBeLessThan(1e-8);
    },
  );
});
