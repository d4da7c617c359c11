import type { StoredTensor } from '../checkpoint.js';
import { PyTorchFileError } from '../errors.js';
import { quote } from '../quote.js';
import { isKind, kindOf, type PickleValue, type Storage, type TensorView } from './pickle-values.js';

/** Finds the bytes of a storage's record in the file. */
export type FindRecord = (storage: Storage) => Promise<{ readonly start: number; readonly end: number }>;

/**
 * The tensors that a pickle describes, by name.
 *
 * @param where  for messages: the file and its place
 * @throws {PyTorchFileError} it is no dict of tensors by name
 */
export function tensorViews(value: PickleValue, where: string): ReadonlyMap<string, TensorView> {
  const refuse = (problem: string) => new PyTorchFileError({ where, fault: 'state_dict', problem });
  if (!isKind(value, 'dict')) {
    throw refuse(
      `It holds ${kindOf(value)}, not a dict of tensors by name, which torch.save(model.state_dict(), …) makes.`,
    );
  }
  const views = new Map<string, TensorView>();
  for (const [name, view] of value.entries) {
    if (typeof name !== 'string') throw refuse(`Its dict has ${kindOf(name)} for a key, but tensors have names.`);
    if (!isKind(view, 'tensor')) {
      throw refuse(`${quote(name)} is ${kindOf(view)}, not a tensor; save the model's state_dict() alone.`);
    }
    if (views.has(name)) throw refuse(`${quote(name)} stands twice in its dict.`);
    views.set(name, view);
  }
  return views;
}

/**
 * Gives each tensor its place in the file.
 *
 * @param options.find   asked once for each record
 * @param options.where  for messages: the file and its place
 * @throws {PyTorchFileError} a record is not as long as the pickle says
 */
export async function placeTensors(
  views: ReadonlyMap<string, TensorView>,
  { file, where, find }: { file: string; where: string; find: FindRecord },
): Promise<ReadonlyMap<string, StoredTensor>> {
  const tensors = new Map<string, StoredTensor>();
  const records = new Map<string, Awaited<ReturnType<FindRecord>>>();
  for (const [name, view] of views) {
    const { storage } = view;
    const record = records.get(storage.key) ?? (await find(storage));
    records.set(storage.key, record);
    checkLength(storage, record, where);
    const firstByte = record.start + (storage.start + view.offset) * storage.itemSize;
    tensors.set(name, storedTensor(name, view, { file, firstByte }));
  }
  return tensors;
}

function checkLength(
  { key, itemSize, dtype, recordLength }: Storage,
  { start, end }: { start: number; end: number },
  where: string,
): void {
  if (recordLength * itemSize === end - start) return;
  const problem = `The storage ${quote(key)} is said to have ${recordLength} elements of ${dtype}, but has ${end - start} bytes.`;
  throw new PyTorchFileError({ where, fault: 'storage', problem });
}

function storedTensor(
  name: string,
  { shape, strides, storage: { dtype, itemSize } }: TensorView,
  { file, firstByte }: { file: string; firstByte: number },
): StoredTensor {
  const isEmpty = shape.includes(0);
  // The elements from the first to the last, both counted.
  const span = isEmpty ? 0 : shape.reduce((total, size, axis) => total + (size - 1) * (strides[axis] ?? 0), 1);
  const tensor = { name, dtype, shape, file, start: firstByte, end: firstByte + span * itemSize };
  return isEmpty || isRowMajor(shape, strides) ? tensor : { ...tensor, strides };
}

/** Whether the elements follow each other; the stride of an axis of one element says nothing. */
function isRowMajor(shape: readonly number[], strides: readonly number[]): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const [size = 0, stride] = [shape[axis], strides[axis]];
    if (size !== 1 && stride !== expected) return false;
    expected *= size;
  }
  return true;
}
