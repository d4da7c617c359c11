import { apply } from './node.js';
import { add } from './ops/add.js';
import { type GemmOptions, gemm } from './ops/gemm.js';
import { matMul } from './ops/mat-mul.js';
import { mul } from './ops/mul.js';
import { reduceSum } from './ops/reduce-sum.js';
import { reshape } from './ops/reshape.js';
import { swapLastAxes, swappedFrom, swapsLastAxes, transpose } from './ops/transpose.js';
import { constant, type Node, producedBy, type Shape, sameShape, scalar, scalarValue, type Tensor } from './tensor.js';

/**
 * One way in which a node can be had cheaper: what takes its place, or `undefined` where the rule does not fit.
 *
 * @param isUsedOnce  true for an input that nothing else needs, so that it is gone when this node does without it
 */
export type Rule = (node: Node, isUsedOnce: (tensor: Tensor) => boolean) => Tensor | undefined;

/** `x * 1` and `x + 0` are `x`. */
const neutral: Rule = ({ definition, inputs: [a, b], outputs: [y] }) => {
  const value = definition.type === 'Mul' ? 1 : definition.type === 'Add' ? 0 : undefined;
  if (value === undefined || a === undefined || b === undefined || y === undefined) return undefined;
  if (scalarValue(b) === value && sameShape(a.shape, y.shape)) return a;
  return scalarValue(a) === value && sameShape(b.shape, y.shape) ? b : undefined;
};

/** `(x * 2) * 3` is `x * 6`. */
const chainedScales: Rule = (node) => {
  const outer = scaled(node);
  const inner = outer && scaled(nodeOf(outer.x));
  return outer && inner && mul(inner.x, scalar(outer.factor * inner.factor, inner.x.dtype));
};

/** The scale of a reshaped tensor is taken before the reshape, where a product may take it up. */
const scaleBeforeReshape: Rule = (node) => {
  const scale = scaled(node);
  const shape = scale && numbersOf(scale.x.shape);
  const [x] = (scale && producedBy(scale.x, 'Reshape')?.inputs) ?? [];
  if (scale === undefined || shape === undefined || x === undefined) return undefined;
  return reshape(mul(x, scalar(scale.factor, x.dtype)), shape);
};

/** A constant takes a new shape at once. */
const reshapedConstant: Rule = ({ definition, inputs: [x], outputs: [y] }) => {
  const shape = y && numbersOf(y.shape);
  if (definition.type !== 'Reshape' || x?.source.kind !== 'constant' || shape === undefined) return undefined;
  return constant(x.source.values, shape, x.dtype);
};

/** Of two reshapes the second is enough, and of one that changes nothing, none. */
const reshapes: Rule = ({ definition, inputs: [x], outputs: [y] }) => {
  const shape = y && numbersOf(y.shape);
  if (definition.type !== 'Reshape' || x === undefined || shape === undefined) return undefined;
  if (sameShape(x.shape, shape)) return x;
  const [inner] = producedBy(x, 'Reshape')?.inputs ?? [];
  return inner && reshape(inner, shape);
};

/**
 * Two transposes are one, and none where they change nothing. But if the first is needed anyway, the second stays: a factor
 * of a product, which ONNX Runtime reads transposed as it lies.
 */
const transposes: Rule = ({ definition, inputs: [x], attributes }, isUsedOnce) => {
  if (definition.type !== 'Transpose' || x === undefined) return undefined;
  const perm = attributes['perm'] as readonly number[];
  if (perm.every((axis, i) => axis === i)) return x;
  const inner = producedBy(x, 'Transpose');
  const innerPerm = inner?.attributes['perm'] as readonly number[] | undefined;
  if (inner?.inputs[0] === undefined || innerPerm === undefined) return undefined;
  const both = perm.map((axis) => innerPerm[axis] as number); // perm is an order of the same axes
  return isUsedOnce(x) || both.every((axis, i) => axis === i) ? transpose(inner.inputs[0], both) : undefined;
};

/** A transposed product of a transposed factor: `(aᵀ·b)ᵀ = bᵀ·a`, and `(a·bᵀ)ᵀ = b·aᵀ`. */
const transposedProduct: Rule = (node, isUsedOnce) => {
  const [product] = node.definition.type === 'Transpose' && swapsLastAxes(node) ? node.inputs : [];
  const [a, b] = (product && isUsedOnce(product) && producedBy(product, 'MatMul')?.inputs) || [];
  if (a === undefined || b === undefined || (swappedFrom(a) ?? swappedFrom(b)) === undefined) return undefined;
  return a.shape.length === b.shape.length ? matMul(swapLastAxes(b), swapLastAxes(a)) : undefined;
};

