import { GraphError } from './errors.js';
import { nodesOf } from './node.js';
import { describeShape, fixedShape, type Node, sameShape, type Tensor } from './tensor.js';

/** Numbers in double precision with their shape, row-major. */
export interface Values {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/**
 * Computes a tensor in float64, slowly and plainly: what the operators *mean*, for tests to compare with.
 *
 * @param feeds  the value of each input, by name
 */
export function evaluate(tensor: Tensor, feeds: Readonly<Record<string, Values>> = {}): Float64Array {
  return valuesOf(tensor, feeds, new Map()).data;
}

/** @param known  what has been computed already, by tensor; it grows */
function valuesOf(tensor: Tensor, feeds: Readonly<Record<string, Values>>, known: Map<Tensor, Values>): Values {
  const value = (x: Tensor) => known.get(x) ?? leaf(x, feeds);
  for (const node of nodesOf([tensor])) {
    if (node.outputs.every((output) => known.has(output))) continue;
    const parts = node.definition.compose?.(node.inputs, node.attributes);
    const results =
      parts?.map((part) => valuesOf(part, feeds, known).data) ??
      compute(
        node,
        node.inputs.map((x) => x && value(x)),
      );
    for (const [i, output] of node.outputs.entries()) {
      known.set(output, { shape: fixedShape(output, 'Evaluation'), data: results[i] as Float64Array }); // one for each
    }
  }
  return value(tensor);
}

function leaf(tensor: Tensor, feeds: Readonly<Record<string, Values>>): Values {
  const { source } = tensor;
  const shape = fixedShape(tensor, 'Evaluation');
  if (source.kind === 'constant') return { shape, data: Float64Array.from(source.values) };
  if (source.kind === 'node') throw new Error('internal: a node was not computed.');
  const fed = feeds[source.name];
  if (fed === undefined || !sameShape(fed.shape, shape) || fed.data.length !== size(shape)) {
    const found = fed === undefined ? 'nothing was' : `${fed.data.length} numbers as ${describeShape(fed.shape)} were`;
    throw new GraphError(`The input ${source.name} is ${describeShape(shape)}, but ${found} fed.`);
  }
  return fed;
}

type Inputs = readonly (Values | undefined)[];

/** Elementwise operators of one input. */
const unary: Readonly<Record<string, (x: number) => number>> = {
  Exp: Math.exp,
  Log: Math.log,
  Sqrt: Math.sqrt,
  Tanh: Math.tanh,
  Sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  Softplus: (x) => Math.log1p(Math.exp(-Math.abs(x))) + Math.max(x, 0),
  Relu: (x) => Math.max(x, 0),
  Erf: erf,
  Gelu: geluOf,
};

/** Elementwise operators of two inputs, which broadcast. */
const binary: Readonly<Record<string, (x: number, y: number) => number>> = {
  Add: (x, y) => x + y,
  Sub: (x, y) => x - y,
  Mul: (x, y) => x * y,
  Div: (x, y) => x / y,
  Max: Math.max,
  Greater: (x, y) => (x > y ? 1 : 0),
};

function compute(node: Node, inputs: Inputs): Float64Array[] {
  const { type } = node.definition;
  const [output] = node.outputs;
  const shape = fixedShape(output as Tensor, 'Evaluation');
  const [x, y, z] = inputs;
  const one = unary[type];
  if (one !== undefined) return [at(x).data.map(one)];
  const two = binary[type];
  if (two !== undefined) return [elementwise(shape, at(x), at(y), two)];
  const attribute = (name: string) => node.attributes[name];
  switch (type) {
    case 'Reshape':
      return [at(x).data];
    case 'Expand':
      return [elementwise(shape, at(x), at(x), (value) => value)];
    case 'Concat':
      return [concatenated(inputs.map(at), Number(attribute('axis')))];
    case 'ConstantOfShape':
      return [new Float64Array(size(shape))];
    case 'Cast':
      return [
        at(x).data.map((value) =>
          attribute('to') === 'bool' ? Number(value !== 0) : attribute('to') === 'float32' ? value : Math.trunc(value),
        ),
      ];
    case 'Clip':
      return [at(x).data.map((value) => Math.min(Math.max(value, Number(attribute('min'))), Number(attribute('max'))))];
    case 'Transpose':
      return [transposed(at(x), attribute('perm') as readonly number[])];
    case 'MatMul':
      return [matMul(shape, at(x), at(y))];
    case 'MatMulInteger': {
      const zero = at(z).data[0] ?? 0;
      return [matMul(shape, { shape: at(x).shape, data: at(x).data.map((value) => value - zero) }, at(y))];
    }
    case 'DynamicQuantizeLinear':
      return quantized(at(x).data);
    case 'Gemm':
      return [gemm(shape, at(x), at(y), z, node)];
    case 'Gather': {
      const width = size(at(x).shape.slice(1));
      return [
        Float64Array.from(
          { length: size(shape) },
          (_, i) => at(x).data[(at(y).data[Math.floor(i / width)] ?? 0) * width + (i % width)] ?? Number.NaN,
        ),
      ];
    }
    case 'GatherElements': {
      const [, columns = 1] = at(x).shape;
      const [, width = 1] = shape;
      return [
        at(y).data.map((index, i) => {
          const start = Math.floor(i / width) * columns;
          return at(x).data.subarray(start, start + columns)[index] ?? Number.NaN;
        }),
      ];
    }
    case 'ScatterElements': {
      const result = at(x).data.slice();
      const [, columns = 1] = shape;
      const [, width = 1] = at(y).shape;
      at(y).data.forEach((index, i) => {
        const target =
          attribute('axis') === 0 ? index * columns + (i % width) : Math.floor(i / width) * columns + index;
        const before = attribute('reduction') === 'add' ? (result[target] ?? Number.NaN) : 0;
        result[target] = before + (at(z).data[i] ?? Number.NaN);
      });
      return [result];
    }
    case 'ReduceSum':
      return [reduce(at(x), attribute('axes') as readonly number[], 0, (a, b) => a + b)];
    case 'ReduceMax':
      return [reduce(at(x), attribute('axes') as readonly number[], -Infinity, Math.max)];
    case 'ArgMax': {
      const width = at(x).shape.at(-1) ?? 1;
      return [
        Float64Array.from({ length: size(shape) }, (_, i) => {
          const row = at(x).data.subarray(i * width, (i + 1) * width);
          const largest = row.reduce((a, b) => Math.max(a, b), -Infinity);
          return attribute('selectLast') === true ? row.lastIndexOf(largest) : row.indexOf(largest);
        }),
      ];
    }
    case 'Softmax':
      return [
        rows(at(x), (row) => {
          const largest = row.reduce((a, b) => Math.max(a, b), -Infinity);
          const exponentials = row.map((value) => Math.exp(value - largest));
          const total = exponentials.reduce((a, b) => a + b, 0);
          return exponentials.map((value) => value / total);
        }),
      ];
    case 'LayerNormalization':
      return layerNormalization(at(x), y, z, Number(attribute('epsilon')));
    default:
      throw new GraphError(`The evaluator does not know ${type}: evaluate.ts has to say what it means.`);
  }
}

function at(values: Values | undefined): Values {
  if (values === undefined) throw new Error('internal: an input is missing.');
  return values;
}

function size(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}

/** Calls with every index of a shape, in row-major order. */
function forEachIndex(shape: readonly number[], call: (index: readonly number[], flat: number) => void): void {
  const index = shape.map(() => 0);
  for (let flat = 0; flat < size(shape); flat++) {
    call(index, flat);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] ?? 0) + 1;
      if ((index[axis] ?? 0) < (shape[axis] ?? 0)) break;
      index[axis] = 0;
    }
  }
}

