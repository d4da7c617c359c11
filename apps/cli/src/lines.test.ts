import { expect, it } from 'vitest';
import { linesOf } from './lines.js';

/** Bytes that come one by one. */
async function* slowly(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (const byte of bytes) yield Uint8Array.of(byte);
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

it.each([
  ['', []],
  ['\n', ['']],
  ['猫\n\nb\r\nc', ['猫', '', 'b\r', 'c']],
])('%j has the lines %j, in whatever chunks it comes', async (text, lines) => {
  expect(await all(linesOf(slowly(new TextEncoder().encode(text)), 'it'))).toEqual(lines);
});

it('gives a line before the next one has come', async () => {
  const lines = linesOf(slowly(Buffer.from('one\ntwo\nd\xe9j\xe0\n', 'latin1')), 'stdin');
  expect((await lines.next()).value).toBe('one');
  expect((await lines.next()).value).toBe('two');
  await expect(lines.next()).rejects.toThrow('Line 3 of stdin is not UTF-8 text.');
});

it('says what could not be read', async () => {
  // biome-ignore lint/correctness/useYield: it fails at once
  async function* broken(): AsyncGenerator<Uint8Array> {
    throw Object.assign(new Error('EISDIR: illegal operation'), { code: 'EISDIR' });
  }
  await expect(all(linesOf(broken(), 'stdin'))).rejects.toThrow('stdin cannot be read: it is a directory.');
});
