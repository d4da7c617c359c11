import type { PyTorchFileFault } from '../errors.js';
import { quote } from '../quote.js';
import { isKind, kindOf, type PickleTuple, type PickleValue, type Storage, type TensorView } from './pickle-values.js';

/** What to throw, `problem` being the end of a sentence. */
export type Refuse = (fault: PyTorchFileFault, problem: string) => Error;

/** Every class and function that a state dict may name: the whole of what is known here. All others are refused. */
const storages: ReadonlyMap<string, { readonly dtype: string; readonly itemSize: number }> = new Map([
  ['torch.FloatStorage', { dtype: 'F32', itemSize: 4 }],
  ['torch.HalfStorage', { dtype: 'F16', itemSize: 2 }],
  ['torch.BFloat16Storage', { dtype: 'BF16', itemSize: 2 }],
  ['torch.DoubleStorage', { dtype: 'F64', itemSize: 8 }],
  ['torch.LongStorage', { dtype: 'I64', itemSize: 8 }],
  ['torch.IntStorage', { dtype: 'I32', itemSize: 4 }],
  ['torch.ShortStorage', { dtype: 'I16', itemSize: 2 }],
  ['torch.CharStorage', { dtype: 'I8', itemSize: 1 }],
  ['torch.ByteStorage', { dtype: 'U8', itemSize: 1 }],
  ['torch.BoolStorage', { dtype: 'BOOL', itemSize: 1 }],
]);

/** What stands for a call of each function: the value that it would give, described. */
const calls: ReadonlyMap<string, (args: readonly PickleValue[], refuse: Refuse) => PickleValue> = new Map([
  ['collections.OrderedDict', orderedDict],
  ['torch._utils._rebuild_tensor_v2', (args, refuse) => rebuiltTensor(args, 6, refuse)],
  ['torch._utils._rebuild_tensor', (args, refuse) => rebuiltTensor(args, 4, refuse)],
  ['torch._utils._rebuild_parameter', rebuiltParameter],
]);

/** @throws a forbidden name, if only named */
export function namedGlobal(module: string, name: string, refuse: Refuse): PickleValue {
  const full = `${module}.${name}`;
  if (storages.has(full) || calls.has(full)) return { kind: 'global', name: full };
  const problem = `the pickle names ${quote(full)}, which is no part of a dict of tensors; it is refused, and nothing of it was run.`;
  throw refuse('forbidden', problem);
}

/** The value that REDUCE asks for. */
export function reduced(callee: PickleValue, args: PickleValue, refuse: Refuse): PickleValue {
  const call = isKind(callee, 'global') ? calls.get(callee.name) : undefined;
  if (call === undefined) throw refuse('forbidden', `the pickle calls ${describe(callee)}, which is refused.`);
  if (!isKind(args, 'tuple')) throw refuse('pickle', `a call is given ${kindOf(args)}, not a tuple.`);
  return call(args.items, refuse);
}

/**
 * The storage that a persistent id stands for: `('storage', torch.FloatStorage, key, device, length)`, in the legacy form
 * with a sixth item, None or `(view key, offset, length)`.
 */
export function storageOf(id: PickleValue, refuse: Refuse): Storage {
  const [tag, type, key, , recordLength = null, view = null] = isKind(id, 'tuple') ? id.items : [];
  const stored = isKind(type, 'global') ? storages.get(type.name) : undefined;
  if (tag !== 'storage' || stored === undefined) {
    throw refuse('forbidden', 'the pickle asks for something kept outside it that is no storage of numbers.');
  }
  if (typeof key !== 'string') throw refuse('storage', `a storage is called by ${kindOf(key ?? null)}, not by a text.`);
  const name = `the storage ${quote(key)}`;
  if (!isCount(recordLength)) throw refuse('storage', `${name} is said to have ${describe(recordLength)} elements.`);
  const storage: Storage = { kind: 'storage', key, ...stored, start: 0, end: recordLength, recordLength };
  if (view === null) return storage;
  const [, start = null, length = null] = isKind(view, 'tuple') ? view.items : [];
  if (!isCount(start) || !isCount(length) || start + length > recordLength) {
    const part = `its ${describe(length)} elements from ${describe(start)} on`;
    throw refuse('storage', `${name} has ${recordLength} elements, but the pickle asks for ${part}.`);
  }
  return { ...storage, start, end: start + length };
}

function orderedDict(args: readonly PickleValue[], refuse: Refuse): PickleValue {
  if (args.length > 0) throw refuse('pickle', `an OrderedDict is made with ${args.length} arguments, but takes none.`);
  return { kind: 'dict', isOrdered: true, entries: [] };
}

/** `(storage, offset, size, stride)`; version 2 has `requires_grad` and hooks behind them, which change no number. */
function rebuiltTensor(args: readonly PickleValue[], count: number, refuse: Refuse): TensorView {
  const [storage, offset = null, size, stride] = args;
  if (args.length !== count || !isKind(storage, 'storage') || !isKind(size, 'tuple') || !isKind(stride, 'tuple')) {
    throw refuse('pickle', 'a tensor is not made of a storage, an offset, a shape and strides.');
  }
  const [shape, strides] = [counts(size), counts(stride)];
  if (!isCount(offset) || shape === undefined || strides === undefined || shape.length !== strides.length) {
    const asked = `offset ${describe(offset)}, shape ${describe(size)} and strides ${describe(stride)}`;
    throw refuse(
      'storage',
      `a tensor has the ${asked}; all are whole numbers, 0 or more, as many strides as sizes, and at most ${axisLimit}.`,
    );
  }
  const view: TensorView = { kind: 'tensor', storage, offset, shape, strides };
  checkWithinStorage(view, refuse);
  return view;
}

function rebuiltParameter(args: readonly PickleValue[], refuse: Refuse): PickleValue {
  const [tensor] = args;
  if (args.length !== 3 || !isKind(tensor, 'tensor')) throw refuse('pickle', 'a parameter is not made of a tensor.');
  return tensor;
}

/** PyTorch's own. */
const axisLimit = 64;

/**
 * In elements. A view may repeat what its storage holds (stride 0), and is the one way for a short file to ask for much
 * memory: so far is enough for the constants that such views are, at 64 MB.
 */
const repeatedLimit = 2 ** 24;

function checkWithinStorage({ storage, offset, shape, strides }: TensorView, refuse: Refuse): void {
  const length = storage.end - storage.start;
  let count = 1;
  let last = 0; // the index of the last element
  for (const [axis, size] of shape.entries()) {
    count *= size;
    last += (size - 1) * (strides[axis] ?? 0);
  }
  const asked = `a tensor of shape ${quote(shape)}, strides ${quote(strides)} and offset ${offset}`;
  const end = offset + (count === 0 ? 0 : last + 1);
  if (!(end <= length)) {
    throw refuse(
      'storage',
      `${asked} reaches to element ${end} of the storage ${quote(storage.key)}, which has ${length}.`,
    );
  }
  if (!(count <= Math.max(length, repeatedLimit))) {
    throw refuse('storage', `${asked} repeats the ${length} elements of its storage more often than is allowed.`);
  }
}

function counts({ items }: PickleTuple): readonly number[] | undefined {
  return items.length <= axisLimit && items.every(isCount) ? items : undefined;
}

function isCount(value: PickleValue): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function describe(value: PickleValue): string {
  if (isKind(value, 'global')) return quote(value.name);
  if (isKind(value, 'tuple')) return quote(value.items.map((item) => (typeof item === 'object' ? kindOf(item) : item)));
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : kindOf(value);
}
