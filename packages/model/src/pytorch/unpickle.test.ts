import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PyTorchFileError } from '../errors.js';
import { unpickle } from './unpickle.js';

/** Bytes as Python shows them: one a character. */
const bytesOf = (latin1: string): Uint8Array => Uint8Array.from(latin1, (character) => character.charCodeAt(0));

const read = (latin1: string) => unpickle(bytesOf(latin1), { where: 'x.bin' }).value;

function errorOf(latin1: string): PyTorchFileError {
  try {
    read(latin1);
  } catch (error) {
    if (error instanceof PyTorchFileError) return error;
    throw error;
  }
  throw new Error('It was read.');
}

const text = (value: string) => `X${String.fromCharCode(value.length)}\0\0\0${value}`;
const orderedDict = 'ccollections\nOrderedDict\n)R';

const storage = ({ type = 'FloatStorage', length = 'K\x06', view = '' } = {}) =>
  `(${text('storage')}ctorch\n${type}\n${text('7')}${text('cpu')}${length}${view}tQ`;

function tensor({ of = storage(), offset = 'K\0', shape = 'K\x02K\x03\x86', strides = 'K\x03K\x01\x86' } = {}): string {
  return `ctorch._utils\n_rebuild_tensor_v2\n(${of}${offset}${shape}${strides}\x89${orderedDict}tR`;
}

const described = {
  kind: 'tensor',
  storage: { kind: 'storage', key: '7', dtype: 'F32', itemSize: 4, start: 0, end: 6, recordLength: 6 },
  offset: 0,
  shape: [2, 3],
  strides: [3, 1],
};

