import { gradients } from './differentiate.js';
import { evaluate, type Values } from './evaluate.js';
import { add } from './ops/add.js';
import { expand } from './ops/expand.js';
import { mul } from './ops/mul.js';
import { reduceSum } from './ops/reduce-sum.js';
import { reshape } from './ops/reshape.js';
import { scatterElements } from './ops/scatter-elements.js';
import { zeros } from './ops/zeros.js';
import { constant, fixedShape, input, type Tensor } from './tensor.js';

/** Draws in (-1.05, 1.05) with a fixed seed, at least 0.05 away from 0, where some functions have no derivative. */
export function samples(shape: readonly number[], { seed = 1 }: { seed?: number } = {}): Values {
  let state = seed;
  const data = Float64Array.from({ length: shape.reduce((n, size) => n * size, 1) }, () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff; // the C standard's example generator: any will do here
    const value = state / 0x40000000 - 1;
    return value + Math.sign(value) * 0.05;
  });
  return { shape, data };
}

/**
 * How far the gradient of `build` is from what central differences give: the largest difference over all elements of
 * all inputs, relative to the largest gradient of that input (or 1).
 *
 * All outputs count, each with a weight of its own, so that no error cancels. In float64 a right gradient is within 1e-8.
 */
export function gradientError(build: (...inputs: Tensor[]) => Tensor, inputs: readonly Values[]): number {
  const feeds = Object.fromEntries(inputs.map((values, i) => [`x${i}`, values]));
  const tensors = inputs.map(({ shape }, i) => input(`x${i}`, 'float32', shape));
  const y = build(...tensors);
  const weights = samples(fixedShape(y, 'A gradient check'), { seed: 99 });
  const weighted = mul(y, constant([...weights.data], weights.shape));
  const loss = reduceSum(weighted, { axes: weighted.shape.map((_, axis) => axis) });

  let worst = 0;
  for (const [i, gradient] of gradients(loss, tensors).entries()) {
    const { shape, data } = inputs[i] as Values;
    const actual = evaluate(denseGradient(gradient, shape), feeds);
    const expected = data.map((_, element) => {
      // Fourth-order central difference: its error, h⁴, and the rounding, 1e-16 / h, are both about 1e-12.
      const h = 1e-3;
      const lossAt = (shift: number) => {
        const moved = data.slice();
        moved[element] = (moved[element] ?? 0) + shift;
        return evaluate(loss, { ...feeds, [`x${i}`]: { shape, data: moved } })[0] ?? Number.NaN;
      };
      return (8 * (lossAt(h) - lossAt(-h)) - (lossAt(2 * h) - lossAt(-2 * h))) / (12 * h);
    });
    const scale = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
    for (const [element, value] of expected.entries()) {
      const error = Math.abs(value - (actual[element] ?? Number.NaN)) / scale;
      worst = Number.isNaN(error) ? Number.POSITIVE_INFINITY : Math.max(worst, error);
    }
  }
  return worst;
}

/** A gradient with its rows added up. */
function denseGradient({ dense, rows }: ReturnType<typeof gradients>[number], shape: readonly number[]): Tensor {
  let total = dense ?? zeros(shape);
  for (const part of rows) {
    const [count = 1, width = 1] = fixedShape(part.rows, 'A gradient check');
    const scattered = scatterElements(
      zeros(shape),
      expand(reshape(part.indices, [count, 1]), [count, width]),
      part.rows,
      { axis: 0 },
    );
    total = add(total, scattered);
  }
  return total;
}
