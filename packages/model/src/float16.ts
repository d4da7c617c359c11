/** The smallest magnitude that rounds beyond the largest half, 65504: a tie, and ties go to the even neighbour, infinity. */
export const float16Overflow = 65520;

/** Widens IEEE 754 halves, given as their bits. Exact: signed zeros, subnormals, infinities and NaNs stay what they are. */
export function float16ToFloat32(halves: Uint16Array): Float32Array {
  const floats = new Float32Array(halves.length);
  const words = new Uint32Array(floats.buffer);
  for (let i = 0; i < halves.length; i++) {
    const half = halves[i] ?? 0;
    const sign = (half & 0x8000) << 16;
    const magnitude = half & 0x7fff;
    if (magnitude >= 0x7c00) {
      words[i] = sign | 0x7f800000 | ((magnitude & 0x3ff) << 13); // infinity, NaN
    } else if (magnitude >= 0x400) {
      words[i] = sign | ((magnitude << 13) + 0x38000000); // the exponent's bias goes from 15 to 127
    } else {
      floats[i] = magnitude * 2 ** -24; // subnormal or zero
      words[i] = sign | (words[i] ?? 0);
    }
  }
  return floats;
}

/**
 * Narrows to IEEE 754 halves, as their bits: to the nearest, ties to even. What reaches {@link float16Overflow} becomes
 * infinity, what is too small becomes a subnormal or a signed zero; NaN stays NaN.
 */
export function float32ToFloat16(floats: Float32Array): Uint16Array {
  const halves = new Uint16Array(floats.length);
  const words = new Uint32Array(floats.buffer, floats.byteOffset, floats.length);
  for (let i = 0; i < floats.length; i++) {
    const word = words[i] ?? 0;
    const sign = (word >>> 16) & 0x8000;
    const magnitude = word & 0x7fffffff;
    if (magnitude < 0x38800000) {
      // Below 2^-14 halves are whole multiples of 2^-24; adding 2^52 lets the double round to one, ties to even.
      halves[i] = sign | (Math.abs(floats[i] ?? 0) * 2 ** 24 + 2 ** 52 - 2 ** 52);
    } else if (magnitude < 0x477ff000) {
      // Half of the last kept bit, less one unless that bit is odd: carries exactly where rounding goes up.
      halves[i] = sign | ((magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1)) >>> 13);
    } else if (magnitude <= 0x7f800000) {
      halves[i] = sign | 0x7c00;
    } else {
      halves[i] = sign | 0x7e00 | ((magnitude >>> 13) & 0x3ff); // quiet, so that a payload of low bits stays a NaN
    }
  }
  return halves;
}

/** Widens bfloat16, given as its bits: the upper half of a float32. */
export function bfloat16ToFloat32(bits: Uint16Array): Float32Array {
  const floats = new Float32Array(bits.length);
  const words = new Uint32Array(floats.buffer);
  for (let i = 0; i < bits.length; i++) words[i] = (bits[i] ?? 0) << 16;
  return floats;
}
