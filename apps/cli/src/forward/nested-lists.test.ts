import { describe, expect, it } from 'vitest';
import { readNestedNumbers } from './nested-lists.js';

describe('readNestedNumbers', () => {
  it('reads lists of every depth, row by row', () => {
    expect(readNestedNumbers([1, 2], 'x', 1)).toEqual({ shape: [2], values: [1, 2] });
    expect(
      readNestedNumbers(
        [
          [[1], [2]],
          [[3], [4]],
        ],
        'x',
        3,
      ),
    ).toEqual({ shape: [2, 2, 1], values: [1, 2, 3, 4] });
  });

  it.each([
    [7, 'x must be a list: x has 2 levels of lists.'],
    [[1], 'x[0] must be a list: x has 2 levels of lists.'],
    [[[1, 2], [3]], 'x[1] has 1 entry, but the lists before it have 2: fill the shorter ones up'],
    [[[1, [2]]], 'x[0][1] is object, but must be a number.'],
    [[['1']], 'x[0][0] is string, but must be a number.'],
    [[[1, null]], 'x[0][1] is object, but must be a number.'],
    [[], 'x is empty.'],
    [[[], []], 'x is empty.'],
  ])('refuses %j, and says where', (lists, message) => {
    expect(() => readNestedNumbers(lists, 'x', 2)).toThrow(message);
  });

  it('asks what is wrong with each number', () => {
    const problem = (value: number) => (value < 0 ? 'it must not be below 0' : undefined);
    expect(() => readNestedNumbers([[1, -2]], 'x', 2, problem)).toThrow('x[0][1] is -2, but it must not be below 0.');
  });
});
