import { describe, expect, it } from 'vitest';
import { numbers, ranges, toggle } from './code-point-tables.js';

describe('numbers', () => {
  it('reads letters, behind how many times 52 there are besides', () => {
    expect([...numbers('azAZ1a10Z411e')]).toEqual([0, 25, 26, 51, 52, 571, 411 * 52 + 4]);
    expect([...numbers('')]).toEqual([]);
  });
});

describe('ranges', () => {
  it('alternates between what is not in the table and what is', () => {
    expect([...ranges('abcd')]).toEqual([
      [0, 0],
      [3, 5],
    ]);
    expect([...ranges('')]).toEqual([]);
  });
});

describe('toggle', () => {
  it('flips one flag, so that what is in two tables has it not', () => {
    const flags = new Uint8Array(8);
    toggle(flags, 'be', 2);
    toggle(flags, 'dd', 2);
    toggle(flags, 'ab', 1);
    expect([...flags]).toEqual([1, 2, 2, 0, 0, 2, 0, 0]);
  });
});
