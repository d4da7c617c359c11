import { describe, expect, it } from 'vitest';
import { CompileError, RunError } from './errors.js';
import { externalDataContract } from './external-data-contract.js';
import type { Files } from './files.js';
import { kernelSetExamples, scalars } from './kernel-set-examples.js';
import { createMemoryFiles } from './memory-files.js';
import type { Runtime, Session } from './runtime.js';
import type { TensorData } from './tensor.js';
import { elementTypes, tinyModel } from './tiny-onnx.js';
import { f32, i32 } from './tiny-tensors.js';

export interface RuntimeContractOptions {
  /** The process's memory in bytes, for the tests that it stays flat. Left out (in a page): they are skipped. */
  residentBytes?: () => number;
  /** An empty place whose files the runtime reads in a way of its own. Default: memory. */
  createFiles?: () => Files | Promise<Files>;
}

/** x f32 [rows, 2], w f32 [2]: `product = x * w`, `y = x * w + w`. */
const affine = tinyModel({
  inputs: { x: ['float32', 'rows', 2], w: ['float32', 2] },
  outputs: { product: ['float32', 'rows', 2], y: ['float32', 'rows', 2] },
  nodes: [
    { type: 'Mul', inputs: ['x', 'w'], output: 'product' },
    { type: 'Add', inputs: ['product', 'w'], output: 'y' },
  ],
});

/** table f32 [4], index i32 [n]: `picked = table[index]`. An index beyond 3 is found out by the engine alone. */
const gather = tinyModel({
  inputs: { table: ['float32', 4], index: ['int32', 'n'] },
  outputs: { picked: ['float32', 'n'] },
  nodes: [{ type: 'Gather', inputs: ['table', 'index'], output: 'picked' }],
});

/** ids i32 [n], mask u8 [n]: `sum = ids + mask` as i32, `bytes = ids` as u8. */
const integers = tinyModel({
  inputs: { ids: ['int32', 'n'], mask: ['uint8', 'n'] },
  outputs: { sum: ['int32', 'n'], bytes: ['uint8', 'n'] },
  nodes: [
    { type: 'Cast', inputs: ['mask'], output: 'wide', attributes: { to: elementTypes.int32 } },
    { type: 'Add', inputs: ['ids', 'wide'], output: 'sum' },
    { type: 'Cast', inputs: ['ids'], output: 'bytes', attributes: { to: elementTypes.uint8 } },
  ],
});

/** x0 … x19 f32 [2]: `y` is their sum. */
const sumOfMany = tinyModel({
  inputs: Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`x${i}`, ['float32', 2] as const])),
  outputs: { y: ['float32', 2] },
  nodes: [{ type: 'Sum', inputs: Array.from({ length: 20 }, (_, i) => `x${i}`), output: 'y' }],
});

const constantSize = 1 << 20;

/** x f32 [constantSize]: `y = max(0 - x)`, where compiling makes a constant of 4 MiB of the zeros. */
const largeConstant = tinyModel({
  inputs: { x: ['float32', constantSize] },
  outputs: { y: ['float32', 1] },
  nodes: [
    { type: 'Shape', inputs: ['x'], output: 'shape' },
    { type: 'ConstantOfShape', inputs: ['shape'], output: 'zeros' },
    { type: 'Sub', inputs: ['zeros', 'x'], output: 'negative' },
    { type: 'ReduceMax', inputs: ['negative'], output: 'y' },
  ],
});

/**
 * The tests that every {@link Runtime} passes, run where this is called.
 *
 * @param createRuntime  called once per test; the suite disposes of what it gives
 */
