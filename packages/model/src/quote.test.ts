import { expect, it } from 'vitest';
import { quote } from './quote.js';

it.each([
  ['a "b"\n', '"a \\"b\\"\\n"'],
  ['x'.repeat(1000), `"${'x'.repeat(80)}"…`],
  [[2, 'a', null], '[2, "a", null]'],
  [Array(1000).fill(1), '[1, 1, 1, 1, 1, 1, 1, 1, …]'],
  [[[[[]]]], '[[…]]'],
  [{ a: 1 }, '{…}'],
  [undefined, 'undefined'],
  [-0.5, '-0.5'],
])('shows a value in short, %#', (value, text) => {
  expect(quote(value)).toBe(text);
});
