import { BinaryReader } from '@bufbuild/protobuf/wire';
import { describe, expect, it } from 'vitest';
import { gradients } from './differentiate.js';
import { GraphError } from './errors.js';
import { add } from './ops/add.js';
import { cast } from './ops/cast.js';
import { clip } from './ops/clip.js';
import { concat } from './ops/concat.js';
import { div } from './ops/div.js';
import { erf } from './ops/erf.js';
import { exp } from './ops/exp.js';
import { expand } from './ops/expand.js';
import { gather } from './ops/gather.js';
import { gatherElements } from './ops/gather-elements.js';
import { gelu } from './ops/gelu.js';
import { gemm } from './ops/gemm.js';
import { greater } from './ops/greater.js';
import { layerNormalization } from './ops/layer-normalization.js';
import { log } from './ops/log.js';
import { matMul } from './ops/mat-mul.js';
import { matMulInteger } from './ops/mat-mul-integer.js';
import { maximum } from './ops/maximum.js';
import { mul } from './ops/mul.js';
import { multiHeadAttention } from './ops/multi-head-attention.js';
import { range } from './ops/range.js';
import { reduceMax } from './ops/reduce-max.js';
import { reduceSum } from './ops/reduce-sum.js';
import { relu } from './ops/relu.js';
import { reshape } from './ops/reshape.js';
import { scatterElements } from './ops/scatter-elements.js';
import { sizeOf } from './ops/shape.js';
import { sigmoid } from './ops/sigmoid.js';
import { softmax } from './ops/softmax.js';
import { softmaxCrossEntropy } from './ops/softmax-cross-entropy.js';
import { softplus } from './ops/softplus.js';
import { sub } from './ops/sub.js';
import { tanh } from './ops/tanh.js';
import { transpose } from './ops/transpose.js';
import { zeros } from './ops/zeros.js';
import { inputsOf, serialize, serializeChunks } from './serialize.js';
import { constant, type DType, input, scalar, type Tensor } from './tensor.js';

const x = input('x', 'float32', [2, 3]);
const w = input('w', 'float32', [3]);