/** A scaled factor of a product: the product scales. */
const scaleOfFactor: Rule = (node) => {
  const product = gemmOf(node);
  if (product === undefined) return undefined;
  const { a, b, options } = product;
  const scaledA = scaled(nodeOf(a));
  if (scaledA !== undefined) return gemm(scaledA.x, b, { ...options, alpha: options.alpha * scaledA.factor });
  const scaledB = scaled(nodeOf(b));
  return scaledB && gemm(a, scaledB.x, { ...options, alpha: options.alpha * scaledB.factor });
};

/** A scaled product: the product scales, with what it adds. */
const scaleOfProduct: Rule = (node, isUsedOnce) => {
  const scale = scaled(node);
  const product = scale && isUsedOnce(scale.x) ? gemmOf(nodeOf(scale.x)) : undefined;
  if (scale === undefined || product === undefined) return undefined;
  const { a, b, options } = product;
  return gemm(a, b, { ...options, alpha: options.alpha * scale.factor, beta: options.beta * scale.factor });
};

/** A product with a smaller summand, such as a bias, scaled together: each is scaled, the summand at little cost. */
const scaleOfBiasedProduct: Rule = (node, isUsedOnce) => {
  const scale = scaled(node);
  const [a, b] = (scale && isUsedOnce(scale.x) && producedBy(scale.x, 'Add')?.inputs) || [];
  if (scale === undefined || a === undefined || b === undefined) return undefined;
  for (const [product, bias] of [
    [a, b],
    [b, a],
  ] as const) {
    const isSmaller = bias.shape.length < product.shape.length;
    if (isSmaller && isUsedOnce(product) && gemmOf(nodeOf(product)) !== undefined) {
      return add(mul(product, scalar(scale.factor)), mul(bias, scalar(scale.factor)));
    }
  }
  return undefined;
};

/**
 * A factor whose rows are scaled, each by its own number: the other factor or the product is scaled, if it is narrower.
 * `(r·A)·B = r·(A·B)`, and `(r·A)ᵀ·B = Aᵀ·(r·B)`.
 */
const rowScaleOfFactor: Rule = (node) => {
  const product = gemmOf(node);
  const rows = product && scaledRows(product.a);
  if (product === undefined || rows === undefined || product.options.c !== undefined) return undefined;
  const { b, options } = product;
  const [, width] = rows.x.shape;
  const narrower = options.transB ? b.shape[0] : b.shape[1];
  if (typeof width !== 'number' || typeof narrower !== 'number' || narrower >= width) return undefined;
  if (!options.transA) return mul(gemm(rows.x, b, options), rows.scale);
  return options.transB ? undefined : gemm(rows.x, mul(b, rows.scale), options);
};

/** `a·b + a·c` is `a·(b + c)`, also where these are products of more. */
const commonFactor: Rule = ({ definition, inputs: [x, y], outputs: [sum] }, isUsedOnce) => {
  if (definition.type !== 'Add' || x === undefined || y === undefined || sum === undefined) return undefined;
  const factorsOf = (tensor: Tensor): readonly Tensor[] => {
    const [a, b] = (isUsedOnce(tensor) && producedBy(tensor, 'Mul')?.inputs) || [];
    return a && b ? [...factorsOf(a), ...factorsOf(b)] : [tensor];
  };
  const [left, right] = [factorsOf(x), factorsOf(y)];
  const common = left.find((factor) => right.includes(factor) && sameShape(factor.shape, sum.shape));
  if (common === undefined || left.length === 1 || right.length === 1) return undefined;
  const rest = (factors: readonly Tensor[]) =>
    factors.toSpliced(factors.indexOf(common), 1).reduce((a, b) => mul(a, b));
  return mul(common, add(rest(left), rest(right)));
};

/** A sum of what is scaled: the sum is scaled, which is smaller. */
const sumOfScaled: Rule = ({ definition, inputs: [x], outputs: [y], attributes }) => {
  const scale = definition.type === 'ReduceSum' && x !== undefined ? scaled(nodeOf(x)) : undefined;
  if (scale === undefined || y === undefined) return undefined;
  const [sum] = apply(definition, [scale.x], attributes);
  return sum && mul(sum, scalar(scale.factor, sum.dtype));
};

