import { describe, expect, it } from 'vitest';
import type { Engine } from './engine.js';
import { CompileError, RunError } from './errors.js';
import { createSession } from './session.js';
import type { TensorData } from './tensor.js';

const f32 = (...data: number[]): TensorData<'float32'> => ({
  dtype: 'float32',
  shape: [data.length],
  data: Float32Array.from(data),
});

/** `y = x + 1`, with a note of what happened. It fails on a first element of 13. */
function plusOne(log: string[] = []): Engine {
  return {
    inputs: [
      { name: 'x', dtype: 'float32', shape: [undefined] },
      { name: 'w', dtype: 'float32', shape: [2] },
    ],
    outputs: [{ name: 'y', dtype: 'float32', shape: [undefined] }],
    bindWeights({ w }) {
      log.push('bound');
      if (w?.data[0] === 13) throw new Error('no memory');
    },
    async run({ x }, { y }) {
      log.push(`start ${x?.data[0]}`);
      await new Promise((resolve) => setImmediate(resolve));
      log.push(`end ${x?.data[0]}`);
      if (x?.data[0] === 13) throw new Error('bad\nluck.');
      const data = Float32Array.from(x?.data ?? [], (value) => value + 1);
      y?.data.set(data);
      return { y: y ?? { dtype: 'float32', shape: [data.length], data } };
    },
    async release() {
      log.push('released');
    },
  };
}

describe('createSession', () => {
  it('runs one call at a time, in order, and releases the engine after the last, once', async () => {
    const log: string[] = [];
    const session = await createSession(plusOne(log), { weights: { w: f32(1, 2) } });
    const runs = [session.run({ x: f32(1) }), session.run({ x: f32(2) })];
    await Promise.all([session.dispose(), session.dispose(), ...runs]);
    await session.dispose();
    expect(log).toEqual(['bound', 'start 1', 'end 1', 'start 2', 'end 2', 'released']);
  });

  it('rejects only the call that failed, in one line', async () => {
    const session = await createSession(plusOne(), { weights: { w: f32(1, 2) } });
    const runs = await Promise.allSettled([1, 13, 3].map((value) => session.run({ x: f32(value) })));
    expect(runs.map((run) => run.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const [, failed] = runs;
    expect(failed).toMatchObject({ reason: { code: 'BERTKIT_RUN', message: 'The run failed: bad luck.' } });
  });

  it('releases an engine whose weights do not fit, or cannot be bound', async () => {
    const log: string[] = [];
    await expect(createSession(plusOne(log), { weights: { w: f32(1) } })).rejects.toThrow(CompileError);
    expect(log).toEqual(['released']);
    const failure = await createSession(plusOne(log), { weights: { w: f32(13, 0) } }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'BERTKIT_COMPILE', message: 'The weights could not be bound: no memory.' });
    expect(log).toEqual(['released', 'bound', 'released']);
  });

  it('refuses a weight given as an input', async () => {
    const session = await createSession(plusOne(), { weights: { w: f32(1, 2) } });
    await expect(session.run({ x: f32(1), w: f32(1, 2) })).rejects.toThrow(/w is a weight/);
  });

  it('refuses arrays of another kind than the dtype says', async () => {
    const session = await createSession(plusOne(), { weights: { w: f32(1, 2) } });
    const x = { dtype: 'float32', shape: [1], data: new Float64Array(1) } as unknown as TensorData;
    await expect(session.run({ x })).rejects.toThrow(
      'The data of x is of type Float64Array, but float32 needs Float32Array.',
    );
    const list = { dtype: 'float32', shape: [1], data: [1] } as unknown as TensorData;
    await expect(session.run({ x: list })).rejects.toThrow(RunError);
  });

  it('reads device tensors of another runtime', async () => {
    const session = await createSession(plusOne(), { weights: { w: f32(1, 2) } });
    const dispose = async () => undefined;
    const foreign = {
      dtype: 'float32' as const,
      shape: [1],
      read: async () => f32(41),
      dispose,
      [Symbol.asyncDispose]: dispose,
    };
    expect(await session.run({ x: foreign })).toEqual({ y: f32(42) });
  });

  it('types results by what was asked for', async () => {
    const session = await createSession(plusOne(), { weights: { w: f32(1, 2) } });
    const { y } = await session.run({ x: f32(1) }, { y: f32(0) });
    const numbers: Float32Array = y.data; // the given tensor's own type
    expect([...numbers]).toEqual([2]);
    const device = await session.run({ x: f32(1) }, { y: 'device' });
    await device.y.dispose();
  });
});
