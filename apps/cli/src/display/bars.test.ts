import { describe, expect, it } from 'vitest';
import { bar, chart, progressBar, sparkline } from './bars.js';

describe('bar', () => {
  it.each([
    [0, ''],
    [1e-9, '▏'],
    [0.5, '██'],
    [0.53, '██▏'],
    [1, '████'],
  ])('of %d is %s', (share, expected) => {
    expect(bar(share, 4)).toBe(expected);
  });
});

describe('progressBar', () => {
  it('is full at the end only', () => {
    expect([0, 0.99, 1, 1.5].map((share) => progressBar(share, 4))).toEqual(['░░░░', '███░', '████', '████']);
  });
});

describe('sparkline', () => {
  it('goes from the lowest to the highest', () => {
    expect(sparkline([0, 7, 3], 10)).toBe('▁█▄');
  });

  it('takes no number, one, and many of the same', () => {
    expect([sparkline([], 3), sparkline([5], 3), sparkline([5, 5], 3)]).toEqual(['', '▁', '▁▁']);
  });

  it('puts means of equal parts in as many columns as there are', () => {
    expect(sparkline([0, 2, 10, 12, 20, 22], 3)).toBe(sparkline([1, 11, 21], 3));
  });
});

describe('chart', () => {
  it('has the highest in the top line', () => {
    expect(chart([15, 0, 8], { width: 3, height: 2 })).toEqual(['█ ▁', '█▁█']);
  });
});
