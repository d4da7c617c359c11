import { createMemoryFiles, FileError, FileMissingError, type Files } from '@bertkit/runtime';
import { describe, expect, it } from 'vitest';
import { readTensor } from '../checkpoint.js';
import { PyTorchFileError } from '../errors.js';
import { readPyTorchFile } from './read-pytorch-file.js';

/** Bytes as Python shows them: one a character. */
const bytesOf = (latin1: string): Uint8Array => Uint8Array.from(latin1, (character) => character.charCodeAt(0));
const latin1Of = (numbers: readonly number[]): string =>
  String.fromCharCode(...new Uint8Array(Float32Array.from(numbers).buffer));
const int16 = (value: number): string => String.fromCharCode(value & 255, value >> 8);
const int32 = (value: number): string => int16(value & 0xffff) + int16(value >>> 16);

const text = (value: string) => `X${int32(value.length)}${value}`;
const orderedDict = 'ccollections\nOrderedDict\n)R';

/** A tensor of shape [length - offset] over the storage `key`. */
function tensor({ key = '0', length = 4, offset = 0, more = '' } = {}): string {
  const storage = `(${text('storage')}ctorch\nFloatStorage\n${text(key)}${text('cpu')}K${String.fromCharCode(length)}${more}tQ`;
  const size = String.fromCharCode(length - offset);
  return `ctorch._utils\n_rebuild_tensor_v2\n(${storage}K${String.fromCharCode(offset)}K${size}\x85K\x01\x85\x89${orderedDict}tR`;
}

/** A dict of tensors as a pickle. */
const stateDict = (tensors: Record<string, string>): string =>
  `\x80\x02}(${Object.entries(tensors)
    .map(([name, value]) => text(name) + value)
    .join('')}u.`;

const saved = stateDict({ a: tensor(), b: tensor({ key: '1', length: 2 }), c: tensor({ offset: 1 }) });
const first = latin1Of([1, 2, 3, 4]);
const second = latin1Of([5, 6]);

interface Entry {
  readonly name: string;
  readonly data: string;
  readonly method?: number;
  readonly flags?: number;
  /** Where the directory says that its header is. Default: where it is. */
  readonly offset?: number;
}

const archive: readonly Entry[] = [
  { name: 'model/data.pkl', data: saved },
  { name: 'model/byteorder', data: 'little' },
  { name: 'model/data/0', data: first },
  { name: 'model/data/1', data: second },
  { name: 'model/version', data: '3\n' },
];

/** A ZIP archive as PyTorch writes it: the local headers have no sizes, but fields in front of the data to align it. */
function zip(entries: readonly Entry[] = archive): Uint8Array {
  let file = '';
  let directory = '';
  for (const { name, data, method = 0, flags = 8, offset = file.length } of entries) {
    const common = `${int16(0)}${int16(flags)}${int16(method)}${int32(0)}`;
    const padding = `FB${int16(3)}ZZZ`;
    directory += `PK\x01\x02${int16(0)}${common}${int32(0)}${int32(data.length)}${int32(data.length)}`;
    directory += `${int16(name.length)}${'\0'.repeat(12)}${int32(offset)}${name}`;
    file += `PK\x03\x04${common}${'\0'.repeat(12)}${int16(name.length)}${int16(padding.length)}${name}${padding}${data}`;
  }
  const count = int16(entries.length).repeat(2);
  return bytesOf(
    `${file}${directory}PK\x05\x06${int32(0)}${count}${int32(directory.length)}${int32(file.length)}${int16(0)}`,
  );
}

/** The archive with some entries in the place of its own, or behind them. */
function zipWith(...entries: readonly Entry[]): Uint8Array {
  const replaced = archive.map((entry) => entries.find(({ name }) => name === entry.name) ?? entry);
  return zip([...replaced, ...entries.filter(({ name }) => archive.every((entry) => entry.name !== name))]);
}

const legacyStart = '\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M\xe9\x03.';
const littleEndian = `\x80\x02}${text('little_endian')}\x88s.`;
const record = (length: number, data: string): string => `${int32(length)}${int32(0)}${data}`;

