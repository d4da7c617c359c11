import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differenceCount, hashIds } from './id-hash.js';

describe('hashIds', () => {
  it('does not mind what kind of list the ids are in, but their order and number', () => {
    expect(hashIds(Int32Array.of(1, 2, 3))).toBe(hashIds([1, 2, 3]));
    expect(hashIds([1, 2])).not.toBe(hashIds([2, 1]));
    expect(hashIds([1])).not.toBe(hashIds([1, 0]));
    expect(hashIds([])).not.toBe(hashIds([0]));
  });

  it('differs where one id does', () => {
    const ids = fc.array(fc.nat(30_521), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(ids, fc.nat(), fc.integer({ min: 1, max: 30_521 }), (ids, place, change) => {
        const at = place % ids.length;
        expect(hashIds(ids)).not.toBe(hashIds(ids.with(at, ids[at]! + change)));
      }),
    );
  });
});

describe('differenceCount', () => {
  it('counts entries that differ, or all where lists are not of one length', () => {
    expect(differenceCount([1, 2, 3], [1, 2, 3])).toBe(0);
    expect(differenceCount([1, 2, 3], [1, 0, 0])).toBe(2);
    expect(differenceCount([1, 2, 3], [1, 2])).toBe(3);
  });
});
