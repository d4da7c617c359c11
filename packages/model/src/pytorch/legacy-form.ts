import type { Files } from '@bertkit/runtime';
import type { StoredTensor } from '../checkpoint.js';
import { PyTorchFileError, type PyTorchFileFault } from '../errors.js';
import { quote } from '../quote.js';
import { isKind, kindOf, type PickleValue, type Storage, type TensorView } from './pickle-values.js';
import { placeTensors, tensorViews } from './state-dict.js';
import { pickleLimit, unpickle } from './unpickle.js';

/** What every file of this form begins with, as a pickle. */
const magic = 0x1950a86a20f9469cfc6cn;
const protocolVersion = 1001;

type Refuse = (fault: PyTorchFileFault, problem: string) => Error;
type Range = { readonly start: number; readonly end: number };

/**
 * The tensors of a `.bin` file from before PyTorch 1.6: five pickles one after the other, then the storages in the order
 * in which the last pickle lists their keys, each behind its number of elements.
 *
 * @throws {PyTorchFileError}
 */
export async function readLegacyForm(
  files: Files,
  { file, size, where }: { file: string; size: number; where: string },
): Promise<ReadonlyMap<string, StoredTensor>> {
  const refuse: Refuse = (fault, problem) => new PyTorchFileError({ where, fault, problem });
  // Nothing says how long the pickles are. What is read of the tensors behind them is let go again.
  const bytes = await files.read(file, { start: 0, end: Math.min(size, pickleLimit) });
  let end = 0;
  const next = (): PickleValue => {
    const result = unpickle(bytes, { start: end, where });
    end = result.end;
    return result.value;
  };
  if (next() !== magic) throw refuse('container', 'It is a pickle, but none of those that PyTorch writes.');
  if (next() !== protocolVersion)
    throw refuse('container', `Its format is not ${protocolVersion}, the last of its kind.`);
  checkByteOrder(next(), refuse);
  const views = tensorViews(next(), where);
  const keys = keysOf(next(), refuse);
  const records = await findRecords(storagesOf(views), keys, {
    start: end,
    size,
    read: (range) => files.read(file, range),
    refuse,
  });
  return placeTensors(views, {
    file,
    where,
    find: async ({ key }) => {
      const record = records.get(key);
      if (record !== undefined) return record;
      throw refuse(
        'storage',
        `A tensor uses the storage ${quote(key)}, but the file's list of storages has none of that key.`,
      );
    },
  });
}

function checkByteOrder(system: PickleValue, refuse: Refuse): void {
  const entries = isKind(system, 'dict') ? system.entries : [];
  if (entries.some(([key, value]) => key === 'little_endian' && value === true)) return;
  throw refuse('container', 'It does not say "little_endian", the one byte order of numbers that is read.');
}

function keysOf(value: PickleValue, refuse: Refuse): readonly string[] {
  const keys = isKind(value, 'list') ? value.items : undefined;
  if (keys?.every((key) => typeof key === 'string')) return keys;
  throw refuse('storage', `Its list of storages is ${kindOf(value)}, or has a key that is no text.`);
}

function storagesOf(views: ReadonlyMap<string, TensorView>): ReadonlyMap<string, Storage> {
  return new Map([...views.values()].map(({ storage }) => [storage.key, storage]));
}

/** Bytes in front of each storage: its number of elements, as a signed 64-bit integer. */
const countSize = 8;

/** Where the storages lie; each is found by the lengths of those before it. */
async function findRecords(
  storages: ReadonlyMap<string, Storage>,
  keys: readonly string[],
  {
    start,
    size,
    read,
    refuse,
  }: { start: number; size: number; read: (range: Range) => Promise<Uint8Array>; refuse: Refuse },
): Promise<ReadonlyMap<string, Range>> {
  const records = new Map<string, Range>();
  let at = start;
  for (const key of keys) {
    const storage = storages.get(key);
    const name = `The storage ${quote(key)} in its list`;
    if (storage === undefined) throw refuse('storage', `${name} is of no tensor.`);
    if (records.has(key)) throw refuse('storage', `${name} stands there twice.`);
    const { recordLength, itemSize } = storage;
    const data = { start: at + countSize, end: at + countSize + recordLength * itemSize };
    if (!(data.end <= size)) {
      throw refuse('storage', `${name} would end at byte ${data.end}, but the file ends at ${size}.`);
    }
    const count = await read({ start: at, end: data.start });
    const found = new DataView(count.buffer, count.byteOffset, count.byteLength).getBigInt64(0, true);
    if (found !== BigInt(recordLength)) {
      throw refuse('storage', `${name} has ${found} elements, but its tensors ask for ${recordLength}.`);
    }
    records.set(key, data);
    at = data.end;
  }
  if (at !== size) throw refuse('container', `Its storages end at byte ${at}, but the file at ${size}.`);
  return records;
}
