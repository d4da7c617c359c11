import { describe, expect, it } from 'vitest';
import { combiningClasses } from './combining-classes.js';

describe('combiningClasses', () => {
  it('numbers classes in their order', () => {
    const classes = combiningClasses();
    const [overlay, below, above, iota] = [0x334, 0x323, 0x301, 0x345].map((mark) => classes.get(mark)!);
    expect(overlay).toBe(1);
    expect(below).toBeLessThan(above!);
    expect(above).toBeLessThan(iota!);
    expect(classes.get(0x308)).toBe(above);
    expect(new Set(classes.values()).size).toBe(iota); // no number is left out
  });

  it('has none for what stays in its place', () => {
    const classes = combiningClasses();
    expect([0x61, 0x34f, 0x93a, 0x20dd].filter((codePoint) => classes.has(codePoint))).toEqual([]);
  });

  it('sorts any two marks as the engine does', () => {
    const classes = [...combiningClasses()];
    const oneOfEach = [...new Map(classes.map(([codePoint, value]) => [value, codePoint]))];
    const wrong = classes.filter(([codePoint, value]) =>
      oneOfEach.some(([otherValue, other]) => {
        const text = String.fromCodePoint(codePoint, other);
        return (text.normalize('NFD') !== text) !== value > otherValue;
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('has the marks of the tables alone', () => {
    expect([...combiningClasses([])]).toEqual([]);
  });
});