export function runtimeContract(
  name: string,
  createRuntime: () => Runtime | Promise<Runtime>,
  { residentBytes, createFiles = createMemoryFiles }: RuntimeContractOptions = {},
): void {
  async function withRuntime(use: (runtime: Runtime) => Promise<void>): Promise<void> {
    const runtime = await createRuntime();
    try {
      await use(runtime);
    } finally {
      await runtime.dispose();
    }
  }

  function withSession(
    model: Uint8Array,
    use: (session: Session) => Promise<void>,
    weights: Record<string, TensorData> = {},
  ): Promise<void> {
    return withRuntime(async (runtime) => {
      const session = await runtime.compile(model, { weights });
      try {
        await use(session);
      } finally {
        await session.dispose();
      }
    });
  }

  describe(`${name}, as a Runtime`, () => {
    it('gives fresh outputs, all of them by default', () =>
      withSession(affine, async (session) => {
        expect(session.inputNames).toEqual(['x', 'w']);
        expect(session.outputNames).toEqual(['product', 'y']);
        const inputs = { x: f32([1, 2, 3, 4], 2, 2), w: f32([10, 100], 2) };
        const first = await session.run(inputs);
        const second = await session.run(inputs);
        expect(Object.keys(first).sort()).toEqual(['product', 'y']);
        expect(first.product).toEqual(f32([10, 200, 30, 400], 2, 2));
        expect(first.y).toEqual(f32([20, 300, 40, 500], 2, 2));
        second.y?.data.fill(0);
        expect(first.y).toEqual(f32([20, 300, 40, 500], 2, 2)); // no run gives away what another has given
      }));

    it('computes only the outputs that are named', () =>
      withSession(affine, async (session) => {
        const result = await session.run({ x: f32([1, 2], 1, 2), w: f32([3, 4], 2) }, { y: 'data' });
        expect(result).toEqual({ y: f32([6, 12], 1, 2) });
      }));

    it('runs graphs over no rows, one row, and scalars', async () => {
      await withSession(affine, async (session) => {
        const w = f32([3, 4], 2);
        expect((await session.run({ x: f32([], 0, 2), w })).y).toEqual(f32([], 0, 2));
        expect((await session.run({ x: f32([1, 1], 1, 2), w })).y).toEqual(f32([6, 8], 1, 2));
      });
      await withSession(scalars, async (session) => {
        expect((await session.run({ a: f32([3]), b: f32([-2]) })).y).toEqual(f32([-6]));
      });
    });

    it('takes and gives int32 and uint8', () =>
      withSession(integers, async (session) => {
        const mask: TensorData = { dtype: 'uint8', shape: [3], data: Uint8Array.of(1, 0, 255) };
        const result = await session.run({ ids: i32(-5, 7, 2 ** 31 - 256), mask });
        expect(result.sum).toEqual(i32(-4, 7, 2 ** 31 - 1));
        expect(result.bytes).toEqual({ dtype: 'uint8', shape: [3], data: Uint8Array.of(251, 7, 0) });
      }));

    it('reads and writes views into larger arrays, and nothing beside them', () =>
      withSession(affine, async (session) => {
        const memory = Float32Array.of(9, 1, 2, 9);
        const target = new Float32Array(4).fill(7);
        const x: TensorData = { dtype: 'float32', shape: [1, 2], data: memory.subarray(1, 3) };
        const y: TensorData = { dtype: 'float32', shape: [1, 2], data: target.subarray(1, 3) };
        await session.run({ x, w: f32([3, 4], 2) }, { y });
        expect([...target]).toEqual([7, 6, 12, 7]);
        expect([...memory]).toEqual([9, 1, 2, 9]);
      }));

    it('writes outputs into the tensors it is given, run after run, and gives those back', () =>
      withSession(affine, async (session) => {
        const y = f32([0, 0], 1, 2);
        const { data } = y;
        const w = f32([3, 4], 2);
        const first = await session.run({ x: f32([1, 2], 1, 2), w }, { y, product: 'data' });
        expect(first.y).toBe(y);
        expect([...data]).toEqual([6, 12]);
        expect(first.product).toEqual(f32([3, 8], 1, 2));
        await session.run({ x: f32([0, 0], 1, 2), w }, { y });
        expect([...data]).toEqual([3, 4]);
      }));

    it('feeds device tensors to later runs, and frees them', () =>
      withSession(affine, async (session) => {
        const w = f32([1, 2], 2);
        const { y } = await session.run({ x: f32([1, 1], 1, 2), w }, { y: 'device' });
        expect([y.dtype, y.shape]).toEqual(['float32', [1, 2]]);
        const again = await session.run({ x: y, w }); // y = [2, 4]
        expect(again.y).toEqual(f32([3, 10], 1, 2));
        const copy = await y.read();
        expect(copy).toEqual(f32([2, 4], 1, 2));
        copy.data.fill(0);
        expect(await y.read()).toEqual(f32([2, 4], 1, 2));
        await y.dispose();
        await y.dispose();
        await expect(y.read()).rejects.toThrow(RunError);
        await expect(session.run({ x: y, w })).rejects.toThrow(/disposed/);
      }));

    it('runs with what the weights hold at that moment', () => {
      const w = f32([1, 1], 2);
      return withSession(
        affine,
        async (session) => {
          expect(session.inputNames).toEqual(['x']);
          const x = f32([1, 2], 1, 2);
          expect((await session.run({ x })).y).toEqual(f32([2, 3], 1, 2));
          w.data.set([10, 100]);
          expect((await session.run({ x })).y).toEqual(f32([20, 300], 1, 2));
        },
        { w },
      );
    });

    it('runs the operators of every kernel set that it names', () =>
      withRuntime(async (runtime) => {
        expect(runtime.kernelSets.length).toBeGreaterThan(0);
        expect(new Set(runtime.kernelSets).size).toBe(runtime.kernelSets.length);
        for (const kernelSet of runtime.kernelSets) {
          const { model, inputs, y } = kernelSetExamples[kernelSet];
          const session = await runtime.compile(model);
          expect([kernelSet, ...((await session.run(inputs)).y?.data ?? [])]).toEqual([kernelSet, ...y]);
          await session.dispose();
        }
      }));

    externalDataContract(withRuntime, createFiles);

    it('refuses weights that do not fit the graph', () =>
      withRuntime(async (runtime) => {
        const compile = (weights: Record<string, TensorData>) => runtime.compile(affine, { weights });
        await expect(compile({ w: f32([1, 2, 3], 3) })).rejects.toThrow(CompileError);
        await expect(compile({ w: f32([1, 2, 3], 3) })).rejects.toThrow(/w is \[3\], but the graph asks for \[2\]/);
        await expect(compile({ v: f32([1, 2], 2) })).rejects.toThrow(/no input v/);
      }));

    it.each<[string, Record<string, TensorData | undefined>, RegExp]>([
      ['missing', { x: undefined }, /x is missing/],
      ['unknown', { z: f32([1]) }, /no input z.* x, w/],
      ['of another dtype', { x: { dtype: 'int32', shape: [1, 2], data: new Int32Array(2) } }, /x is int32.*float32/],
      ['of another rank', { x: f32([1, 2], 2) }, /x is \[2\].*\[rows, 2\]/],
      ['of another size', { x: f32([1, 2, 3], 1, 3) }, /x is \[1, 3\].*\[rows, 2\]/],
      ['shorter than its shape says', { x: f32([1, 2], 2, 2) }, /x has 2 elements.*\[2, 2\] has 4/],
      ['of a negative size', { x: f32([], -1, 2) }, /x is \[-1, 2\]/],
    ])('refuses an input that is %s, and runs the next call', (_, wrong, message) =>
      withSession(affine, async (session) => {
        const inputs = { x: f32([1, 2], 1, 2), w: f32([3, 4], 2) };
        const present = Object.entries({ ...inputs, ...wrong }).filter(([, tensor]) => tensor !== undefined);
        const run = () => session.run(Object.fromEntries(present) as Record<string, TensorData>);
        await expect(run()).rejects.toThrow(RunError);
        await expect(run()).rejects.toThrow(message);
        expect((await session.run(inputs)).y).toEqual(f32([6, 12], 1, 2));
      }),
    );

    it.each<[string, Record<string, TensorData | 'data'>, RegExp]>([
      ['unknown', { z: 'data' }, /no output z.*product, y/],
      ['of another dtype', { y: i32(0, 0) }, /y is int32.*float32/],
      ['of another size', { y: f32([0, 0, 0, 0], 2, 2) }, /y is \[2, 2\].*rows is 1/],
    ])('refuses an output that is %s, and runs the next call', (_, outputs, message) =>
      withSession(affine, async (session) => {
        const inputs = { x: f32([1, 2], 1, 2), w: f32([3, 4], 2) };
        await expect(session.run(inputs, outputs)).rejects.toThrow(RunError);
        await expect(session.run(inputs, outputs)).rejects.toThrow(message);
        expect((await session.run(inputs)).y).toEqual(f32([6, 12], 1, 2));
      }),
    );

    it('asks dimensions of one name to have one size', () =>
      withSession(integers, async (session) => {
        const mask: TensorData = { dtype: 'uint8', shape: [2], data: new Uint8Array(2) };
        await expect(session.run({ ids: i32(1, 2, 3), mask })).rejects.toThrow(/mask is \[2\].*n is 3 in ids/);
      }));

    it('turns a failure inside the engine into a RunError with its cause, and runs the next call', () =>
      withSession(
        gather,
        async (session) => {
          const failure = await session.run({ index: i32(0, 4) }).catch((error: unknown) => error);
          expect(failure).toBeInstanceOf(RunError);
          expect((failure as RunError).cause).toBeInstanceOf(Error);
          expect((await session.run({ index: i32(3, 0) })).picked).toEqual(f32([8, 5], 2));
        },
        { table: f32([5, 6, 7, 8], 4) },
      ));

    it('runs calls made at the same time, in one session and in several, failures among them', () =>
      withRuntime(async (runtime) => {
        const sessions = await Promise.all(
          [0, 1, 2].map((at) => runtime.compile(affine, { weights: { w: f32([at, 1], 2) } })),
        );
        const runs = Array.from({ length: 30 }, (_, i) => {
          const x = i % 5 === 4 ? f32([i], 1) : f32([i, i], 1, 2);
          return sessions[i % 3]?.run({ x }).then(
            ({ y }) => [...(y?.data ?? [])],
            () => 'refused',
          );
        });
        const expected = runs.map((_, i) => (i % 5 === 4 ? 'refused' : [i * (i % 3) + (i % 3), i + 1]));
        expect(await Promise.all(runs)).toEqual(expected);
        await Promise.all(sessions.map((session) => session.dispose()));
      }));

    it('runs two graphs at the same time, one of them with many more inputs', () =>
      withRuntime(async (runtime) => {
        const numbers = Array.from({ length: 20 }, (_, i) => [`x${i}`, f32([1, i], 2)] as const);
        const [few, many] = await Promise.all([
          runtime.compile(scalars, { weights: { b: f32([5]) } }),
          runtime.compile(sumOfMany, { weights: Object.fromEntries(numbers.slice(1)) }),
        ]);
        const results = await Promise.all([
          few.run({ a: f32([3]) }),
          many.run({ x0: f32([1, 0], 2) }),
          few.run({ a: f32([2]) }),
        ]);
        expect(results.map(({ y }) => [...(y?.data ?? [])])).toEqual([[15], [20, 190], [10]]);
        await Promise.all([few.dispose(), many.dispose()]);
      }));

    it('finishes queued runs before it disposes of a session, and refuses later ones', () =>
      withRuntime(async (runtime) => {
        const session = await runtime.compile(affine, { weights: { w: f32([3, 4], 2) } });
        const x = f32([1, 2], 1, 2);
        const queued = [session.run({ x }), session.run({ x })];
        const disposals = [session.dispose(), session.dispose()];
        await expect(session.run({ x })).rejects.toThrow(RunError);
        for (const { y } of await Promise.all(queued)) expect(y).toEqual(f32([6, 12], 1, 2));
        await Promise.all(disposals);
        await session.dispose();
        await expect(session.run({ x })).rejects.toThrow(/disposed/);
      }));

    it.each([
      ['no bytes', new Uint8Array(0)],
      ['garbage', Uint8Array.from({ length: 200 }, (_, i) => (i * 37 + 11) & 255)],
      ['half a model', affine.subarray(0, affine.length >> 1)],
      [
        'an operator that does not exist',
        tinyModel({
          inputs: { x: ['float32', 2] },
          outputs: { y: ['float32', 2] },
          nodes: [{ type: 'Bertify', inputs: ['x'], output: 'y' }],
        }),
      ],
    ])('refuses to compile %s, and compiles the next model', (_, model) =>
      withRuntime(async (runtime) => {
        await expect(runtime.compile(model)).rejects.toThrow(CompileError);
        const session = await runtime.compile(affine);
        await session.dispose();
      }),
    );

    it.each([
      ['input x is int64', { x: ['int64', 2] }, { y: ['float32', 2] }, 'Cast'],
      ['output y is bool', { x: ['float32', 2] }, { y: ['bool', 2] }, 'Cast'],
    ] as const)('refuses a graph whose %s', (fault, inputs, outputs, type) =>
      withRuntime(async (runtime) => {
        const attributes = { to: elementTypes[outputs.y[0]] };
        const model = tinyModel({ inputs, outputs, nodes: [{ type, inputs: ['x'], output: 'y', attributes }] });
        await expect(runtime.compile(model)).rejects.toThrow(CompileError);
        await expect(runtime.compile(model)).rejects.toThrow(new RegExp(fault));
      }),
    );

    it('is disposed of twice without complaint', async () => {
      const runtime = await createRuntime();
      await runtime.dispose();
      await runtime.dispose();
    });

    const memory = it.skipIf(residentBytes === undefined);
    const growth = async (times: number, repeat: () => Promise<void>): Promise<number> => {
      const bytes = residentBytes ?? (() => 0);
      for (let i = 0; i < times; i++) await repeat();
      const before = bytes();
      for (let i = 0; i < times; i++) await repeat();
      return bytes() - before;
    };

    memory('keeps memory flat over many runs (skipped where memory cannot be measured)', () =>
      withSession(affine, async (session) => {
        const rows = 1 << 17; // 1 MiB a tensor
        const x: TensorData = { dtype: 'float32', shape: [rows, 2], data: new Float32Array(2 * rows) };
        const product: TensorData = { ...x, data: new Float32Array(2 * rows) };
        const w = f32([1, 2], 2);
        const grown = await growth(150, async () => {
          const { y } = await session.run({ x, w }, { product, y: 'device' });
          await y.dispose();
        });
        expect(grown).toBeLessThan(100 * 2 ** 20); // a leaked tensor a run would be 150 MiB
      }),
    );

    memory('keeps memory flat over many sessions (skipped where memory cannot be measured)', () =>
      withRuntime(async (runtime) => {
        const x: TensorData = {
          dtype: 'float32',
          shape: [constantSize],
          data: new Float32Array(constantSize).fill(-1),
        };
        const grown = await growth(60, async () => {
          const session = await runtime.compile(largeConstant);
          expect((await session.run({ x })).y).toEqual(f32([1], 1));
          await session.dispose();
        });
        expect(grown).toBeLessThan(80 * 2 ** 20); // sessions that stayed would hold 240 MiB
      }),
    );
  });
}