/** The form from before PyTorch 1.6. */
function legacy({
  start = legacyStart,
  system = littleEndian,
  pickle = saved,
  keys = ['1', '0'],
  data = record(2, second) + record(4, first),
} = {}): Uint8Array {
  return bytesOf(`${start}${system}${pickle}\x80\x02](${keys.map(text).join('')}e.${data}`);
}

async function readAll(bytes: Uint8Array): Promise<Record<string, number[]>> {
  const files = createMemoryFiles({ 'x.bin': bytes });
  const read: Record<string, number[]> = {};
  for (const tensor of (await readPyTorchFile(files, 'x.bin')).values()) {
    read[tensor.name] = [...(await readTensor(files, tensor)).data];
  }
  return read;
}

async function errorOf(bytes: Uint8Array): Promise<PyTorchFileError> {
  const error = await readAll(bytes).catch((error: unknown) => error);
  if (error instanceof PyTorchFileError) return error;
  throw new Error('It was read, or failed otherwise.', { cause: error });
}

describe('readPyTorchFile', () => {
  it.each([
    ['the ZIP form', zip()],
    ['the ZIP form without what later versions added', zip(archive.filter(({ name }) => !name.endsWith('byteorder')))],
    ['the legacy form', legacy()],
    [
      'the legacy form, a storage of which is a part of another',
      legacy({
        pickle: saved.replace(
          tensor({ key: '1', length: 2 }),
          tensor({ key: '1', length: 2, more: `(${text('v')}K\0K\x02t` }),
        ),
      }),
    ],
  ])('finds tensors in %s, also two in one storage', async (_, bytes) => {
    expect(await readAll(bytes)).toEqual({ a: [1, 2, 3, 4], b: [5, 6], c: [2, 3, 4] });
  });

  it('tells what a tensor is without reading it', async () => {
    const files = createMemoryFiles({ 'x.bin': zip() });
    const reads: number[] = [];
    const read: Files['read'] = (name, range) => {
      reads.push(range!.start);
      return files.read(name, range);
    };
    const { a, c } = Object.fromEntries(await readPyTorchFile({ ...files, read }, 'x.bin'));
    expect(a).toEqual({ name: 'a', dtype: 'F32', shape: [4], file: 'x.bin', start: a!.start, end: a!.start + 16 });
    expect(c).toMatchObject({ shape: [3], start: a!.start + 4, end: a!.end });
    expect(reads).not.toContain(a!.start);
  });

  it('leaves names alone that mean something to JavaScript', async () => {
    const bytes = zipWith({
      name: 'model/data.pkl',
      data: stateDict({ ['__proto__']: tensor(), constructor: tensor() }),
    });
    const tensors = await readPyTorchFile(createMemoryFiles({ 'x.bin': bytes }), 'x.bin');
    expect([...tensors.keys()]).toEqual(['__proto__', 'constructor']);
  });

  it.each([
    ['an empty file', new Uint8Array(0), /empty/],
    ['a page', bytesOf('<!doctype html>'), /no file that torch.save wrote/],
    ['a Git LFS pointer', bytesOf('version https://git-lfs.github.com/spec/v1\n'), /git lfs pull/],
    ['the tar form', bytesOf(`${'\0'.repeat(257)}ustar`), /tar form/],
    ['another pickle', bytesOf('\x80\x02K\x01.'), /none of those/],
    ['another legacy format', legacy({ start: legacyStart.replace('\x03', '\x04') }), /1001/],
    ['numbers of the other byte order', legacy({ system: littleEndian.replace('\x88', '\x89') }), /byte order/],
    ['bytes behind the storages', legacy({ data: `${record(2, second)}${record(4, first)}\0` }), /but the file at/],
    ['a ZIP archive cut off', zip().subarray(0, 500), /none that can be read/],
    ['a ZIP archive of something else', zip([{ name: 'word/document.xml', data: '' }]), /0 entries/],
    ['two pickles', zipWith({ name: 'other/data.pkl', data: saved }), /2 entries/],
    [
      'a compressed pickle',
      zipWith({ name: 'model/data.pkl', data: saved, method: 8 }),
      /"model\/data.pkl" is compressed/,
    ],
    ['an encrypted storage', zipWith({ name: 'model/data/0', data: first, flags: 9 }), /"model\/data\/0" is encrypted/],
    ['a name that stands twice', zip([...archive, { name: 'model/data/0', data: second }]), /two ways: duplicate/],
    ['entries that overlap', zipWith({ name: 'model/data/1', data: second, offset: 40 }), /reaches beyond byte/],
    ['two entries at one place', zipWith({ name: 'model/data/1', data: second, offset: 0 }), /reaches beyond byte/],
    [
      'an entry beyond the archive',
      zipWith({ name: 'model/version', data: '3\n', offset: 2 ** 31 - 1 }),
      /reaches beyond byte/,
    ],
    ['bytes before the archive', bytesOf(`PK\x03\x04${String.fromCharCode(...zip())}`), /two ways: prepended/],
    ['the other byte order', zipWith({ name: 'model/byteorder', data: 'bigger' }), /byte order/],
  ])('refuses %s', async (_, bytes, message) => {
    expect(await errorOf(bytes)).toMatchObject({ fault: 'container', message: expect.stringMatching(message) });
  });

  it.each([
    ['a storage that is not there', zipWith({ name: 'model/data.pkl', data: stateDict({ a: tensor({ key: '2' }) }) })],
    ['a storage elsewhere', zipWith({ name: 'model/data.pkl', data: stateDict({ a: tensor({ key: '../version' }) }) })],
    ['a storage of another length', zipWith({ name: 'model/data/0', data: second })],
    [
      'a storage of another length, in one of its tensors',
      zipWith({ name: 'model/data.pkl', data: stateDict({ a: tensor(), b: tensor({ length: 3 }) }) }),
    ],
    ['a storage that is not listed', legacy({ keys: ['1'], data: record(2, second) })],
    ['a storage that no tensor uses', legacy({ keys: ['1', '0', '2'] })],
    ['a storage that is listed twice', legacy({ keys: ['1', '1'] })],
    ['another count than the pickle says', legacy({ data: record(2, second) + record(5, first) })],
    ['a storage cut off', legacy({ data: record(2, second) + record(4, first.slice(1)) })],
    ['a count cut off', legacy({ data: `${record(2, second)}\0\0` })],
  ])('refuses %s', async (_, bytes) => {
    expect((await errorOf(bytes)).fault).toBe('storage');
  });

  it.each([
    ['a tensor alone', `${tensor()}.`],
    ['a list', `](${tensor()}e.`],
    ['a name that is a number', `}K\x01${tensor()}s.`],
    ['a name that stands twice', `}(${text('a')}${tensor()}${text('a')}${tensor()}u.`],
    ['a dict within the dict, as a training checkpoint has it', stateDict({ model: `}${text('a')}${tensor()}s` })],
  ])('refuses %s as no state dict', async (_, pickle) => {
    for (const bytes of [zipWith({ name: 'model/data.pkl', data: pickle }), legacy({ pickle })]) {
      expect((await errorOf(bytes)).fault).toBe('state_dict');
    }
  });

  it('says where a forbidden name is', async () => {
    const pickle = '\x80\x02cos\nsystem\n.';
    expect((await errorOf(zipWith({ name: 'model/data.pkl', data: pickle }))).message).toMatch(
      /^model\/data.pkl of x.bin in memory: At byte 2, the pickle names "os.system"/,
    );
    expect((await errorOf(bytesOf(pickle))).message).toMatch(/^x.bin in memory: At byte 2, /);
  });

  it('gives the errors of the place of the files as they are', async () => {
    await expect(readPyTorchFile(createMemoryFiles(), 'x.bin')).rejects.toThrow(FileMissingError);
    const broken = new FileError({ location: 'memory', file: 'x.bin', because: 'could not be read' });
    const files = createMemoryFiles({ 'x.bin': zip() });
    const read: Files['read'] = async (name, range) => {
      if (range!.start > 0) throw broken;
      return files.read(name, { start: 0, end: 262 });
    };
    const large = { ...files, read, size: async () => 1_000_000 };
    await expect(readPyTorchFile(large, 'x.bin')).rejects.toBe(broken);
  });
});