describe('unpickle', () => {
  it.each<[string, string, unknown]>([
    ['NONE', 'N.', null],
    ['NEWTRUE', '\x88.', true],
    ['NEWFALSE', '\x89.', false],
    ['BININT', 'J\xfe\xff\xff\xff.', -2],
    ['BININT1', 'K\xff.', 255],
    ['BININT2', 'M\xff\xff.', 65535],
    ['LONG1 of no bytes', '\x8a\0.', 0],
    ['LONG1', '\x8a\x02\0\xff.', -256],
    ['LONG1 beyond exact numbers', '\x8a\x08\x01\0\0\0\0\0\x20\0.', 2n ** 53n + 1n],
    ['BINFLOAT', 'G\x3f\xf8\0\0\0\0\0\0.', 1.5],
    ['BINUNICODE', 'X\x02\0\0\0\xc3\xa9.', 'é'],
    ['SHORT_BINUNICODE', '\x8c\x01a.', 'a'],
    ['EMPTY_TUPLE', ').', { kind: 'tuple', items: [] }],
    ['TUPLE1', 'K\x01\x85.', { kind: 'tuple', items: [1] }],
    ['TUPLE2', 'K\x01K\x02\x86.', { kind: 'tuple', items: [1, 2] }],
    ['TUPLE3', 'K\x01K\x02K\x03\x87.', { kind: 'tuple', items: [1, 2, 3] }],
    ['MARK and TUPLE', '(K\x01(tt.', { kind: 'tuple', items: [1, { kind: 'tuple', items: [] }] }],
    ['EMPTY_LIST and APPEND', ']K\x01a.', { kind: 'list', items: [1] }],
    ['APPENDS', '](K\x01K\x02e.', { kind: 'list', items: [1, 2] }],
    ['EMPTY_DICT and SETITEM', '}K\x01Ns.', { kind: 'dict', isOrdered: false, entries: [[1, null]] }],
    [
      'SETITEMS',
      '}(K\x01NK\x02Nu.',
      {
        kind: 'dict',
        isOrdered: false,
        entries: [
          [1, null],
          [2, null],
        ],
      },
    ],
    ['BINPUT and BINGET', 'K\x01q\x09K\x02h\x09\x87.', { kind: 'tuple', items: [1, 2, 1] }],
    ['LONG_BINPUT and LONG_BINGET', 'K\x01r\0\0\x01\0K\x02j\0\0\x01\0\x87.', { kind: 'tuple', items: [1, 2, 1] }],
    [
      'MEMOIZE',
      'K\x01\x94K\x02\x94h\0h\x01\x86\x87.',
      { kind: 'tuple', items: [1, 2, { kind: 'tuple', items: [1, 2] }] },
    ],
    ['PROTO and FRAME', '\x80\x04\x95\x02\0\0\0\0\0\0\0N.', null],
    ['GLOBAL', 'ctorch\nByteStorage\n.', { kind: 'global', name: 'torch.ByteStorage' }],
    ['STACK_GLOBAL', `${text('torch')}${text('ByteStorage')}\x93.`, { kind: 'global', name: 'torch.ByteStorage' }],
    ['REDUCE', `${orderedDict}.`, { kind: 'dict', isOrdered: true, entries: [] }],
    [
      'BUILD, without what it sets',
      `${orderedDict}}${text('_metadata')}Nsb.`,
      { kind: 'dict', isOrdered: true, entries: [] },
    ],
    ['BINPERSID', `${storage()}.`, described.storage],
  ])('reads %s', (_, pickle, value) => {
    expect(read(pickle)).toEqual(value);
  });

  it('goes on where a pickle ended, and says where it ends itself', () => {
    expect(unpickle(bytesOf('K\x01.K\x02.N'), { start: 3, where: 'x.bin' })).toEqual({ value: 2, end: 6 });
  });

  it.each([
    ['as it is saved today', tensor(), described],
    [
      'by the older function',
      `ctorch._utils\n_rebuild_tensor\n(${storage()}K\0K\x06\x85K\x01\x85tR`,
      { ...described, shape: [6], strides: [1] },
    ],
    ['as a parameter', `ctorch._utils\n_rebuild_parameter\n${tensor()}\x88${orderedDict}\x87R`, described],
    ['of half numbers', tensor({ of: storage({ type: 'HalfStorage' }) }), { storage: { dtype: 'F16', itemSize: 2 } }],
    [
      'of a part of a storage',
      tensor({ of: storage({ length: 'K\x09', view: `(${text('v')}K\x02K\x06t` }) }),
      { storage: { start: 2, end: 8, recordLength: 9 } },
    ],
    ['that is transposed', tensor({ strides: 'K\x01K\x02\x86' }), { strides: [1, 2] }],
    [
      'that repeats its elements',
      tensor({ shape: 'M\xe8\x03K\x06\x86', strides: 'K\0K\x01\x86' }),
      { shape: [1000, 6] },
    ],
    ['without dimensions', tensor({ offset: 'K\x05', shape: ')', strides: ')' }), { shape: [], offset: 5 }],
    [
      'without elements',
      tensor({ offset: 'K\x06', shape: 'K\0K\x63\x86', strides: 'K\x63K\x01\x86' }),
      { shape: [0, 99] },
    ],
  ])('describes a tensor %s', (_, pickle, value) => {
    expect(read(`${pickle}.`)).toMatchObject(value);
  });

  it.each([
    ['a function', 'cos\nsystem\n'],
    ['one that is dropped again', 'cos\nsystem\n0N.'],
    ['one by its texts', `${text('builtins')}${text('eval')}\x93`],
    ['one of a module that is allowed otherwise', 'ctorch._utils\n_rebuild_qtensor\n'],
    ['one under a module that is allowed', 'ctorch._utils._rebuild_tensor_v2\n__globals__\n'],
    ['a method', 'ccollections\nOrderedDict.update\n'],
    ['a property of every object', 'c\nconstructor\n'],
    ['a storage of another module', 'cos\nFloatStorage\n'],
  ])('refuses %s by name, as soon as it is named', (_, pickle) => {
    const error = errorOf(pickle); // with nothing behind it: the name alone is enough
    expect(error.fault).toBe('forbidden');
    expect(error.message).toMatch(/^x.bin: At byte \d+, the pickle names ".*", .* nothing of it was run\.$/);
  });

  it.each([
    ['PERSID', 'Pstorage\n.'],
    ['INST', '(ios\nsystem\n.'],
    ['OBJ', '(o.'],
    ['NEWOBJ', '\x81.'],
    ['NEWOBJ_EX', '\x92.'],
    ['EXT1', '\x82\x01.'],
    ['EXT2', '\x83\x01\x01.'],
    ['EXT4', '\x84\x01\x01\x01\x01.'],
  ])('refuses the opcode %s by name', (name, pickle) => {
    expect(errorOf(pickle)).toMatchObject({ fault: 'forbidden', message: expect.stringContaining(` ${name},`) });
  });

  it.each([
    ['a call of a storage class', 'ctorch\nByteStorage\n)R.'],
    ['a call of a value', 'N)R.'],
    ['attributes of a plain dict', '}}b.'],
    ['something else kept outside', `(${text('module')}tQ.`],
    ['a storage of no storage class', `(${text('storage')}ccollections\nOrderedDict\n${text('0')}tQ.`],
    ['a persistent id that is no tuple', 'NQ.'],
  ])('refuses %s', (_, pickle) => {
    expect(errorOf(pickle).fault).toBe('forbidden');
  });

  it.each([
    ['nothing', ''],
    ['no end', 'N'],
    ['an end without a value', '.'],
    ['an opcode that PyTorch does not write', 'N0.'],
    ['an opcode that Python does not know', '\xff.'],
    ['a protocol of the future', '\x80\x06N.'],
    ['a text beyond the end', 'X\xff\xff\xff\xffab.'],
    ['a text that is not UTF-8', 'X\x01\0\0\0\xff.'],
    ['a name without an end', 'ctorch\nByteStorage.'],
    ['a long whole number', `\x8a\x11${'\0'.repeat(17)}.`],
    ['a number cut off', 'J\0\0'],
    ['too few values for a tuple', 'N\x86.'],
    ['values from before a mark', 'N(\x85.'],
    ['a mark that is not there', 'Nt.'],
    ['a memo without a value', 'q\0.'],
    ['a memo that is not there', 'h\0.'],
    ['an item for something that is no list', '}Na.'],
    ['items for something that is no dict', '](NNu.'],
    ['a key without a value', '}(Nu.'],
    ['attributes of a class', 'ccollections\nOrderedDict\n}b.'],
    ['a name that is no text', 'NN\x93.'],
    ['arguments that are no tuple', 'ccollections\nOrderedDict\nNR.'],
    ['an OrderedDict with arguments', 'ccollections\nOrderedDict\n]\x85R.'],
    ['a tensor of too few parts', `ctorch._utils\n_rebuild_tensor_v2\n(${storage()}K\0tR.`],
    ['a tensor of no storage', `${tensor({ of: 'N' })}.`],
    ['a tensor whose shape is a list', `${tensor({ shape: ']' })}.`],
    ['a parameter of no tensor', `ctorch._utils\n_rebuild_parameter\nN\x88${orderedDict}\x87R.`],
  ])('refuses %s as a fault of the pickle', (_, pickle) => {
    expect(errorOf(pickle).fault).toBe('pickle');
  });

  const huge = '\x8a\x09\0\0\0\0\0\0\0\x40\0'; // 2^62
  it.each([
    ['a storage without a key', `(${text('storage')}ctorch\nByteStorage\ntQ.`],
    ['a storage without a length', `${storage({ length: 'N' })}.`],
    ['a storage of a length below 0', `${storage({ length: 'J\xff\xff\xff\xff' })}.`],
    ['a storage of half an element', `${storage({ length: 'G\x3f\xe0\0\0\0\0\0\0' })}.`],
    ['a storage of 2^62 elements', `${storage({ length: huge })}.`],
    ['a part beyond its storage', `${storage({ view: `(${text('v')}K\x03K\x04t` })}.`],
    ['a part that is no tuple', `${storage({ view: 'K\x03' })}.`],
    ['an offset below 0', `${tensor({ offset: 'J\xff\xff\xff\xff' })}.`],
    ['an offset beyond the end', `${tensor({ offset: 'K\x01' })}.`],
    [
      'an offset beyond the end, of no elements',
      `${tensor({ offset: 'K\x07', shape: 'K\0\x85', strides: 'K\x01\x85' })}.`,
    ],
    ['a size below 0', `${tensor({ shape: 'J\xff\xff\xff\xffK\x03\x86' })}.`],
    ['a stride below 0', `${tensor({ strides: 'J\xff\xff\xff\xffK\x01\x86' })}.`],
    ['a stride too many', `${tensor({ strides: 'K\x06K\x03K\x01\x87' })}.`],
    ['a row beyond the end', `${tensor({ shape: 'K\x03K\x03\x86' })}.`],
    ['a stride beyond the end', `${tensor({ strides: 'K\x04K\x01\x86' })}.`],
    ['2^62 times the same element', `${tensor({ shape: `${huge}\x85`, strides: 'K\0\x85' })}.`],
    ['2^32 times the same element', `${tensor({ shape: 'J\0\0\x01\0J\0\0\x01\0\x86', strides: 'K\0K\0\x86' })}.`],
    [
      'sizes that overflow to no elements',
      `${tensor({ shape: `(${'J\xff\xff\xff\x7f'.repeat(40)}K\0t`, strides: `(${'K\0'.repeat(41)}t` })}.`,
    ],
    [
      'more dimensions than there are',
      `${tensor({ shape: `(${'K\x01'.repeat(65)}t`, strides: `(${'K\x01'.repeat(65)}t` })}.`,
    ],
  ])('refuses %s as a fault of the storage', (_, pickle) => {
    expect(errorOf(pickle).fault).toBe('storage');
  });

  it('reads lists in lists in lists without running out of stack, and what holds itself without running on', () => {
    expect(read(`${']'.repeat(100_000)}${'a'.repeat(99_999)}.`)).toMatchObject({ kind: 'list' });
    expect(read('}q\0Nh\0s.')).toMatchObject({ kind: 'dict' });
  });

  it('stops at a million opcodes', () => {
    expect(errorOf(`${'N'.repeat(1_000_000)}.`)).toMatchObject({ fault: 'pickle' });
  });

  it('ends with a value or a fault of the file, whatever the bytes are', () => {
    const opcodes = [...'.(NJKMGX}])tqrhjsuaecQRb\x80\x95\x88\x89\x8a\x8c\x85\x86\x87\x94\x93\0\x01\x04\n'];
    const pieces = [...opcodes, text('storage'), 'ctorch\nByteStorage\n', orderedDict, storage(), tensor()];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces)), (chosen) => {
        try {
          read(chosen.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(PyTorchFileError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