/**
 * The sum over rows that are scaled is a product with the scales: `Σᵢ rᵢ·xᵢ = rᵀ·X`. As a row they go through the matrix
 * once; as a column, transposed, they took four times as long.
 */
const sumOfScaledRows: Rule = (node) => {
  const sum = sumOverRows(node);
  const rows = sum && scaledRows(sum.x);
  return rows && reshape(gemm(reshape(rows.scale, [1, sum.count]), rows.x), sum.shape);
};

/** The sum over many rows, in two steps: ONNX Runtime shares out the first among threads, and takes a quarter of the time. */
const sumOfManyRows: Rule = (node) => {
  const sum = sumOverRows(node);
  if (sum === undefined || sum.count % 16 !== 0 || sum.count < 1024) return undefined;
  const parts = reduceSum(reshape(sum.x, [16, sum.count / 16, sum.width]), { axes: [1] });
  return reshape(reduceSum(parts, { axes: [0] }), sum.shape);
};

/** All rules, in the order in which they are tried. None makes a graph that another one of them takes back. */
export const rules: readonly Rule[] = [
  neutral,
  chainedScales,
  scaleBeforeReshape,
  reshapedConstant,
  reshapes,
  transposes,
  transposedProduct,
  scaleOfFactor,
  scaleOfProduct,
  scaleOfBiasedProduct,
  rowScaleOfFactor,
  commonFactor,
  sumOfScaled,
  sumOfScaledRows,
  sumOfManyRows,
];

function nodeOf(tensor: Tensor): Node | undefined {
  return tensor.source.kind === 'node' ? tensor.source.node : undefined;
}

/**
 * `x` and `factor`, if the node is `x * factor` with a number. One as large as an attention mask's is left alone: with
 * another it could be more than float32 holds, and infinity times 0 is no number.
 */
function scaled(node: Node | undefined): { x: Tensor; factor: number } | undefined {
  if (node?.definition.type !== 'Mul') return undefined;
  const [a, b] = node.inputs;
  if (a === undefined || b === undefined) return undefined;
  for (const [x, constantFactor] of [
    [a, b],
    [b, a],
  ] as const) {
    const factor = scalarValue(constantFactor);
    if (factor !== undefined && Math.abs(factor) < 1e18 && constantFactor.shape.length <= x.shape.length)
      return { x, factor };
  }
  return undefined;
}

/** `x` and `scale`, if a matrix is `x [M, N] * scale [M, 1]`. */
function scaledRows(tensor: Tensor): { x: Tensor; scale: Tensor } | undefined {
  const [a, b] = producedBy(tensor, 'Mul')?.inputs ?? [];
  if (a === undefined || b === undefined) return undefined;
  const isColumn = ({ shape }: Tensor) => shape.length === 2 && shape[0] === tensor.shape[0] && shape[1] === 1;
  for (const [x, scale] of [
    [a, b],
    [b, a],
  ] as const) {
    if (isColumn(scale) && sameShape(x.shape, tensor.shape)) return { x, scale };
  }
  return undefined;
}

function gemmOf(node: Node | undefined): { a: Tensor; b: Tensor; options: Required<GemmOptions> } | undefined {
  const [a, b, c] = node?.inputs ?? [];
  if (node?.definition.type !== 'Gemm' || a === undefined || b === undefined) return undefined;
  return { a, b, options: { ...(node.attributes as unknown as Required<GemmOptions>), c } };
}

/** A sum over the rows of a matrix of known size, and the shape that it is to have. */
function sumOverRows({ definition, inputs: [x], outputs: [y], attributes }: Node) {
  if (definition.type !== 'ReduceSum' || (attributes['axes'] as readonly number[]).join() !== '0') return undefined;
  const [count, width, ...others] = (x && numbersOf(x.shape)) ?? [];
  const shape = y && numbersOf(y.shape);
  if (x === undefined || count === undefined || width === undefined || others.length > 0 || !shape) return undefined;
  return { x, count, width, shape };
}

/** The sizes of a shape that has no names. */
function numbersOf(shape: Shape): readonly number[] | undefined {
  return shape.every((size) => typeof size === 'number') ? shape : undefined;
}
