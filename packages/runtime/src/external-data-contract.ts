import { expect, it } from 'vitest';
import { CompileError } from './errors.js';
import type { Files } from './files.js';
import { createMemoryFiles } from './memory-files.js';
import type { CompileOptions, Runtime } from './runtime.js';
import { tinyModel } from './tiny-onnx.js';
import { f32 } from './tiny-tensors.js';

/** x f32 [rows, size]: `y = x * scale + shift`, with scale from byte 3 of a.bin on, and all of b.bin as shift. */
const scaled = (size: number) =>
  tinyModel({
    inputs: { x: ['float32', 'rows', size] },
    outputs: { y: ['float32', 'rows', size] },
    initializers: {
      scale: { type: ['float32', size], location: 'a.bin', offset: 3, length: 4 * size },
      shift: { type: ['float32', size], location: 'b.bin', offset: 0, length: 4 * size },
    },
    nodes: [
      { type: 'Mul', inputs: ['x', 'scale'], output: 'product' },
      { type: 'Add', inputs: ['product', 'shift'], output: 'y' },
    ],
  });

/** `size` times the number `value`, as little-endian float32 behind `before` other bytes. */
function numberBytes(size: number, value: number, before = 0): Uint8Array {
  const bytes = new Uint8Array(before + 4 * size);
  const view = new DataView(bytes.buffer);
  for (let at = before; at < bytes.length; at += 4) view.setFloat32(at, value, true);
  return bytes;
}

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  yield bytes.subarray(0, 2);
  yield bytes.subarray(2);
}

const failingFiles: Files = {
  ...createMemoryFiles(),
  async read() {
    throw new Error('the disk failed');
  },
};

/** The part of the contract of runtimes that is about `CompileOptions.externalData`; for `runtimeContract`. */
export function externalDataContract(
  withRuntime: (use: (runtime: Runtime) => Promise<void>) => Promise<void>,
  createFiles: () => Files | Promise<Files>,
): void {
  const x1 = (size: number) => ({ x: f32(new Array<number>(size).fill(2), 1, size) });
  const bytesOfBoth = (size: number) => ({ 'a.bin': numberBytes(size, 10, 3), 'b.bin': numberBytes(size, 7) });

  const filesOf = async (contents: Readonly<Record<string, Uint8Array>>): Promise<Files> => {
    const files = await createFiles();
    for (const [file, content] of Object.entries(contents)) await files.write(file, content);
    return files;
  };

  // ONNX Runtime takes tensors of up to 127 bytes another way than larger ones.
  it.each([1, 1000])('reads initialisers of %d numbers from bytes and from files', (size) =>
    withRuntime(async (runtime) => {
      const bytes = bytesOfBoth(size);
      const files = await filesOf(bytes);
      const framed = new Uint8Array(bytes['a.bin'].length + 2).fill(255);
      framed.set(bytes['a.bin'], 1);
      const view = framed.subarray(1, -1);
      for (const externalData of [
        bytes,
        { 'a.bin': files, 'b.bin': files },
        { 'a.bin': files, 'b.bin': await filesOf(bytes) },
        { 'a.bin': view, 'b.bin': files },
        { 'a.bin': inPieces(bytes['a.bin']), 'b.bin': inPieces(bytes['b.bin']) },
        { 'a.bin': inPieces(bytes['a.bin']), 'b.bin': files },
      ]) {
        const session = await runtime.compile(scaled(size), { externalData });
        expect((await session.run(x1(size))).y).toEqual(f32(new Array<number>(size).fill(27), 1, size));
        await session.dispose();
      }
      expect(bytes).toEqual(bytesOfBoth(size)); // whose memory nobody has taken away
    }),
  );

  it('needs external data no more once it has compiled', () =>
    withRuntime(async (runtime) => {
      const bytes = bytesOfBoth(1000);
      const session = await runtime.compile(scaled(1000), { externalData: bytes });
      for (const each of Object.values(bytes)) each.fill(0);
      expect((await session.run(x1(1000))).y?.data.at(-1)).toBe(27);
      await session.dispose();
    }));

  const one = bytesOfBoth(1);
  const cut = { ...one, 'a.bin': one['a.bin'].subarray(0, -1) };
  type Sources = NonNullable<CompileOptions['externalData']>;
  const bothIn = (files: Files): Sources => ({ 'a.bin': files, 'b.bin': files });
  it.each<[string, () => Sources | Promise<Sources>, RegExp]>([
    ['not given', () => ({ 'b.bin': one['b.bin'] }), /a\.bin/],
    ['not given at all', () => ({}), /[ab]\.bin/],
    ['shorter than the model says', () => cut, /scale|a\.bin/],
    ['empty', () => ({ ...one, 'b.bin': new Uint8Array(0) }), /b\.bin is empty/],
    ['missing among the files', async () => bothIn(await filesOf({ 'b.bin': one['b.bin'] })), /no a\.bin in /],
    ['shorter among the files', async () => bothIn(await filesOf(cut)), /scale|a\.bin/],
    [
      'outside of its place',
      async () => ({ ...one, '../a.bin': await filesOf({}) }),
      /"\.\.\/a\.bin".*not a file name/,
    ],
    ['impossible to read', () => ({ ...one, 'a.bin': failingFiles }), /the disk failed/],
  ])('refuses external data that is %s, and compiles the next model', (_, sources, message) =>
    withRuntime(async (runtime) => {
      const externalData = await sources();
      await expect(runtime.compile(scaled(1), { externalData })).rejects.toThrow(CompileError);
      await expect(runtime.compile(scaled(1), { externalData })).rejects.toThrow(message);
      const session = await runtime.compile(scaled(1), { externalData: one });
      expect((await session.run(x1(1))).y).toEqual(f32([27], 1, 1));
      await session.dispose();
    }),
  );
}
