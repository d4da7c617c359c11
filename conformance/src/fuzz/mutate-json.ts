import type { Random } from '@bertkit/random';
import { faultCount, mutateBytes, pick } from './mutate-bytes.js';

/** Values at which readers of JSON go wrong. */
const edges: readonly unknown[] = [
  ...[null, true, false, [], {}, [[]], [0, 0], [1, 0]],
  ...[0, 1, 2, -1, 0.5, 1e-300, 1e308, 255, 65536, 2 ** 31 - 1, 2 ** 31, 2 ** 40, 2 ** 53, 2 ** 62],
  ...['', 'a', '0', '__proto__', 'constructor', '../x', '/etc/passwd', 'C:x', 'a\0b', '\ud800'],
  ...['F32', 'F16', 'I64', 'F4', 'x'.repeat(10_000)],
];

/** The same JSON with a fault or a few: in its values and keys, and at times in its text. */
export function mutateJson(text: string, random: Random): Uint8Array {
  let value: unknown = JSON.parse(text);
  for (let count = faultCount(random); count > 0; count--)
    value = changedAt(value, random.below(sizeOf(value)), random);
  const bytes = new TextEncoder().encode(JSON.stringify(value) ?? '');
  return random.below(5) === 0 ? mutateBytes(bytes, random) : bytes;
}

/** The number of values in a value, itself included. */
function sizeOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((size: number, item) => size + sizeOf(item), 1);
}

/** With a fault in the value that comes as number `index`, counted from the outermost. */
function changedAt(value: unknown, index: number, random: Random): unknown {
  if (index === 0) return changed(value, random);
  if (typeof value !== 'object' || value === null) return value;
  let rest = index - 1;
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => {
    const at = rest;
    const size = sizeOf(item);
    rest -= size;
    return [key, at >= 0 && at < size ? changedAt(item, at, random) : item];
  });
  return Array.isArray(value) ? entries.map(([, item]) => item) : Object.fromEntries(entries);
}

function changed(value: unknown, random: Random): unknown {
  if (typeof value === 'object' && value !== null && random.below(3) > 0) return changedEntries(value, random);
  if (typeof value === 'number' && random.below(3) > 0) return value + pick([-1, 1, 0.5, -2 * value, 2 ** 32], random);
  if (typeof value === 'string' && random.below(3) > 0) {
    return new TextDecoder().decode(mutateBytes(new TextEncoder().encode(value), random));
  }
  return random.below(20) === 0 ? nested(random) : pick(edges, random);
}

/** With an item left out, doubled, renamed or put elsewhere. */
function changedEntries(value: object, random: Random): unknown {
  const entries: [string, unknown][] = Object.entries(value);
  const at = random.below(entries.length + 1);
  const [key = 'new', item = null] = entries[at] ?? [];
  const name = pick(['', '0', '__proto__', 'constructor', `${key} `, `${key}s`, 'x'], random);
  const here: [string, unknown] = [key, item];
  const renamed: [string, unknown] = [name, item];
  const inPlace: [string, unknown][][] = [[], [[key, pick(edges, random)]], [renamed], [here, renamed]];
  entries.splice(at, 1, ...pick(inPlace, random));
  if (random.below(4) === 0) random.shuffle(entries);
  return Array.isArray(value) ? entries.map(([, each]) => each) : Object.fromEntries(entries);
}

function nested(random: Random): unknown {
  let value: unknown = 0;
  for (let depth = 1 + random.below(2000); depth > 0; depth--) value = depth % 2 === 0 ? [value] : { a: value };
  return value;
}