/** Where in `shape` lies what a broadcast result has at `index`. */
function offset(shape: readonly number[], index: readonly number[]): number {
  return shape.reduce((sum, n, axis) => sum * n + (n === 1 ? 0 : (index[axis + index.length - shape.length] ?? 0)), 0);
}

function elementwise(
  shape: readonly number[],
  x: Values,
  y: Values,
  operate: (x: number, y: number) => number,
): Float64Array {
  const result = new Float64Array(size(shape));
  forEachIndex(shape, (index, flat) => {
    result[flat] = operate(x.data[offset(x.shape, index)] ?? Number.NaN, y.data[offset(y.shape, index)] ?? Number.NaN);
  });
  return result;
}

function transposed(x: Values, perm: readonly number[]): Float64Array {
  const shape = perm.map((axis) => x.shape[axis] ?? 1);
  const result = new Float64Array(x.data.length);
  forEachIndex(shape, (index, flat) => {
    const source = x.shape.map((_, axis) => index[perm.indexOf(axis)] ?? 0);
    result[flat] = x.data[offset(x.shape, source)] ?? Number.NaN;
  });
  return result;
}

function concatenated(parts: readonly Values[], axis: number): Float64Array {
  const blocks = parts.map(({ shape, data }) => ({ data, length: size(shape.slice(axis)) }));
  const count = size(parts[0]?.shape.slice(0, axis) ?? [0]);
  return Float64Array.from(
    Array.from({ length: count }, (_, i) =>
      blocks.flatMap(({ data, length }) => [...data.subarray(i * length, (i + 1) * length)]),
    ).flat(),
  );
}

