/** A comparison that did not come out. */
export interface Mismatch {
  readonly found: string;
  readonly expected: string;
  /** How near it had to be. Absent: equal. */
  readonly tolerance?: string;
}

/** How far a number may be from the one expected. */
export interface Tolerance {
  readonly of: (expected: number) => number;
  /** For messages. */
  readonly text: string;
}

export function absolute(bound: number): Tolerance {
  return { of: () => bound, text: `${short(bound)} absolute` };
}

/** A share of the expected number's size, but of 1 where that is smaller. */
export function relative(share: number): Tolerance {
  return { of: (expected) => share * Math.max(1, Math.abs(expected)), text: `${short(share)} × max(1, |value|)` };
}

/** A share of the expected number's size alone. */
export function proportional(share: number): Tolerance {
  return { of: (expected) => share * Math.abs(expected), text: `${short(share)} × |value|` };
}

/**
 * What the gradient of a tensor may be off by: a share of its own largest element, plus a share of the norm of all
 * gradients, for a tensor whose true gradient is zero has nothing but rounding in it.
 */
export function gradientTolerance({
  expected,
  globalNorm,
  ofLargest,
  ofGlobalNorm,
}: {
  expected: ArrayLike<number>;
  globalNorm: number;
  ofLargest: number;
  ofGlobalNorm: number;
}): Tolerance {
  return absolute(ofLargest * largest(expected) + ofGlobalNorm * globalNorm);
}

/** Numbers, each within a tolerance of its own. NaN and infinity are near to nothing but themselves. */
export function compareNumbers(
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: Tolerance,
): Mismatch | undefined {
  if (found.length !== expected.length) return countMismatch(found, expected);
  let worst: { index: number; excess: number } | undefined;
  for (let index = 0; index < expected.length; index++) {
    const bound = tolerance.of(at(expected, index));
    const excess = distance(at(found, index), at(expected, index)) / bound;
    if (excess > 1 && excess > (worst?.excess ?? 0)) worst = { index, excess };
  }
  if (worst === undefined) return undefined;
  const { index } = worst;
  return {
    found: `${at(found, index)} at ${index}`,
    expected: `${at(expected, index)}, off by ${short(distance(at(found, index), at(expected, index)))}`,
    tolerance: tolerance.text,
  };
}

/**
 * A tensor after some optimiser steps. Adam divides a gradient by its own size, so where that is next to nothing, its
 * rounding is as large as the learning rate: such elements may be off, if they are few, by what the steps could move.
 */
export function compareWeights(
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  {
    bound,
    share,
    reach,
    loose,
  }: {
    /** How far an element may be off. */
    bound: number;
    /** Which part of the tensor, or one element, may be off by more. */
    share: number;
    /** How far those may be off: the sum of the learning rates. */
    reach: number;
    /** Whether all may, since the tensor's true gradient is zero. */
    loose: boolean;
  },
): Mismatch | undefined {
  const beyond = compareNumbers(found, expected, absolute(reach));
  if (beyond !== undefined || loose) return beyond;
  let offCount = 0;
  for (let index = 0; index < expected.length; index++) {
    if (distance(at(found, index), at(expected, index)) > bound) offCount++;
  }
  const allowed = Math.max(1, Math.floor(share * expected.length));
  if (offCount <= allowed) return undefined;
  return {
    found: `${offCount} of ${expected.length} elements off by more than ${short(bound)}`,
    expected: `${allowed} at most`,
    tolerance: `${short(share)} of the elements`,
  };
}

/** Values of any kind, element by element. */
export function compareExactly(found: unknown, expected: unknown): Mismatch | undefined {
  if (isList(found) && isList(expected)) {
    if (found.length !== expected.length) return countMismatch(found, expected);
    for (let index = 0; index < expected.length; index++) {
      const mismatch = compareExactly(found[index], expected[index]);
      if (mismatch !== undefined) return { found: `${mismatch.found} at ${index}`, expected: mismatch.expected };
    }
    return undefined;
  }
  return Object.is(found, expected) ? undefined : { found: show(found), expected: show(expected) };
}

/** Names in any order. */
export function compareNames(found: Iterable<string>, expected: Iterable<string>): Mismatch | undefined {
  const [here, there] = [new Set(found), new Set(expected)];
  const extra = [...here].filter((name) => !there.has(name));
  const missing = [...there].filter((name) => !here.has(name));
  if (extra.length === 0 && missing.length === 0) return undefined;
  return {
    found: `besides: ${extra.join(', ') || 'nothing'}`,
    expected: `but missing: ${missing.join(', ') || 'nothing'}`,
  };
}

/** What must not happen at all. */
export function expectNone(names: readonly string[]): Mismatch | undefined {
  return names.length === 0 ? undefined : { found: names.join(', '), expected: 'none' };
}

/** The Euclidean norm of several tensors together. */
export function globalNorm(tensors: Iterable<ArrayLike<number>>): number {
  let sum = 0;
  for (const tensor of tensors) for (let i = 0; i < tensor.length; i++) sum += at(tensor, i) ** 2;
  return Math.sqrt(sum);
}

function distance(found: number, expected: number): number {
  if (Object.is(found, expected) || found === expected) return 0;
  const difference = Math.abs(found - expected);
  return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
}

function largest(numbers: ArrayLike<number>): number {
  let result = 0;
  for (let i = 0; i < numbers.length; i++) result = Math.max(result, Math.abs(at(numbers, i)));
  return result;
}

function at(numbers: ArrayLike<number>, index: number): number {
  return numbers[index] ?? Number.NaN;
}

function countMismatch(found: ArrayLike<unknown>, expected: ArrayLike<unknown>): Mismatch {
  return { found: `${found.length} values`, expected: `${expected.length} values` };
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

function show(value: unknown): string {
  return value === undefined ? 'undefined' : JSON.stringify(value);
}

function short(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}
