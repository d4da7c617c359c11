import { describe, expect, it } from 'vitest';
import { broadcastShape } from './broadcast-shape.js';
import { GraphError } from './errors.js';

describe('broadcastShape', () => {
  it.each([
    { a: [], b: [], shape: [] },
    { a: [], b: [2, 3], shape: [2, 3] },
    { a: [3], b: [2, 3], shape: [2, 3] },
    { a: [2, 1], b: [1, 3], shape: [2, 3] },
    { a: [4, 1, 3], b: [2, 1], shape: [4, 2, 3] },
    { a: [0], b: [1], shape: [0] },
    { a: ['batch', 1], b: [3], shape: ['batch', 3] },
    { a: ['batch', 3], b: ['batch', 1], shape: ['batch', 3] },
  ])('makes $shape of $a and $b, in either order', ({ a, b, shape }) => {
    expect(broadcastShape(a, b)).toEqual(shape);
    expect(broadcastShape(b, a)).toEqual(shape);
  });

  it.each([
    { a: [2, 3], b: [4, 3], message: '[2, 3] and [4, 3] do not broadcast: 2 is not 4.' },
    { a: [2, 0], b: [3], message: '[2, 0] and [3] do not broadcast: 0 is not 3.' },
    { a: ['batch'], b: ['sequence'], message: '[batch] and [sequence] do not broadcast: batch is not sequence.' },
  ])('refuses $a and $b', ({ a, b, message }) => {
    expect(() => broadcastShape(a, b)).toThrow(new GraphError(message));
  });
});
