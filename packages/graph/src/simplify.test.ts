import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GraphError } from './errors.js';
import { evaluate } from './evaluate.js';
import { samples } from './finite-differences.js';
import { nodesOf } from './node.js';
import { add } from './ops/add.js';
import { clip } from './ops/clip.js';
import { exp } from './ops/exp.js';
import { gather } from './ops/gather.js';
import { gemm } from './ops/gemm.js';
import { matMul } from './ops/mat-mul.js';
import { mul } from './ops/mul.js';
import { reduceSum } from './ops/reduce-sum.js';
import { relu } from './ops/relu.js';
import { reshape } from './ops/reshape.js';
import { softmax } from './ops/softmax.js';
import { softmaxCrossEntropy } from './ops/softmax-cross-entropy.js';
import { sub } from './ops/sub.js';
import { tanh } from './ops/tanh.js';
import { transpose } from './ops/transpose.js';
import { simplify } from './simplify.js';
import { constant, input, scalar, type Tensor } from './tensor.js';

const x = input('x', 'float32', [2, 2]);
const w = input('w', 'float32', [2, 2]);
const typesLeftOf = (...tensors: Tensor[]) => {
  const left = simplify(Object.fromEntries(tensors.map((tensor, i) => [`y${i}`, tensor])));
  return nodesOf(Object.values(left)).map((node) => node.definition.type);
};

describe('simplify', () => {
  it('keeps names and their order, and what there is nothing to do about', () => {
    const y = relu(x);
    const simple = simplify({ b: y, a: x, c: y, d: scalar(1) });
    expect(Object.keys(simple)).toEqual(['b', 'a', 'c', 'd']);
    expect(simple['b']).toBe(y);
    expect(simple['c']).toBe(y);
    expect(simple['a']).toBe(x);
    expect(simplify({})).toEqual({});
  });

  it('computes once what is computed twice, also of what is the same only then', () => {
    expect(typesLeftOf(tanh(exp(x)), tanh(exp(x)))).toEqual(['Exp', 'Tanh']);
    expect(typesLeftOf(add(x, scalar(1)), add(x, scalar(1)))).toEqual(['Add']);
    expect(typesLeftOf(tanh(mul(x, scalar(1))), tanh(x))).toEqual(['Tanh']);
  });

  it('counts the uses of both when two turn out to be one', () => {
    // Adding one product within the other would compute it twice.
    expect(typesLeftOf(add(gemm(x, w), gemm(x, w)))).toEqual(['Gemm', 'Add']);
  });

  it('counts being asked for as a use', () => {
    const product = gemm(x, w);
    expect(typesLeftOf(product, mul(product, scalar(2)))).toEqual(['Gemm', 'Mul']);
  });

  it('keeps apart what differs in an input, a number or an attribute', () => {
    expect(typesLeftOf(sub(x, w), sub(w, x))).toEqual(['Sub', 'Sub']);
    expect(typesLeftOf(sub(x, scalar(1)), sub(x, scalar(2)))).toEqual(['Sub', 'Sub']);
    expect(typesLeftOf(sub(x, scalar(1)), sub(x, constant([1], [1])))).toEqual(['Sub', 'Sub']);
    expect(typesLeftOf(gemm(x, w), gemm(x, w, { alpha: 2 }), gemm(x, w, { transA: true }))).toHaveLength(3);
    const infinite = Number.POSITIVE_INFINITY;
    expect(typesLeftOf(clip(x, { max: infinite }), clip(x, { max: -infinite }))).toEqual(['Clip', 'Clip']);
    const indices = constant([0], [1], 'int32');
    expect(typesLeftOf(gather(x, indices), gather(x, indices, { paddingIndex: 0 }))).toEqual(['Gather', 'Gather']);
  });

  it('tells 0 from -0', () => {
    const feeds = { x: { shape: [2, 2], data: Float64Array.of(-0, -0, -0, -0) } };
    const { a, b } = simplify({ a: exp(sub(x, scalar(0))), b: mul(x, scalar(-0)), c: mul(x, scalar(0)) });
    expect(evaluate(a!, feeds)[0]).toBe(1);
    expect(evaluate(b!, feeds)[0]).toBe(0);
  });

  it('takes apart what is no operator of ONNX', () => {
    const types = typesLeftOf(softmaxCrossEntropy(x, constant([0, 1], [2], 'int32')));
    expect(types).toContain('Softmax');
    expect(types).not.toContain('SoftmaxCrossEntropy');
  });

  it('is done with graphs deeper than a call stack', () => {
    let y: Tensor = x;
    for (let i = 0; i < 20_000; i++) y = mul(y, scalar(i % 2 === 0 ? 2 : 0.5));
    expect(typesLeftOf(y)).toEqual([]);
  });

  it('gives the same values for any graph, and finds nothing more to do the second time', () => {
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 12 }),
        fc.array(fc.nat(), { maxLength: 3 }),
        (steps, also) => {
          const pool = grow(steps);
          const outputs = [pool.at(-1)!, ...also.map((i) => pool[i % pool.length]!)];
          const largest = Math.max(...pool.flatMap((tensor) => [...evaluate(tensor, feeds)].map(Math.abs)), 1);
          fc.pre(Number.isFinite(largest));

          const simple = simplify(Object.fromEntries(outputs.entries()));
          for (const [i, output] of outputs.entries()) {
            const [expected, actual] = [evaluate(output, feeds), evaluate(simple[i]!, feeds)];
            expect(simple[i]!.shape).toEqual(output.shape);
            for (const [j, value] of expected.entries()) {
              expect(Math.abs(actual[j]! - value)).toBeLessThanOrEqual(1e-10 * largest);
            }
          }
          expect(Object.values(simplify(simple))).toEqual(Object.values(simple));
        },
      ),
      { numRuns: 200 },
    );
  });
});

