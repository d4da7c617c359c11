import { describe, expect, it } from 'vitest';
import { slotsOf } from './task.js';

describe('slotsOf', () => {
  it('gives each sequence as many slots as the fullest has labels', () => {
    const labels = [-100, 7, -100, 9, /**/ -100, -100, -100, 5]; // [2, 4]
    expect(slotsOf(labels, [2, 4])).toEqual({
      perSequence: 2,
      rows: Int32Array.of(1, 3, /**/ 7, 4), // the slot left over stands at the row's first token
      labels: Int32Array.of(7, 9, /**/ 5, -100),
    });
  });

  it('has one slot where there is no label at all', () => {
    expect(slotsOf([-100, -100], [2, 1])).toEqual({
      perSequence: 1,
      rows: Int32Array.of(0, 1),
      labels: Int32Array.of(-100, -100),
    });
  });

  it('takes the piece 0 for a label', () => {
    expect(slotsOf([0, -100], [1, 2]).labels).toEqual(Int32Array.of(0));
  });
});
