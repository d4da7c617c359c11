import { describe, expect, it } from 'vitest';
import { byteCount, partsOf } from './parts.js';

/** Lines of 100 bytes, each with its number. */
const lines = (count: number) => Array.from({ length: count }, (_, i) => String(i).padEnd(100, '.'));

describe('partsOf', () => {
  it('gives parts of about the size asked for, which share no line', () => {
    const parts = partsOf(lines(50_000), { count: 7, bytes: 200_000 })!;
    expect(parts.map(byteCount)).toEqual(new Array(7).fill(200_000));
    expect(new Set(parts.flat()).size).toBe(parts.flat().length);
  });

  it('takes every part from all over the text', () => {
    const parts = partsOf(lines(50_000), { count: 5, bytes: 500_000 })!;
    for (const part of parts) {
      const places = part.map((line) => Number.parseInt(line, 10));
      expect(Math.min(...places)).toBeLessThan(12_500);
      expect(Math.max(...places)).toBeGreaterThan(37_500);
    }
  });

  it('gives smaller parts of equal size where there is less text', () => {
    const parts = partsOf(lines(5000), { count: 3, bytes: 2_000_000 })!;
    expect(parts.map(byteCount)).toEqual([150_000, 150_000, 150_000]); // 10 blocks of 50 000, 3 each
  });

  it('gives none where a part would be empty', () => {
    expect(partsOf(lines(1499), { count: 3, bytes: 200_000 })).toBeUndefined(); // 2 blocks and almost a third
    expect(partsOf(lines(1500), { count: 3, bytes: 200_000 })).toHaveLength(3);
    expect(partsOf([], { count: 1, bytes: 200_000 })).toBeUndefined();
  });

  it('counts bytes of UTF-8', () => {
    expect(byteCount(['é', '中文'])).toBe(8);
    expect(partsOf([...'中'.repeat(50_001)], { count: 3, bytes: 50_001 })).toHaveLength(3); // 150 003 bytes
  });
});