describe('serialize', () => {
  it('writes a model of operator set 18, IR version 8', () => {
    const model = fieldsOf(serialize({ y: relu(x) }));
    expect(model.get(1)).toEqual([8]);
    expect(text(model, 2)).toEqual(['bertkit']);
    const [operatorSet] = messages(model, 8);
    expect([...operatorSet!]).toEqual([[2, [18]]]); // no domain: ONNX's own
  });

  it('lists nodes in the order in which they can run, each once', () => {
    const e = exp(x);
    const { nodes } = read(serialize({ y: mul(add(e, w), e) }));
    expect(nodes.map(({ type, inputs }) => [type, ...inputs])).toEqual([
      ['Exp', 'x'],
      ['Add', 'Exp/0', 'w'],
      ['Mul', 'Add/1', 'Exp/0'],
      ['Identity', 'Mul/2'],
    ]);
    expect(nodes.map(({ name }) => name)).toEqual(['Exp/0', 'Add/1', 'Mul/2', 'y']);
  });

  it('lists the inputs that are needed and the outputs, with types and sizes', () => {
    const ids = input('ids', 'int32', ['batch', 'sequence']);
    const table = input('table', 'float32', [100, 8]);
    const { inputs, outputs } = read(serialize({ rows: gather(table, ids), mask: cast(ids, { to: 'uint8' }) }));
    expect(inputs).toEqual([
      { name: 'table', type: 1, shape: [100, 8] },
      { name: 'ids', type: 6, shape: ['batch', 'sequence'] },
    ]);
    expect(outputs).toEqual([
      { name: 'rows', type: 1, shape: ['batch', 'sequence', 8] },
      { name: 'mask', type: 2, shape: ['batch', 'sequence'] },
    ]);
    expect(inputsOf([gather(table, ids)])).toEqual([table, ids]);
  });

  it.each<[DType, number, number[], number[]]>([
    ['float32', 1, [1, -2], [0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]],
    ['uint8', 2, [0, 255], [0, 255]],
    ['int32', 6, [1, -2], [1, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff]],
    ['int64', 7, [2 ** 33, -1], [0, 0, 0, 0, 2, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255]],
    ['bool', 9, [0, 1], [0, 1]],
  ])('writes constants of %s as little-endian bytes', (dtype, type, values, bytes) => {
    const { constants } = read(serialize({ y: constant(values, [1, 2], dtype) }));
    expect(constants).toEqual([{ name: 'Constant/0', type, shape: [1, 2], bytes, values }]);
  });

  it('writes constants of no elements, and of no axes', () => {
    const { constants } = read(serialize({ a: constant([], [0, 2]), b: scalar(0, 'uint8') }));
    expect(constants.map(({ shape, bytes }) => [shape, bytes])).toEqual([
      [[0, 2], []],
      [[], [0]],
    ]);
  });

  it('gives one tensor under two names, an input and a constant', () => {
    const y = relu(x);
    const { nodes, outputs } = read(serialize({ a: y, b: y, c: x, d: scalar(1) }));
    expect(nodes.map(({ type, inputs, outputs }) => [type, ...inputs, ...outputs])).toEqual([
      ['Relu', 'x', 'Relu/0'],
      ['Identity', 'Relu/0', 'a'],
      ['Identity', 'Relu/0', 'b'],
      ['Identity', 'x', 'c'],
      ['Identity', 'Constant/1', 'd'],
    ]);
    expect(outputs.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('goes round names that inputs and outputs have', () => {
    const taken = input('Relu/0', 'float32', [2, 3]);
    const { nodes } = read(serialize({ 'Constant/1': add(relu(taken), scalar(1)) }));
    expect(nodes.map(({ inputs, outputs }) => [...inputs, ...outputs])).toEqual([
      ['Relu/0', 'Relu/0_'],
      ['Relu/0_', 'Constant/1_', 'Add/2'],
      ['Add/2', 'Constant/1'],
    ]);
  });

  it('refuses two inputs of one name, and an output that is named like an input', () => {
    const other = input('x', 'float32', [2, 3]);
    const message = 'Two inputs are named x: make it once and use it as often as needed.';
    expect(() => serialize({ y: add(x, other) })).toThrow(new GraphError(message));
    expect(() => inputsOf([x, other])).toThrow(message);
    expect(() => serialize({ x: relu(x) })).toThrow('x names an input and an output: give the output another name.');
  });

  it('refuses what is no operator of ONNX', () => {
    const loss = softmaxCrossEntropy(x, constant([0, 1], [2], 'int32'));
    expect(() => serialize({ loss })).toThrow('SoftmaxCrossEntropy is not an ONNX operator: simplify the graph first.');
  });

  const indices = constant([0, 2], [2, 1], 'int32');
  const named = input('named', 'float32', ['batch', 3]);
  const size = sizeOf(named, 0) as Tensor;
  const bytes = input('bytes', 'uint8', [2, 3]);
  const levels = input('levels', 'int8', [3, 4]);
  const zero = input('zero', 'uint8', []);
  const tokens = input('tokens', 'float32', ['batch', 'sequence', 4]);
  const attended = input('attended', 'int32', ['batch', 'sequence']);
  // As ONNX has each operator: its type, its inputs (numbers are those of a constant), its attributes.
  it.each<[string, Tensor, unknown[], Record<string, unknown>]>([
    ['Add', add(x, w), ['x', 'w'], {}],
    ['Sub', sub(x, w), ['x', 'w'], {}],
    ['Mul', mul(x, w), ['x', 'w'], {}],
    ['Div', div(x, w), ['x', 'w'], {}],
    ['Max', maximum(x, w), ['x', 'w'], {}],
    ['Greater', greater(x, w), ['x', 'w'], {}],
    ['Exp', exp(x), ['x'], {}],
    ['Log', log(x), ['x'], {}],
    ['Erf', erf(x), ['x'], {}],
    ['Tanh', tanh(x), ['x'], {}],
    ['Relu', relu(x), ['x'], {}],
    ['Sigmoid', sigmoid(x), ['x'], {}],
    ['Softplus', softplus(x), ['x'], {}],
    ['Softmax', softmax(x), ['x'], { axis: -1 }],
    ['Cast', cast(x, { to: 'int64' }), ['x'], { to: 7 }],
    ['Clip', clip(x, { min: -0.5, max: 2 }), ['x', [-0.5], [2]], {}],
    ['Concat', concat([x, x], { axis: 1 }), ['x', 'x'], { axis: 1 }],
    ['Expand', expand(w, [2, 3]), ['w', [2, 3]], {}],
    ['Reshape', reshape(x, [3, -1]), ['x', [3, -1]], {}],
    ['Reshape', reshape(constant([], [0, 2]), [2, 0]), [[], [2, 0]], { allowzero: 1 }],
    ['Transpose', transpose(x, [1, 0]), ['x'], { perm: [1, 0] }],
    ['Gather', gather(x, indices), ['x', [0, 2]], { axis: 0 }],
    ['GatherElements', gatherElements(x, indices), ['x', [0, 2]], { axis: 1 }],
    [
      'ScatterElements',
      scatterElements(x, indices, constant([1, 2], [2, 1])),
      ['x', [0, 2], [1, 2]],
      { axis: 1, reduction: 'add' },
    ],
    ['ReduceSum', reduceSum(x, { axes: [0] }), ['x', [0]], { keepdims: 0 }],
    ['ReduceMax', reduceMax(x, { axes: [1], keepDims: true }), ['x', [1]], { keepdims: 1 }],
    ['MatMul', matMul(x, input('b', 'float32', [3, 1])), ['x', 'b'], {}],
    ['Gemm', gemm(x, x, { transB: true, alpha: 0.5 }), ['x', 'x', ''], { transA: 0, transB: 1, alpha: 0.5, beta: 1 }],
    ['Gemm', gemm(x, x, { transA: true, c: w, beta: 2 }), ['x', 'x', 'w'], { transA: 1, transB: 0, alpha: 1, beta: 2 }],
    ['LayerNormalization', layerNormalization(x, w, w, { epsilon: 0.5 }), ['x', 'w', 'w'], { axis: -1, epsilon: 0.5 }],
    ['ConstantOfShape', zeros([2, 3]), [[2, 3]], {}],
    ['Shape', size, ['named'], { start: 0, end: 1 }],
    ['Range', range(size), [[0], 'Reshape/2', [1]], {}],
    ['Gelu', gelu(x), ['x'], {}],
    ['MatMulInteger', matMulInteger(bytes, levels, zero), ['bytes', 'levels', 'zero'], {}],
    [
      'MultiHeadAttention',
      multiHeadAttention(tokens, tokens, tokens, undefined, attended, { headCount: 2 }),
      ['tokens', 'tokens', 'tokens', '', 'attended'],
      { num_heads: 2, mask_filter_value: Math.fround(-3.4028234663852886e38) },
    ],
  ])('writes %s as ONNX has it (%#)', (type, tensor, inputs, attributes) => {
    const model = read(serialize({ y: tensor }));
    const node = model.nodes.at(-2)!; // before the last, which gives the output its name
    expect(node.type).toBe(type);
    expect(node.inputs.map((name) => model.constants.find((one) => one.name === name)?.values ?? name)).toEqual(inputs);
    expect(node.attributes).toEqual(attributes);
    expect(node.outputs).toEqual(model.nodes.at(-1)!.inputs);
  });

  it('writes every output of an operator that has several', () => {
    const y = layerNormalization(x, w, w);
    const loss = reduceSum(mul(y, y), { axes: [0, 1] });
    const [gradient] = gradients(loss, [x]);
    const nodes = read(serialize({ dx: gradient!.dense! })).nodes.filter(({ type }) => type === 'LayerNormalization');
    expect(nodes.map(({ outputs }) => outputs.length)).toEqual([1, 3]);
  });
});

describe('serialize with numbers that are known', () => {
  const half = input('half', 'float16', [2, 3]);

  it('makes an initialiser of an input, which says where its numbers lie', () => {
    const initializers = new Map([['half', { location: 'model.safetensors', offset: 408, byteLength: 12 }]]);
    const model = serialize({ y: add(x, cast(half)) }, { initializers });
    const [graph] = messages(fieldsOf(model), 7);
    const [tensor, ...others] = messages(graph!, 5);
    expect(others).toEqual([]);
    expect(text(tensor!, 8)).toEqual(['half']);
    expect([tensor!.get(1), tensor!.get(2), tensor!.get(14)]).toEqual([[2, 3], [10], [1]]);
    expect(messages(tensor!, 13).map((entry) => [text(entry, 1)[0], text(entry, 2)[0]])).toEqual([
      ['location', 'model.safetensors'],
      ['offset', '408'],
      ['length', '12'],
    ]);
    expect(messages(graph!, 11).map(valueInfoOf)).toEqual([{ name: 'x', type: 1, shape: [2, 3] }]);
  });

  it('writes them into the model, one after another', async () => {
    const order: string[] = [];
    const inline = (name: string, values: number[]) => ({
      byteLength: values.length * 4,
      read: async () => {
        order.push(name);
        return new Uint8Array(Float32Array.from(values).buffer);
      },
    });
    const initializers = new Map([
      ['w', inline('w', [1, 2, 3])],
      ['x', inline('x', [1, 2, 3, 4, 5, 6])],
    ]);
    const chunks = await collect(serializeChunks({ y: add(x, w) }, { initializers }));
    expect(order).toEqual(['x', 'w']); // as the graph has them
    const { constants, inputs } = read(chunks);
    expect(constants.map(({ name, shape, values }) => [name, shape, values])).toEqual([
      ['x', [2, 3], [1, 2, 3, 4, 5, 6]],
      ['w', [3], [1, 2, 3]],
    ]);
    expect(inputs).toEqual([]);
  });

  it('writes the same model in chunks as at once', async () => {
    const model = { y: add(relu(x), w) };
    expect(await collect(serializeChunks(model, { initializers: new Map() }))).toEqual(serialize(model));
  });

  it('refuses numbers that are more or fewer than the shape has', () => {
    const initializers = new Map([['w', { location: 'f', offset: 0, byteLength: 8 }]]);
    const message = 'The initialiser w, float32 [3], takes 12 bytes, but has 8.';
    expect(() => serialize({ y: add(x, w) }, { initializers })).toThrow(new GraphError(message));
  });

  it('refuses a model of 2 GiB before a number is read', () => {
    const huge = input('huge', 'float32', [2 ** 29]);
    const read = () => expect.unreachable();
    const initializers = new Map([['huge', { byteLength: 2 ** 31, read }]]);
    expect(() => serializeChunks({ y: relu(huge) }, { initializers })).toThrow('an ONNX file has less than 2 GiB');
  });
});

describe('serialize with operators that ONNX Runtime adds', () => {
  it('names their domain and its version, where there are any', () => {
    const model = fieldsOf(serialize({ y: gelu(x) }));
    const [graph] = messages(model, 7);
    expect(messages(graph!, 1).map((node) => text(node, 7))).toEqual([['com.microsoft'], []]);
    expect(messages(model, 8).map((set) => [text(set, 1), set.get(2)])).toEqual([
      [[], [18]],
      [['com.microsoft'], [1]],
    ]);
  });
});

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return new Uint8Array(await new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer());
}

// What follows reads back the fields of onnx.proto that are written; the numbers are that file's.

type Fields = ReadonlyMap<number, readonly (number | Uint8Array)[]>;

function fieldsOf(bytes: Uint8Array): Fields {
  const fields = new Map<number, (number | Uint8Array)[]>();
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    const value = wireType === 0 ? Number(reader.int64()) : wireType === 5 ? reader.float() : reader.bytes();
    fields.set(field, [...(fields.get(field) ?? []), value]);
  }
  return fields;
}

const messages = (fields: Fields, field: number) =>
  (fields.get(field) ?? []).map((bytes) => fieldsOf(bytes as Uint8Array));
const text = (fields: Fields, field: number) =>
  (fields.get(field) ?? []).map((bytes) => new TextDecoder().decode(bytes as Uint8Array));

function read(model: Uint8Array) {
  const [graph] = messages(fieldsOf(model), 7);
  return {
    nodes: messages(graph!, 1).map((node) => ({
      inputs: text(node, 1),
      outputs: text(node, 2),
      name: text(node, 3)[0],
      type: text(node, 4)[0],
      attributes: Object.fromEntries(messages(node, 5).map((one) => [text(one, 1)[0], attributeOf(one)])),
    })),
    constants: messages(graph!, 5).map((tensor) => {
      const type = tensor.get(2)?.[0];
      const bytes = [...(tensor.get(9)![0] as Uint8Array)];
      return { name: text(tensor, 8)[0], type, shape: tensor.get(1) ?? [], bytes, values: numbersIn(bytes, type) };
    }),
    inputs: messages(graph!, 11).map(valueInfoOf),
    outputs: messages(graph!, 12).map(valueInfoOf),
  };
}

/** The value of an attribute, where its type (FLOAT 1, INT 2, STRING 3, INTS 7) names the field that it is in. */
function attributeOf(attribute: Fields): unknown {
  const type = attribute.get(20)?.[0];
  if (type === 1) return attribute.get(2)?.[0];
  if (type === 2) return attribute.get(3)?.[0];
  return type === 3 ? text(attribute, 4)[0] : attribute.get(8);
}

function valueInfoOf(info: Fields) {
  const [tensor] = messages(messages(info, 2)[0]!, 1);
  const shape = messages(messages(tensor!, 2)[0]!, 1).map((size) => size.get(1)?.[0] ?? text(size, 2)[0]);
  return { name: text(info, 1)[0], type: tensor!.get(1)?.[0], shape };
}

function numbersIn(bytes: readonly number[], type: unknown): number[] {
  const { buffer } = Uint8Array.from(bytes);
  if (type === 1) return [...new Float32Array(buffer)];
  if (type === 6) return [...new Int32Array(buffer)];
  return type === 7 ? [...new BigInt64Array(buffer)].map(Number) : [...bytes];
}
