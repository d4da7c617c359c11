import { namedGlobal, type Refuse, reduced, storageOf } from './allow-list.js';
import { PickleCursor } from './pickle-cursor.js';
import { isKind, kindOf, type PickleDict, type PickleList, type PickleValue } from './pickle-values.js';

/** In bytes. The pickle of BERT-large has 60 kB. */
export const pickleLimit = 16_000_000;

/**
 * In opcodes of one pickle: it bounds stack, memo and values, which a byte each may add to. A tensor takes about 40, so
 * this is enough for a thousand layers.
 */
const opcodeLimit = 1_000_000;

/** Of Python 3.8 and later; a file of a later one may mean something else by the same bytes. */
const highestProtocol = 5;

/**
 * Reads one pickle as PyTorch writes state dicts, and no other: a machine of an allow-list, which describes tensors and
 * can execute nothing. There is no opcode that makes an object of a class, names outside the list are refused as soon as
 * they are read, and REDUCE gives a description of what a call would give.
 *
 * There is no recursion, and every length is checked against the bytes that are there: what it takes in time and memory
 * is bounded by the size of the pickle, itself limited to {@link pickleLimit} by the callers.
 *
 * @param bytes          with the pickle in it
 * @param options.start  where it begins. Default 0
 * @param options.where  for messages: the file and its place
 * @returns              the value, and the byte after its last
 * @throws {PyTorchFileError} with the byte where it stopped
 * @see https://github.com/python/cpython/blob/main/Lib/pickletools.py for the opcodes
 */
export function unpickle(
  bytes: Uint8Array,
  { start = 0, where }: { start?: number; where: string },
): { value: PickleValue; end: number } {
  const machine = new PickleMachine(new PickleCursor(bytes, { start, where }));
  for (let count = 0; count < opcodeLimit; count++) {
    const opcode = machine.cursor.opcode();
    if (opcode === stop) return { value: machine.pop(), end: machine.cursor.position };
    const run = opcodes.get(opcode);
    if (run === undefined) throw machine.unknown(opcode);
    run(machine);
  }
  throw machine.refuse('pickle', `the pickle has more than ${opcodeLimit} opcodes, far more than any BERT's.`);
}

const stop = 0x2e;

/** The opcodes that PyTorch writes; their names are those of Python's `pickletools`. */
const opcodes: ReadonlyMap<number, (machine: PickleMachine) => void> = new Map([
  [0x80, (machine) => machine.checkProtocol(machine.cursor.uint8())], // PROTO
  [0x95, ({ cursor }) => void cursor.long(8)], // FRAME: a hint for readers of streams
  [0x28, (machine) => machine.mark()], // MARK
  [0x4e, (machine) => machine.push(null)], // NONE
  [0x88, (machine) => machine.push(true)], // NEWTRUE
  [0x89, (machine) => machine.push(false)], // NEWFALSE
  [0x4a, (machine) => machine.push(machine.cursor.int32())], // BININT
  [0x4b, (machine) => machine.push(machine.cursor.uint8())], // BININT1
  [0x4d, (machine) => machine.push(machine.cursor.uint16())], // BININT2
  [0x8a, (machine) => machine.push(machine.cursor.long(machine.cursor.uint8()))], // LONG1
  [0x47, (machine) => machine.push(machine.cursor.float64())], // BINFLOAT
  [0x58, (machine) => machine.push(machine.cursor.text(machine.cursor.uint32()))], // BINUNICODE
  [0x8c, (machine) => machine.push(machine.cursor.text(machine.cursor.uint8()))], // SHORT_BINUNICODE
  [0x7d, (machine) => machine.push({ kind: 'dict', isOrdered: false, entries: [] })], // EMPTY_DICT
  [0x5d, (machine) => machine.push({ kind: 'list', items: [] })], // EMPTY_LIST
  [0x29, (machine) => machine.push({ kind: 'tuple', items: [] })], // EMPTY_TUPLE
  [0x85, (machine) => machine.push({ kind: 'tuple', items: machine.popMany(1) })], // TUPLE1
  [0x86, (machine) => machine.push({ kind: 'tuple', items: machine.popMany(2) })], // TUPLE2
  [0x87, (machine) => machine.push({ kind: 'tuple', items: machine.popMany(3) })], // TUPLE3
  [0x74, (machine) => machine.push({ kind: 'tuple', items: machine.popToMark() })], // TUPLE
  [0x71, (machine) => machine.memoize(machine.cursor.uint8())], // BINPUT
  [0x72, (machine) => machine.memoize(machine.cursor.uint32())], // LONG_BINPUT
  [0x94, (machine) => machine.memoize()], // MEMOIZE
  [0x68, (machine) => machine.recall(machine.cursor.uint8())], // BINGET
  [0x6a, (machine) => machine.recall(machine.cursor.uint32())], // LONG_BINGET
  [0x73, (machine) => machine.setItems(machine.popMany(2))], // SETITEM
  [0x75, (machine) => machine.setItems(machine.popToMark())], // SETITEMS
  [0x61, (machine) => machine.append(machine.popMany(1))], // APPEND
  [0x65, (machine) => machine.append(machine.popToMark())], // APPENDS
  [0x63, (machine) => machine.nameGlobal([machine.cursor.line(), machine.cursor.line()])], // GLOBAL
  [0x93, (machine) => machine.nameGlobal(machine.popMany(2))], // STACK_GLOBAL
  [0x51, (machine) => machine.push(storageOf(machine.pop(), machine.refuse))], // BINPERSID
  [0x52, (machine) => machine.reduce()], // REDUCE
  [0x62, (machine) => machine.build()], // BUILD
]);

