import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bfloat16ToFloat32, float16ToFloat32, float32ToFloat16 } from './float16.js';

const everyHalf = Uint16Array.from({ length: 2 ** 16 }, (_, bits) => bits);

/** IEEE 754, section 3.4: 1 sign bit, 5 of exponent with bias 15, 10 of fraction. */
function valueOfHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = (bits & 1023) / 1024;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -14 : sign * (1 + fraction) * 2 ** (exponent - 15);
}

/** The nearest half by search among all that are finite, and of two at the same distance the even one. */
const finite = Array.from(everyHalf.subarray(0, 0x7c00), valueOfHalf);
function nearest(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const magnitude = Math.abs(value);
  if (magnitude >= 65520) return sign | 0x7c00;
  let above = finite.findIndex((half) => half >= magnitude);
  if (above < 0) above = finite.length; // 65536, the half there would be next
  const below = Math.max(above - 1, 0);
  const distance = (finite[above] ?? 65536) - magnitude - (magnitude - finite[below]!);
  return sign | (distance < 0 || (distance === 0 && above % 2 === 0) ? above : below);
}

describe('float16ToFloat32', () => {
  it('gives every half the value that the standard does, and -0 its sign', () => {
    expect(Array.from(float16ToFloat32(everyHalf))).toEqual(Array.from(everyHalf, valueOfHalf));
  });
});

describe('float32ToFloat16', () => {
  it('gives every half back that was widened; a NaN stays one', () => {
    const back = float32ToFloat16(float16ToFloat32(everyHalf));
    const isNotANumber = (bits: number) => (bits & 0x7fff) > 0x7c00;
    expect(everyHalf.filter((bits) => !isNotANumber(bits) && back[bits] !== bits)).toHaveLength(0);
    expect(everyHalf.filter((bits) => isNotANumber(bits) && !isNotANumber(back[bits]!))).toHaveLength(0);
  });

  it('rounds to the nearest half, ties to even, from zero through subnormals to infinity', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, min: -70000, max: 70000 }), (value) => {
        expect(float32ToFloat16(Float32Array.of(value))[0]).toBe(nearest(value));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    [1 + 2 ** -11, 0x3c00], // halfway between 1 and 1 + 2^-10: to the even 1
    [1 + 3 * 2 ** -11, 0x3c02], // halfway again: to the even 1 + 2^-9
    [1 + 2 ** -11 + 2 ** -23, 0x3c01], // just above halfway
    [2 ** -25, 0], // half of the smallest subnormal
    [3 * 2 ** -26, 1],
    [-(2 ** -14) + 2 ** -26, 0x8400], // the largest subnormals round up to the smallest normal
    [65519.996, 0x7bff],
    [65520, 0x7c00],
    [3.4e38, 0x7c00],
    [2 ** -149, 0],
    [-0, 0x8000],
  ])('rounds %d as IEEE 754 says', (value, bits) => {
    expect(float32ToFloat16(Float32Array.of(value))[0]).toBe(bits);
  });

  it('reads a part of a larger array', () => {
    expect([...float32ToFloat16(Float32Array.of(9, 1, 2, 9).subarray(1, 3))]).toEqual([0x3c00, 0x4000]);
  });
});

describe('bfloat16ToFloat32', () => {
  it('gives the float32 whose upper half it is', () => {
    expect([...bfloat16ToFloat32(Uint16Array.of(0x3f80, 0xc049, 0x7f80, 0x0001))]).toEqual([
      1,
      -3.140625, // 0xc049: -(1 + 0x49/128) · 2
      Number.POSITIVE_INFINITY,
      2 ** -133,
    ]);
  });
});
