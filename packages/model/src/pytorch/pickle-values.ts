/**
 * What the pickle of a state dict is made of. Descriptions, all of them: nothing here can be called, and nothing holds a
 * number of a tensor.
 */
export type PickleValue =
  | null
  | boolean
  | number
  /** Of a whole number beyond those that a `number` holds exactly. */
  | bigint
  | string
  | PickleList
  | PickleTuple
  | PickleDict
  | PickleGlobal
  | Storage
  | TensorView;

export interface PickleList {
  readonly kind: 'list';
  readonly items: PickleValue[];
}

export interface PickleTuple {
  readonly kind: 'tuple';
  readonly items: readonly PickleValue[];
}

export interface PickleDict {
  readonly kind: 'dict';
  /** A `collections.OrderedDict`. */
  readonly isOrdered: boolean;
  /** In their order, twice where a key was set twice. */
  readonly entries: (readonly [key: PickleValue, value: PickleValue])[];
}

/** A class or function, by its name; never more than that. */
export interface PickleGlobal {
  readonly kind: 'global';
  /** `module.name` */
  readonly name: string;
}

/** A run of numbers that tensors are views of, kept outside the pickle. */
export interface Storage {
  readonly kind: 'storage';
  readonly key: string;
  /** As safetensors spells it. */
  readonly dtype: string;
  readonly itemSize: number;
  /** The elements `[start, end)` of the record `key`, as the pickle says it. */
  readonly start: number;
  readonly end: number;
  /** Of the whole record, in elements, as the pickle says it. */
  readonly recordLength: number;
}

export interface TensorView {
  readonly kind: 'tensor';
  readonly storage: Storage;
  /** Of the first element within the storage, in elements. */
  readonly offset: number;
  readonly shape: readonly number[];
  /** In elements, one an axis. */
  readonly strides: readonly number[];
}

/** Whether a value is a description of this kind. */
export function isKind<Kind extends PickleObject['kind']>(
  value: PickleValue | undefined,
  kind: Kind,
): value is Extract<PickleObject, { kind: Kind }> {
  return typeof value === 'object' && value !== null && value.kind === kind;
}

type PickleObject = Extract<PickleValue, object>;

/** What a value is, for messages. */
export function kindOf(value: PickleValue): string {
  if (value === null) return 'None';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'boolean') return 'a truth value';
  if (typeof value !== 'object') return 'a number';
  return {
    list: 'a list',
    tuple: 'a tuple',
    dict: 'a dict',
    global: 'a class',
    storage: 'a storage',
    tensor: 'a tensor',
  }[value.kind];
}