/** Opcodes that make objects, or ask a program for them: refused for what they do, not as mistakes. */
const forbiddenOpcodes: ReadonlyMap<number, string> = new Map([
  [0x50, 'PERSID'],
  [0x69, 'INST'],
  [0x6f, 'OBJ'],
  [0x81, 'NEWOBJ'],
  [0x92, 'NEWOBJ_EX'],
  [0x82, 'EXT1'],
  [0x83, 'EXT2'],
  [0x84, 'EXT4'],
]);

class PickleMachine {
  readonly cursor: PickleCursor;
  private readonly stack: PickleValue[] = [];
  /** Heights of the stack. */
  private readonly marks: number[] = [];
  private readonly memo = new Map<number, PickleValue>();

  constructor(cursor: PickleCursor) {
    this.cursor = cursor;
  }

  readonly refuse: Refuse = (fault, problem) => this.cursor.refuse(fault, problem);

  unknown(opcode: number): Error {
    const name = forbiddenOpcodes.get(opcode);
    if (name !== undefined) {
      return this.refuse(
        'forbidden',
        `the pickle uses ${name}, which makes objects or asks for them; it is refused, and was not run.`,
      );
    }
    const code = `0x${opcode.toString(16).padStart(2, '0')}`;
    return this.refuse('pickle', `there is the opcode ${code}, which PyTorch does not write into a dict of tensors.`);
  }

  checkProtocol(protocol: number): void {
    if (protocol <= highestProtocol) return;
    throw this.refuse('pickle', `the pickle is of protocol ${protocol}, but Python has none above ${highestProtocol}.`);
  }

  push(value: PickleValue): void {
    this.stack.push(value);
  }

  pop(): PickleValue {
    const [value] = this.popMany(1);
    return value as PickleValue; // popMany gave exactly one
  }

  popMany(count: number): PickleValue[] {
    const height = this.stack.length - count;
    if (height < (this.marks.at(-1) ?? 0)) throw this.refuse('pickle', 'an opcode takes more values than there are.');
    return this.stack.splice(height);
  }

  mark(): void {
    this.marks.push(this.stack.length);
  }

  popToMark(): PickleValue[] {
    const height = this.marks.pop();
    if (height === undefined)
      throw this.refuse('pickle', 'an opcode takes the values since a mark, but there is none.');
    return this.stack.splice(height);
  }

  memoize(index = this.memo.size): void {
    const value = this.pop();
    this.memo.set(index, value);
    this.push(value);
  }

  recall(index: number): void {
    const value = this.memo.get(index);
    if (value === undefined) throw this.refuse('pickle', `the value ${index} of the memo is asked for, but not there.`);
    this.push(value);
  }

  setItems(pairs: readonly PickleValue[]): void {
    const { entries } = this.target('dict');
    if (pairs.length % 2 === 1) throw this.refuse('pickle', 'a dict is given a key without a value.');
    for (let i = 0; i < pairs.length; i += 2) entries.push([pairs[i] as PickleValue, pairs[i + 1] as PickleValue]);
  }

  append(values: readonly PickleValue[]): void {
    const { items } = this.target('list');
    for (const value of values) items.push(value);
  }

  nameGlobal([module, name]: readonly PickleValue[]): void {
    if (typeof module !== 'string' || typeof name !== 'string') {
      throw this.refuse('pickle', 'something is named, but not by two texts.');
    }
    this.push(namedGlobal(module, name, this.refuse));
  }

  reduce(): void {
    const [callee, args] = this.popMany(2);
    this.push(reduced(callee as PickleValue, args as PickleValue, this.refuse)); // popMany gave exactly two
  }

  /** Sets attributes of an object: those of an OrderedDict (`_metadata`) have no part in its tensors, and are dropped. */
  build(): void {
    this.pop();
    if (this.target('dict').isOrdered) return;
    throw this.refuse('forbidden', 'the pickle sets attributes of something that is no OrderedDict; it is refused.');
  }

  /** The value on top, to be changed in place. */
  private target<Kind extends 'dict' | 'list'>(kind: Kind): Extract<PickleDict | PickleList, { kind: Kind }> {
    const value = this.pop();
    this.push(value);
    if (isKind(value, kind)) return value;
    throw this.refuse('pickle', `an opcode changes a ${kind}, but there is ${kindOf(value)}.`);
  }
}
