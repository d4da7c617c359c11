import { reduceSum } from './ops/reduce-sum.js';
import { reshape } from './ops/reshape.js';
import { fixedShape, type Shape, sameShape, type Tensor } from './tensor.js';

/** Undoes a broadcast in a gradient: sums over what was repeated, so that the result has the given shape. */
export function sumTo(gradient: Tensor, shape: Shape): Tensor {
  if (sameShape(gradient.shape, shape)) return gradient;
  const leading = gradient.shape.length - shape.length;
  const axes = gradient.shape.flatMap((dimension, axis) => {
    const target = axis < leading ? undefined : shape[axis - leading];
    return target === undefined || (target === 1 && dimension !== 1) ? [axis] : [];
  });
  const summed = axes.length === 0 ? gradient : reduceSum(gradient, { axes, keepDims: true });
  return sameShape(summed.shape, shape) ? summed : reshape(summed, fixedShape({ ...summed, shape }, 'A gradient'));
}