function matMul(shape: readonly number[], x: Values, y: Values): Float64Array {
  const inner = x.shape.at(-1) ?? 1;
  const result = new Float64Array(size(shape));
  forEachIndex(shape, (index, flat) => {
    const batch = index.slice(0, -2);
    const [row = 0, column = 0] = index.slice(-2);
    for (let k = 0; k < inner; k++) {
      result[flat] =
        (result[flat] ?? 0) +
        (x.data[offset(x.shape, [...batch, row, k])] ?? Number.NaN) *
          (y.data[offset(y.shape, [...batch, k, column])] ?? Number.NaN);
    }
  });
  return result;
}

function gemm(
  shape: readonly number[],
  a: Values,
  b: Values,
  c: Values | undefined,
  { attributes }: Node,
): Float64Array {
  const turn = (x: Values, turned: unknown): Values =>
    turned === true ? { shape: [...x.shape].reverse(), data: transposed(x, [1, 0]) } : x;
  const product = matMul(shape, turn(a, attributes['transA']), turn(b, attributes['transB'])).map(
    (value) => value * Number(attributes['alpha']),
  );
  if (c === undefined) return product;
  return elementwise(shape, { shape, data: product }, c, (value, added) => value + Number(attributes['beta']) * added);
}

function reduce(
  x: Values,
  axes: readonly number[],
  start: number,
  operate: (a: number, b: number) => number,
): Float64Array {
  const kept = x.shape.map((n, axis) => (axes.includes(axis) ? 1 : n));
  const result = new Float64Array(size(kept)).fill(start);
  forEachIndex(x.shape, (index, flat) => {
    const target = offset(kept, index);
    result[target] = operate(result[target] ?? start, x.data[flat] ?? Number.NaN);
  });
  return result;
}

function rows(x: Values, change: (row: Float64Array) => Float64Array): Float64Array {
  const width = x.shape.at(-1) ?? 1;
  const result = new Float64Array(x.data.length);
  for (let start = 0; start < result.length; start += width)
    result.set(change(x.data.subarray(start, start + width)), start);
  return result;
}

function layerNormalization(
  x: Values,
  weight: Values | undefined,
  bias: Values | undefined,
  epsilon: number,
): Float64Array[] {
  const means: number[] = [];
  const inverseDeviations: number[] = [];
  const y = rows(x, (row) => {
    const mean = row.reduce((a, b) => a + b, 0) / row.length;
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / row.length;
    const inverseDeviation = 1 / Math.sqrt(variance + epsilon);
    means.push(mean);
    inverseDeviations.push(inverseDeviation);
    return row.map((value, i) => (value - mean) * inverseDeviation * (weight?.data[i] ?? 1) + (bias?.data[i] ?? 0));
  });
  return [y, Float64Array.from(means), Float64Array.from(inverseDeviations)];
}

/** 8 bits for the range from the smallest number to the largest, which is widened to have 0 in it. */
function quantized(data: Float64Array): Float64Array[] {
  const least = data.reduce((a, b) => Math.min(a, b), 0);
  const scale = (data.reduce((a, b) => Math.max(a, b), 0) - least) / 255;
  const zero = least < 0 ? Math.round(-least / scale) : 0;
  const q = data.map((value) => Math.min(255, Math.max(0, (scale === 0 ? 0 : Math.round(value / scale)) + zero)));
  return [q, Float64Array.of(scale), Float64Array.of(zero)];
}

function geluOf(x: number): number {
  return (x * (1 + erf(x * Math.SQRT1_2))) / 2;
}

/**
 * The error function to double precision: its Taylor series where that converges fast, elsewhere the continued fraction
 * of `erfc` (Abramowitz & Stegun 1964, 7.1.5 and 7.1.14).
 */
export function erf(x: number): number {
  const z = Math.abs(x);
  if (z < 2.5) {
    let term = z;
    let total = z;
    for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(total); n++) {
      term *= (-z * z) / n;
      total += term / (2 * n + 1);
      if (n > 200) break;
    }
    return (Math.sign(x) * 2 * total) / Math.sqrt(Math.PI);
  }
  let fraction = 0;
  for (let n = 100; n > 0; n--) fraction = n / 2 / (z + fraction);
  return Math.sign(x) * (1 - Math.exp(-z * z) / ((z + fraction) * Math.sqrt(Math.PI)));
}
