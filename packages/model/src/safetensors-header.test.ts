import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SafetensorsError, type SafetensorsFault } from './errors.js';
import { parseHeaderLength, parseSafetensorsHeader } from './safetensors-header.js';

const dataSize = 32;

/** Parses a header that 32 bytes of data follow. */
function parse(json: string | object) {
  const bytes = new TextEncoder().encode(typeof json === 'string' ? json : JSON.stringify(json));
  return parseSafetensorsHeader(bytes, {
    file: 'x.safetensors',
    size: 8 + bytes.length + dataSize,
    where: 'x.safetensors',
  });
}

function faultOf(json: string | object): SafetensorsFault | undefined {
  try {
    parse(json);
  } catch (error) {
    if (error instanceof SafetensorsError) return error.fault;
    throw error;
  }
  return undefined;
}

const entry = (begin: number, end: number, shape: unknown = [(end - begin) / 4], dtype: unknown = 'F32') => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

describe('parseSafetensorsHeader', () => {
  it('gives tensors in the order of their bytes, at places counted from the beginning of the file', () => {
    const json =
      '{"b":{"dtype":"F32","shape":[2,2],"data_offsets":[16,32]},"a":{"dtype":"F16","shape":[8],"data_offsets":[0,16]}}  ';
    const { tensors, metadata } = parse(json);
    const dataStart = 8 + json.length;
    expect([...tensors.values()]).toEqual([
      { name: 'a', dtype: 'F16', shape: [8], file: 'x.safetensors', start: dataStart, end: dataStart + 16 },
      { name: 'b', dtype: 'F32', shape: [2, 2], file: 'x.safetensors', start: dataStart + 16, end: dataStart + 32 },
    ]);
    expect(metadata).toEqual({});
  });

  it('takes scalars, empty tensors, tensors without bytes at one place, and metadata', () => {
    const { tensors, metadata } = parse({
      __metadata__: { format: 'pt', step: '7' },
      scalar: entry(0, 4, []),
      empty: entry(4, 4, [0, 3]),
      alsoEmpty: entry(4, 4, [2, 0]),
      rest: entry(4, 32),
    });
    expect(new Set(tensors.keys())).toEqual(new Set(['scalar', 'empty', 'alsoEmpty', 'rest']));
    expect(metadata).toEqual({ format: 'pt', step: '7' });
  });

  it('takes names that mean something to JavaScript as names', () => {
    const { tensors, metadata } = parse(
      '{"__metadata__":{"__proto__":"x"},"__proto__":{"dtype":"F32","shape":[4],"data_offsets":[0,16]},' +
        '"constructor":{"dtype":"F32","shape":[4],"data_offsets":[16,32]}}',
    );
    expect([...tensors.keys()]).toEqual(['__proto__', 'constructor']);
    expect(Object.entries(metadata)).toEqual([['__proto__', 'x']]);
  });

  it.each<[string, SafetensorsFault, string | object]>([
    ['a header of no bytes', 'header', ''],
    ['a list', 'header', '[]'],
    ['a header that begins with a space', 'header', ' {}'],
    ['a header cut short', 'header', '{"a":'],
    ['a name that stands twice', 'header', '{"a":{},"a":{}}'],
    ['an entry that is no object', 'header', { a: 7 }],
    ['an entry without dtype', 'header', { a: { shape: [8], data_offsets: [0, 32] } }],
    ['an entry without shape', 'header', { a: { dtype: 'F32', data_offsets: [0, 32] } }],
    ['an entry without offsets', 'header', { a: { dtype: 'F32', shape: [8] } }],
    ['three offsets', 'header', { a: { dtype: 'F32', shape: [8], data_offsets: [0, 16, 32] } }],
    ['metadata that are no texts', 'header', { __metadata__: { step: 7 }, a: entry(0, 32) }],
    ['metadata that are a text', 'header', { __metadata__: 'pt', a: entry(0, 32) }],
    ['a dtype that does not exist', 'dtype', { a: entry(0, 32, [8], 'F33') }],
    ['a dtype named like a method', 'dtype', { a: entry(0, 32, [8], 'constructor') }],
    ['a size of 2.5', 'shape', { a: entry(0, 32, [2.5, 4]) }],
    ['negative sizes', 'shape', { a: entry(0, 32, [-2, -4]) }],
    ['a size that is a text', 'shape', { a: entry(0, 32, ['8']) }],
    ['a size beyond 2^53', 'shape', '{"a":{"dtype":"F32","shape":[9007199254740993],"data_offsets":[0,32]}}'],
    ['sizes whose product overflows', 'shape', { a: entry(0, 32, [2 ** 40, 2 ** 40]) }],
    ['sizes whose product overflows before a 0', 'shape', { a: entry(0, 0, [2 ** 40, 2 ** 40, 0]) }],
    ['half a byte', 'shape', { a: entry(0, 32, [63], 'F4'), b: entry(32, 32) }],
    ['another size than the shape has', 'offsets', { a: entry(0, 32, [7]) }],
    ['offsets in the wrong order', 'offsets', { a: entry(32, 0, [8]) }],
    ['negative offsets', 'offsets', { a: entry(-32, 0, [8]) }],
    ['an offset of 0.5', 'offsets', { a: entry(0.5, 32.5, [8]) }],
    ['an overlap', 'offsets', { a: entry(0, 20), b: entry(16, 32) }],
    ['two tensors at one place', 'offsets', { a: entry(0, 32), b: entry(0, 32) }],
    ['a gap', 'offsets', { a: entry(0, 12), b: entry(16, 32) }],
    ['a hole at the start', 'offsets', { a: entry(4, 32) }],
    ['bytes after the last tensor', 'offsets', { a: entry(0, 28) }],
    ['a file that ends too early', 'offsets', { a: entry(0, 36) }],
    ['no tensor, but bytes', 'offsets', {}],
  ])('refuses %s', (_, fault, json) => {
    expect(faultOf(json)).toBe(fault);
  });

  it('refuses bytes that are no UTF-8', () => {
    const bytes = Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d);
    expect(() => parseSafetensorsHeader(bytes, { file: 'x', size: 13, where: 'x' })).toThrow(SafetensorsError);
  });

  it('never fails in another way, whatever a header is changed to', () => {
    const valid = new TextEncoder().encode(
      JSON.stringify({ __metadata__: { a: 'b' }, x: entry(0, 16), y: entry(16, 32) }),
    );
    const change = fc.tuple(fc.nat(valid.length - 1), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const bytes = valid.slice();
        for (const [at, byte] of changes) bytes[at] = byte;
        try {
          const { tensors } = parseSafetensorsHeader(bytes, {
            file: 'x',
            size: 8 + bytes.length + dataSize,
            where: 'x',
          });
          const covered = [...tensors.values()].reduce((sum, { start, end }) => sum + end - start, 0);
          expect(covered).toBe(dataSize);
        } catch (error) {
          if (!(error instanceof SafetensorsError)) throw error;
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('parseHeaderLength', () => {
  const prefix = (length: bigint) => {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, length, true);
    return bytes;
  };

  it('gives a length that the file has room for, to the byte', () => {
    expect(parseHeaderLength(prefix(100n), 108, 'x')).toBe(100);
    expect(() => parseHeaderLength(prefix(101n), 108, 'x')).toThrow(/ends after 100 of them/);
  });

  it.each([100_000_001n, 2n ** 32n, 2n ** 63n, 2n ** 64n - 1n])(
    'refuses %d bytes, above the limit of the format',
    (length) => {
      expect(() => parseHeaderLength(prefix(length), Number.MAX_SAFE_INTEGER, 'x')).toThrow(/above the format's limit/);
    },
  );

  it.each([0, 1, 7])('refuses a file of %d bytes', (size) => {
    expect(() => parseHeaderLength(new Uint8Array(size), size, 'x')).toThrow(/too few/);
  });

  it('says so where a Git LFS pointer stands in for the file', () => {
    const pointer = new TextEncoder().encode('version https://git-lfs.github.com/spec/v1\n');
    expect(() => parseHeaderLength(pointer.subarray(0, 8), pointer.length, 'x')).toThrow(/git lfs pull/);
  });
});
