import { GraphError } from './errors.js';
import { describeShape, type Shape } from './tensor.js';

/** The shape of an elementwise operation, as NumPy and ONNX broadcast. @throws {GraphError} when two sizes differ */
export function broadcastShape(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const x = a[i - rank + a.length] ?? 1;
    const y = b[i - rank + b.length] ?? 1;
    if (x === y || y === 1) return x;
    if (x === 1) return y;
    throw new GraphError(`${describeShape(a)} and ${describeShape(b)} do not broadcast: ${x} is not ${y}.`);
  });
}
