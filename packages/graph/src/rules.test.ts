import { describe, expect, it } from 'vitest';
import { evaluate } from './evaluate.js';
import { samples } from './finite-differences.js';
import { nodesOf } from './node.js';
import { add } from './ops/add.js';
import { cast } from './ops/cast.js';
import { exp } from './ops/exp.js';
import { gemm } from './ops/gemm.js';
import { matMul } from './ops/mat-mul.js';
import { mul } from './ops/mul.js';
import { range } from './ops/range.js';
import { reduceSum } from './ops/reduce-sum.js';
import { relu } from './ops/relu.js';
import { reshape } from './ops/reshape.js';
import { sizeOf } from './ops/shape.js';
import { swapLastAxes, transpose } from './ops/transpose.js';
import { simplify } from './simplify.js';
import { constant, input, producedBy, scalar, type Tensor } from './tensor.js';

const two = scalar(2);
const x = input('x', 'float32', [2, 3]);
const w = input('w', 'float32', [3, 4]);
const counts = add(range(6), range(6)); // int32 [6]
const column = input('column', 'float32', [2, 1]);
const row = input('row', 'float32', [1, 2]);
const feeds = Object.fromEntries(
  [x, w, column, row].map(({ source, shape }, seed) => [
    source.kind === 'input' ? source.name : '',
    samples(shape.map(Number), { seed: seed + 1 }),
  ]),
);

/** What is left of a tensor, once it is seen to have kept its shape, type and values. */
function simplified(tensor: Tensor): Tensor {
  const { y } = simplify({ y: tensor });
  expect([y!.shape, y!.dtype]).toEqual([tensor.shape, tensor.dtype]);
  const expected = [...evaluate(tensor, feeds)].map((value) => expect.closeTo(value, 12));
  expect([...evaluate(y!, feeds)]).toEqual(expected);
  return y!;
}

const typesIn = (tensor: Tensor) => nodesOf([tensor]).map((node) => node.definition.type);
const dtypesIn = (tensor: Tensor) => nodesOf([tensor]).flatMap((node) => node.inputs.map((x) => x?.dtype));
const typesLeftOf = (tensor: Tensor) => typesIn(simplified(tensor));

describe('neutral', () => {
  it('drops a factor of 1 and a summand of 0, on either side', () => {
    for (const same of [mul(x, scalar(1)), mul(scalar(1), x), add(x, scalar(0)), add(constant([0], [1, 1]), x)]) {
      expect(simplified(same)).toBe(x);
    }
  });

  it('keeps what repeats the other side, and other numbers', () => {
    expect(typesLeftOf(mul(column, constant([1, 1, 1], [1, 3])))).toEqual(['Mul']);
    expect(typesLeftOf(add(x, constant([0], [1, 1, 1])))).toEqual(['Add']);
    expect(typesLeftOf(add(constant([0], [1, 1, 1]), x))).toEqual(['Add']);
    expect(typesLeftOf(mul(x, scalar(0)))).toEqual(['Mul']);
    expect(typesLeftOf(add(x, scalar(1)))).toEqual(['Add']);
  });
});

describe('chainedScales', () => {
  it('multiplies numbers once', () => {
    const y = simplified(mul(scalar(3), mul(x, two)));
    expect(typesIn(y)).toEqual(['Mul']);
    expect(typesLeftOf(mul(mul(mul(x, two), two), scalar(0.25)))).toEqual([]);
  });

  it('keeps the type', () => {
    const y = simplified(mul(mul(counts, scalar(3, 'int32')), scalar(5, 'int32')));
    expect(typesIn(y)).toEqual(['Add', 'Mul']);
    expect(dtypesIn(y)).not.toContain('float32');
  });

  it('leaves a number alone that gives the tensor a further axis', () => {
    expect(typesLeftOf(mul(mul(x, constant([3], [1, 1, 1])), two))).toEqual(['Mul', 'Mul']);
  });

  it('leaves numbers alone that float32 cannot multiply', () => {
    const lowest = scalar(-3.4028234663852886e38);
    expect(typesLeftOf(mul(mul(x, lowest), two))).toEqual(['Mul', 'Mul']);
    expect(typesLeftOf(mul(mul(x, two), lowest))).toEqual(['Mul', 'Mul']);
  });
});

describe('scaleBeforeReshape', () => {
  it('scales before the reshape', () => {
    expect(typesLeftOf(mul(reshape(x, [3, 2]), two))).toEqual(['Mul', 'Reshape']);
  });

  it('so that a product before the reshape takes the scale up', () => {
    expect(typesLeftOf(mul(reshape(gemm(x, w), [2, 2, 2]), two))).toEqual(['Gemm', 'Reshape']);
  });

  it('keeps the type', () => {
    const y = simplified(mul(reshape(counts, [2, 3]), scalar(4, 'int32')));
    expect(typesIn(y)).toEqual(['Add', 'Mul', 'Reshape']);
    expect(dtypesIn(y)).not.toContain('float32');
  });

  it('leaves shapes alone that are known only when the graph runs', () => {
    const named = input('named', 'float32', ['batch', 2, 3]);
    const y = mul(reshape(named, [sizeOf(named, 0), 6]), two);
    expect(typesIn(simplify({ y })['y']!).at(-1)).toBe('Mul');
  });
});

