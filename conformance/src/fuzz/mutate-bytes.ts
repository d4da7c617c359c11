import type { Random } from '@bertkit/random';

/** Numbers at which sizes, offsets and counts go wrong. */
const edges: readonly bigint[] = [
  ...[0n, 1n, 2n, 7n, 8n, 255n, 256n, 65535n, 65536n],
  ...[2n ** 31n - 1n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 53n, 2n ** 62n, 2n ** 63n, 2n ** 64n - 1n],
];

/** A copy of `bytes` with a fault between `start` and `end`, or a few. */
export function mutateBytes(
  bytes: Uint8Array,
  random: Random,
  { start = 0, end = bytes.length }: { start?: number; end?: number } = {},
): Uint8Array {
  const head = bytes.subarray(0, start);
  let part: Uint8Array = bytes.slice(start, end);
  const tail = bytes.subarray(end);
  for (let count = faultCount(random); count > 0; count--) part = pick(faults, random)(part, random, bytes.length);
  return concatenate([head, part, tail]);
}

/** One, or more and more rarely more: many faults at once would never come past the first check. */
export function faultCount(random: Random): number {
  let count = 1;
  while (random.below(3) === 0) count++;
  return count;
}

export function pick<Item>(items: readonly Item[], random: Random): Item {
  const item = items[random.below(items.length)];
  if (item === undefined) throw new Error('There is nothing to pick from.');
  return item;
}

export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

type Fault = (bytes: Uint8Array, random: Random, fileSize: number) => Uint8Array;

const faults: readonly Fault[] = [
  (bytes, random) => withNumber(bytes, random, 1, random.below(256)),
  (bytes, random) => withNumber(bytes, random, 1, (bytes[0] ?? 0) ^ (1 << random.below(8))),
  (bytes, random) => withNumber(bytes, random, pick([1, 2, 4, 8], random), pick(edges, random)),
  (bytes, random, fileSize) => withNumber(bytes, random, pick([2, 4, 8], random), fileSize + random.below(5) - 2),
  (bytes, random) => spliced(bytes, random, new Uint8Array(0)),
  (bytes, random) => spliced(bytes, random, randomBytes(random)),
  (bytes, random) => spliced(bytes, random, slice(bytes, random)),
  (bytes, random) => concatenate([bytes, slice(bytes, random)]),
  (bytes, random) => bytes.slice(0, random.below(bytes.length + 1)),
];

/** Overwrites some bytes, little-endian. */
function withNumber(bytes: Uint8Array, random: Random, size: number, value: number | bigint): Uint8Array {
  const changed = bytes.slice();
  const at = random.below(bytes.length + 1);
  let rest = BigInt.asUintN(64, BigInt(value));
  for (let i = at; i < Math.min(at + size, bytes.length); i++) {
    changed[i] = Number(rest & 255n);
    rest >>= 8n;
  }
  return changed;
}

/** With `inserted` in the place of up to 20 bytes. */
function spliced(bytes: Uint8Array, random: Random, inserted: Uint8Array): Uint8Array {
  const at = random.below(bytes.length + 1);
  return concatenate([bytes.subarray(0, at), inserted, bytes.subarray(Math.min(at + random.below(21), bytes.length))]);
}

function slice(bytes: Uint8Array, random: Random): Uint8Array {
  const at = random.below(bytes.length + 1);
  return bytes.slice(at, at + random.below(65));
}

function randomBytes(random: Random): Uint8Array {
  return Uint8Array.from({ length: random.below(9) }, () => random.below(256));
}
