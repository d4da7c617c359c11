import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { constant, input } from '../tensor.js';
import { scatterElements } from './scatter-elements.js';
import { zeros } from './zeros.js';

describe('scatterElements', () => {
  it('adds in the columns named, along axis 1', () => {
    const x = constant([1, 2, 3, 4, 5, 6], [2, 3]);
    const y = scatterElements(x, constant([2, 0], [2, 1], 'int32'), constant([10, 20], [2, 1]));
    expect([...evaluate(y)]).toEqual([1, 2, 13, 24, 5, 6]);
  });

  it('adds in the rows named, along axis 0', () => {
    const indices = constant([2, 2, 0, 0], [2, 2], 'int32');
    const y = scatterElements(zeros([3, 2]), indices, constant([1, 2, 3, 4], [2, 2]), { axis: 0 });
    expect([...evaluate(y)]).toEqual([3, 4, 0, 0, 1, 2]);
  });

  it('adds up where an index comes several times', () => {
    const across = constant([1, 1, 0, 2, 2, 2], [2, 3], 'int32');
    const updates = constant([1, 2, 3, 4, 5, 6], [2, 3]);
    expect([...evaluate(scatterElements(zeros([2, 3]), across, updates))]).toEqual([3, 3, 0, 0, 0, 15]);
    const down = constant([1, 0, 1, 0], [4, 1], 'int32');
    const y = scatterElements(zeros([2, 1]), down, constant([1, 2, 3, 4], [4, 1]), { axis: 0 });
    expect([...evaluate(y)]).toEqual([6, 4]);
  });

  it('puts the updates in the place of what is there, if it is told not to add', () => {
    const x = constant([1, 2, 3, 4], [2, 2]);
    const y = scatterElements(x, constant([1, 0], [2, 1], 'int32'), constant([9, 8], [2, 1]), { reduction: 'none' });
    expect([...evaluate(y)]).toEqual([1, 9, 8, 4]);
  });

  it('gives x back where nothing is added', () => {
    const y = scatterElements(constant([1, 2], [2, 1]), constant([], [0, 1], 'int32'), constant([], [0, 1]), {
      axis: 0,
    });
    expect([...evaluate(y)]).toEqual([1, 2]);
  });

  it('refuses shapes that do not fit', () => {
    const x = input('x', 'float32', [2, 3]);
    const indices = constant([0, 0], [2, 1], 'int32');
    expect(() => scatterElements(x, indices, constant([1], [1, 1]))).toThrow(
      'ScatterElements into [2, 3] along axis 1: indices are [2, 1], updates [1, 1].',
    );
    expect(() => scatterElements(x, indices, constant([1, 1], [2, 1]), { axis: 0 })).toThrow('along axis 0');
    expect(() => scatterElements(x, indices, constant([1, 1], [2, 1]), { axis: 2 })).toThrow('along axis 2');
    expect(() => scatterElements(x, constant([0, 0], [2], 'int32'), constant([1, 1], [2]))).toThrow('are [2]');
    expect(() => scatterElements(input('x', 'float32', [2]), indices, constant([1, 1], [2, 1]))).toThrow('into [2]');
  });
});