describe('reshapedConstant', () => {
  it('takes the new shape at once', () => {
    const y = simplified(reshape(constant([1, 2, 3, 4], [4], 'int32'), [2, -1]));
    expect(y).toMatchObject({ shape: [2, 2], dtype: 'int32', source: { kind: 'constant', values: [1, 2, 3, 4] } });
  });
});

describe('reshapes', () => {
  it('needs but the last of several', () => {
    expect(typesLeftOf(reshape(reshape(x, [6]), [3, 2]))).toEqual(['Reshape']);
  });

  it('drops one that changes nothing, and several that come back', () => {
    expect(simplified(reshape(x, [2, -1]))).toBe(x);
    expect(simplified(reshape(reshape(x, [6]), [2, 3]))).toBe(x);
  });
});

describe('transposes', () => {
  const cube = constant([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [1, 3, 4]);

  it('turns two into one', () => {
    const y = simplified(transpose(transpose(relu(cube), [2, 0, 1]), [1, 0, 2]));
    expect(typesIn(y)).toEqual(['Relu', 'Transpose']);
    expect(producedBy(y, 'Transpose')?.attributes['perm']).toEqual([0, 2, 1]);
  });

  it('drops one that changes nothing, and two that come back', () => {
    expect(simplified(transpose(x, [0, 1]))).toBe(x);
    expect(simplified(transpose(transpose(cube, [1, 2, 0]), [2, 0, 1]))).toBe(cube);
  });

  it('leaves the second alone where the first is needed anyway, but not two that come back', () => {
    const turned = transpose(relu(cube), [2, 0, 1]);
    expect(typesLeftOf(matMul(turned, swapLastAxes(turned)))).toEqual(['Relu', 'Transpose', 'Transpose', 'MatMul']);
    const total = (tensor: Tensor) => reduceSum(tensor, { axes: [0, 1, 2] });
    const both = add(total(turned), total(transpose(turned, [1, 2, 0])));
    expect(typesLeftOf(both).filter((type) => type === 'Transpose')).toHaveLength(1);
  });
});

describe('transposedProduct', () => {
  const [a, b] = [relu(constant([1, 2, 3, 4, 5, 6], [1, 2, 3])), relu(constant([6, 5, 4, 3, 2, 1], [1, 3, 2]))];

  it('is a product of the transposed factors, where one was transposed before', () => {
    for (const product of [matMul(swapLastAxes(b), b), matMul(a, swapLastAxes(a))]) {
      expect(typesLeftOf(swapLastAxes(exp(relu(product)))).filter((type) => type === 'Transpose')).toHaveLength(2);
      expect(typesLeftOf(swapLastAxes(product)).filter((type) => type === 'Transpose')).toHaveLength(1);
    }
  });

  it('but not where neither was, or the product is needed as it is', () => {
    const isTransposedLast = (tensor: Tensor) => typesLeftOf(tensor).at(-1) === 'Transpose';
    expect(isTransposedLast(swapLastAxes(matMul(a, b)))).toBe(true);
    const square = matMul(a, swapLastAxes(a));
    expect(typesLeftOf(add(exp(square), swapLastAxes(square))).filter((type) => type === 'MatMul')).toHaveLength(1);
  });
});

describe('scaleOfFactor', () => {
  it('scales the product in place of either factor', () => {
    const y = simplified(gemm(mul(x, two), mul(scalar(3), w), { alpha: 0.5, c: column }));
    expect(typesIn(y)).toEqual(['Gemm']);
    expect(producedBy(y, 'Gemm')?.attributes).toMatchObject({ alpha: 3, beta: 1 });
  });
});

describe('scaleOfProduct', () => {
  it('scales the product itself, with what it adds', () => {
    const y = simplified(mul(gemm(x, w, { c: column, beta: 3 }), two));
    expect(typesIn(y)).toEqual(['Gemm']);
    expect(producedBy(y, 'Gemm')?.attributes).toMatchObject({ alpha: 2, beta: 6 });
  });

  it('but not one that is needed as it is, too', () => {
    const product = gemm(x, w);
    expect(typesLeftOf(add(exp(product), mul(product, two)))).toEqual(['Gemm', 'Exp', 'Mul', 'Add']);
  });
});

describe('scaleOfBiasedProduct', () => {
  const bias = constant([1, 2, 3, 4], [4]);

  it('scales the product and the bias', () => {
    for (const y of [add(gemm(x, w), bias), add(bias, gemm(x, w))]) {
      expect(typesLeftOf(mul(y, two)).toSorted()).toEqual(['Add', 'Gemm', 'Mul']);
      expect(producedBy(simplified(mul(y, two)), 'Add')).toBeDefined();
    }
  });

  it('but not where product or sum are needed elsewhere, or nothing is smaller', () => {
    const product = gemm(x, w);
    const sum = add(product, bias);
    expect(typesLeftOf(add(mul(sum, two), exp(sum))).filter((type) => type === 'Mul')).toHaveLength(1);
    expect(producedBy(simplified(mul(add(gemm(x, w), exp(gemm(x, w, { alpha: 2 }))), two)), 'Mul')).toBeDefined();
  });
});

describe('rowScaleOfFactor', () => {
  const narrow = constant([1, 2, 3], [3, 1]);

  it('scales a product that is narrower than its factor', () => {
    const y = simplified(gemm(mul(x, column), narrow));
    expect(typesIn(y)).toEqual(['Gemm', 'Mul']);
    expect(producedBy(y, 'Mul')?.inputs).toContain(column);
    const turned = simplified(gemm(mul(column, x), reshape(narrow, [1, 3]), { transB: true }));
    expect(typesIn(turned)).toEqual(['Gemm', 'Mul']);
  });

  it('scales the other factor if that is narrower', () => {
    const y = simplified(gemm(mul(x, column), constant([1, 2], [2, 1]), { transA: true }));
    expect(typesIn(y)).toEqual(['Mul', 'Gemm']);
    expect(producedBy(y, 'Gemm')?.inputs[0]).toBe(x);
  });

  it('leaves alone what is wider, adds something, or has its columns scaled', () => {
    const scaledRows = mul(x, column);
    expect(typesLeftOf(gemm(scaledRows, w))).toEqual(['Mul', 'Gemm']);
    expect(typesLeftOf(gemm(scaledRows, narrow, { c: column }))).toEqual(['Mul', 'Gemm']);
    expect(typesLeftOf(gemm(scaledRows, column, { transA: true, c: narrow }))).toEqual(['Mul', 'Gemm']);
    expect(typesLeftOf(gemm(mul(x, constant([1, 2, 3], [1, 3])), narrow))).toEqual(['Mul', 'Gemm']);
    expect(typesLeftOf(gemm(scaledRows, row, { transA: true, transB: true }))).toEqual(['Mul', 'Gemm']);
  });
});

describe('commonFactor', () => {
  const [a, b, c, d] = [exp, relu, (t: Tensor) => mul(t, t), (t: Tensor) => add(t, t)].map((op) => op(x)) as [
    Tensor,
    Tensor,
    Tensor,
    Tensor,
  ];
  const count = (tensor: Tensor) => typesLeftOf(tensor).filter((type) => type === 'Mul').length;

  it('multiplies once by what both products have', () => {
    const byHand = count(mul(a, add(b, d)));
    expect(count(add(mul(a, b), mul(d, a)))).toBe(byHand);
    expect(count(add(mul(b, a), mul(mul(a, c), d)))).toBe(count(mul(a, add(b, mul(c, d)))));
  });

  it('but not where a product is needed elsewhere, is repeated, or there is none', () => {
    const product = mul(a, b);
    expect(count(add(exp(product), add(product, mul(a, d))))).toBe(2);
    expect(count(add(mul(column, b), mul(column, d)))).toBe(2);
    expect(count(add(a, mul(a, b)))).toBe(1);
  });
});

describe('sumOfScaled', () => {
  it('scales the sum, which is smaller', () => {
    expect(typesLeftOf(reduceSum(mul(x, two), { axes: [1] }))).toEqual(['ReduceSum', 'Mul']);
    expect(typesLeftOf(reduceSum(mul(two, x), { axes: [0, 1], keepDims: true }))).toEqual(['ReduceSum', 'Mul']);
  });
});

describe('sumOfScaledRows', () => {
  it('is a product with the scales', () => {
    expect(typesLeftOf(reduceSum(mul(x, column), { axes: [0] }))).toEqual(['Reshape', 'Gemm', 'Reshape']);
    expect(typesLeftOf(reduceSum(mul(column, x), { axes: [0], keepDims: true }))).toEqual(['Reshape', 'Gemm']);
  });

  it('but not along the rows, or over all', () => {
    expect(typesLeftOf(reduceSum(mul(x, column), { axes: [1] }))).toEqual(['Mul', 'ReduceSum']);
    expect(typesLeftOf(reduceSum(mul(x, column), { axes: [0, 1] }))).toEqual(['Mul', 'ReduceSum']);
    expect(typesLeftOf(reduceSum(mul(x, constant([1, 2, 3], [1, 3])), { axes: [0] }))).toEqual(['Mul', 'ReduceSum']);
  });
});

describe('sumOfManyRows', () => {
  const many = (rows: number) => relu(reshape(range(rows * 2), [rows, 2]));

  it('adds up parts first', () => {
    const y = simplified(reduceSum(cast(many(1024)), { axes: [0] }));
    expect(typesIn(y).filter((type) => type === 'ReduceSum')).toHaveLength(2);
    expect(typesLeftOf(reduceSum(cast(many(1024)), { axes: [0], keepDims: true }))).toContain('Reshape');
  });

  it('but not a few, or of a number that has no such parts', () => {
    for (const rows of [512, 1032]) {
      expect(typesLeftOf(reduceSum(cast(many(rows)), { axes: [0] })).at(-1)).toBe('ReduceSum');
    }
  });
});