const start = [
  ...[[2, 3], [3, 2], [2, 1], [3, 1], [1, 3], []].map((shape, i) => input(`in${i}`, 'float32', shape)),
  constant([1, -2, 0.5, 3], [2, 2]),
];
const feeds = Object.fromEntries(
  start.flatMap(({ source, shape }, i) =>
    source.kind === 'input' ? [[source.name, samples(shape.map(Number), { seed: i + 1 })]] : [],
  ),
);

interface Step {
  readonly op: (a: Tensor, b: Tensor, c: Tensor, step: Step) => Tensor;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly factor: number;
  readonly flags: readonly [boolean, boolean, boolean];
}

const step: fc.Arbitrary<Step> = fc.record({
  op: fc.constantFrom<Step['op'][]>(
    (a, b) => add(a, b),
    (a, b) => sub(a, b),
    (a, b) => mul(a, b),
    (a, _b, _c, { factor, flags: [swap] }) => (swap ? mul(a, scalar(factor)) : mul(scalar(factor), a)),
    (a, _b, _c, { factor, flags: [swap] }) => (swap ? add(a, scalar(factor)) : add(scalar(factor), a)),
    (a, b, c, { factor, flags: [transA, transB, adds] }) =>
      gemm(a, b, { transA, transB, alpha: factor, c: adds ? c : undefined, beta: 1 - factor }),
    (a, b, _c, { flags: [transA, transB] }) => gemm(a, b, { transA, transB }),
    (a, b) => matMul(a, b),
    (a, _b, _c, { flags: [turn] }) => transpose(a, turn ? [...a.shape.keys()].reverse() : [...a.shape.keys()]),
    (a, _b, _c, { flags: [flat] }) => reshape(a, flat ? [-1] : a.shape.map(Number).reverse()),
    (a, _b, _c, { flags: [keepDims] }) => reduceSum(a, { axes: [0], keepDims }),
    (a) => softmax(a),
    (a) => tanh(a),
    (a) => softmaxCrossEntropy(a, labelsOf(a)),
  ),
  a: fc.nat(),
  b: fc.nat(),
  c: fc.nat(),
  factor: fc.constantFrom(-1, 0, 0.5, 1, 3),
  flags: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
});

/** A label for each row of a matrix. */
function labelsOf({ shape }: Tensor): Tensor {
  const [rows = 1, columns = 1] = shape.map(Number);
  return constant(
    Array.from({ length: rows }, (_, row) => row % columns),
    [rows],
    'int32',
  );
}

/** Applies each step to tensors made before it: the first that fit, from where the step points. */
function grow(steps: readonly Step[]): Tensor[] {
  const pool = [...start];
  for (const { op, a, b, c, ...rest } of steps) {
    const pick = (i: number) => pool[i % pool.length]!;
    for (let shift = 0; shift < pool.length; shift++) {
      try {
        const tensor = op(pick(a), pick(b + shift), pick(c), { op, a, b, c, ...rest });
        if (tensor.shape.reduce((count: number, size) => count * Number(size), 1) <= 100) pool.push(tensor);
        break;
      } catch (error) {
        if (!(error instanceof GraphError)) throw error;
      }
    }
  }
  return pool;
}
