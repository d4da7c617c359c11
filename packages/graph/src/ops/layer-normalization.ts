import { defineOp } from '../define-op.js';
import { GraphError } from '../errors.js';
import { constant, type Dimension, describeShape, sameShape, scalar, type Tensor } from '../tensor.js';
import { matMul } from './mat-mul.js';
import { mul } from './mul.js';
import { reshape } from './reshape.js';
import { sub } from './sub.js';

/**
 * Layer normalisation of rows `[…, H]`: `y = (x - mean) / sqrt(variance + epsilon) * weight + bias`, biased variance.
 *
 * Gradient, with `x̂` the normalised `x` and `g = dy * weight`: `dx = (g - mean(g) - x̂ * mean(g * x̂)) / sqrt(…)`;
 * `dweight` and `dbias` are the sums of `dy * x̂` and `dy`. `x̂` is computed again, which costs less than keeping it; the
 * means are products with `weight / H`, since a matrix by a vector is the fastest sum over rows.
 *
 * @see Ba, Kiros & Hinton 2016; ONNX operator LayerNormalization, opset 17
 */
export const layerNormalization = defineOp<[x: Tensor, weight: Tensor, bias: Tensor], [y: Tensor], { epsilon: number }>(
  {
    type: 'LayerNormalization',
    defaults: { epsilon: 1e-12 },
    inferShapes: ([x, weight, bias]) => {
      const size = x.shape.at(-1);
      if (size === undefined || x.shape.length < 2 || ![weight, bias].every(({ shape }) => sameShape(shape, [size]))) {
        throw new GraphError(
          `LayerNormalization of ${describeShape(x.shape)} by ${describeShape(weight.shape)} and ${describeShape(bias.shape)}: it takes rows […, H] and twice [H].`,
        );
      }
      return [x.shape];
    },
    gradient({ inputs: [x, weight], outputGradients: [dy], attributes: { epsilon } }) {
      const size = hiddenSize(x);
      const [normalized, , inverseDeviation] = standardize(x, { epsilon });
      const product = mul(dy, normalized);
      const mean = reshape(mul(weight, scalar(1 / size)), [size, 1]);
      const centered = sub(mul(dy, weight), mul(normalized, matMul(product, mean)));
      return [mul(sub(centered, matMul(dy, mean)), inverseDeviation), product, dy];
    },
    onnx: (inputs, { epsilon }) => ({ inputs, attributes: { axis: { int: -1 }, epsilon: { float: epsilon } } }),
  },
);

/** `(x - mean) / deviation` over the last axis, with the mean and `1 / deviation`, each `[…, 1]`. For gradients: it has none. */
const standardize = defineOp<
  [x: Tensor],
  [normalized: Tensor, mean: Tensor, inverseDeviation: Tensor],
  { epsilon: number }
>({
  type: 'LayerNormalization',
  defaults: { epsilon: 1e-12 },
  inferShapes: ([x]) => {
    const perRow: Dimension[] = [...x.shape.slice(0, -1), 1];
    return [x.shape, perRow, perRow];
  },
  gradient: 'none',
  onnx: ([x], { epsilon }) => {
    const size = hiddenSize(x);
    const filled = (value: number) => constant(new Array<number>(size).fill(value), [size]);
    return { inputs: [x, filled(1), filled(0)], attributes: { axis: { int: -1 }, epsilon: { float: epsilon } } };
  },
});

function hiddenSize(x: Tensor): number {
  const size = x.shape.at(-1);
  if (typeof size !== 'number')
    throw new GraphError(`LayerNormalization needs a fixed last axis, not ${describeShape(x.shape)}.`);
  return size;
}
