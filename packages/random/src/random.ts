/** What a {@link Random} is: four 32-bit words. Save it, and `Random.from` goes on where it stood. */
export type RandomState = readonly [number, number, number, number];

/**
 * A stream of random numbers that is a function of its name alone: the same seed and the same stream give the same
 * numbers on every machine, so that masks, data order and initial weights can be made again instead of being stored.
 *
 * The generator is xoshiro128** (Blackman & Vigna 2018, "Scrambled linear pseudorandom number generators"): period
 * 2¹²⁸ − 1, about 2 ns a draw. Not for secrets.
 *
 * @example
 * const order = new Random(42, 'order', epoch).permutation(instanceCount);
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d: number;
  private spareNormal: number | undefined;

  /**
   * @param seed    a whole number, of which 53 bits count
   * @param stream  what the numbers are for: words and whole numbers, each combination a stream of its own
   */
  constructor(seed: number, ...stream: readonly (number | string)[]) {
    if (!Number.isSafeInteger(seed)) throw new RangeError(`seed is ${seed}, but it must be a whole number below 2^53.`);
    [this.a, this.b, this.c, this.d] = seedState(seed, stream);
  }

  /** Goes on from a saved {@link state}. */
  static from(state: RandomState): Random {
    const random = new Random(0);
    [random.a, random.b, random.c, random.d] = state;
    return random;
  }

  /** The state after the last draw. A normal number kept back by {@link normal} is not part of it. */
  get state(): RandomState {
    return [this.a >>> 0, this.b >>> 0, this.c >>> 0, this.d >>> 0];
  }

  /** A whole number in [0, 2³²). */
  uint32(): number {
    const product = Math.imul(this.b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const t = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= t;
    this.d = (this.d << 11) | (this.d >>> 21);
    return result;
  }

  /** A number in [0, 1), 53 bits of it random. */
  float(): number {
    return ((this.uint32() >>> 5) * 67108864 + (this.uint32() >>> 6)) / 9007199254740992; // (27 bits · 2²⁶ + 26 bits) / 2⁵³
  }

  /** A whole number in [0, n), each as likely as the others. `n` is in [1, 2³²]. */
  below(n: number): number {
    if (!(Number.isInteger(n) && n >= 1 && n <= 4294967296))
      throw new RangeError(`below(${n}): n must be in [1, 2^32].`);
    const limit = 4294967296 - (4294967296 % n); // draws at or above it would favour small results
    let draw = this.uint32();
    while (draw >= limit) draw = this.uint32();
    return draw % n;
  }

  /** A draw from the standard normal distribution (Marsaglia's polar method). */
  normal(): number {
    if (this.spareNormal !== undefined) {
      const spare = this.spareNormal;
      this.spareNormal = undefined;
      return spare;
    }
    let x: number;
    let y: number;
    let square: number;
    do {
      x = 2 * this.float() - 1;
      y = 2 * this.float() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square === 0);
    const factor = Math.sqrt((-2 * Math.log(square)) / square);
    this.spareNormal = y * factor;
    return x * factor;
  }

  /** Shuffles in place (Fisher and Yates), and gives the same list back. */
  shuffle<List extends Int32Array | Uint32Array | unknown[]>(list: List): List {
    const items = list as unknown[]; // typed arrays are read and written by index just the same
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const item = items[i];
      items[i] = items[j];
      items[j] = item;
    }
    return list;
  }

  /** The numbers 0 … count − 1 in random order. */
  permutation(count: number): Uint32Array {
    return this.shuffle(Uint32Array.from({ length: count }, (_, i) => i));
  }

  /**
   * Sets each byte of `target` to 1 with the given probability and to 0 otherwise: a dropout mask that keeps.
   *
   * Four bytes are had from one draw. A byte decides alone but in one of 256 cases, where a further draw decides, so
   * that the probability is met to 2⁻⁴⁰.
   *
   * @param probability  of a 1, in [0, 1]
   */
  fillBernoulli(target: Uint8Array, probability: number): Uint8Array {
    if (!(probability >= 0 && probability <= 1)) throw new RangeError(`probability is ${probability}, outside [0, 1].`);
    const threshold = Math.floor(probability * 256);
    const remainder = (probability * 256 - threshold) * 4294967296;
    const everyByte = Math.imul(threshold & 255, 0x01010101);
    const whole = target.length & ~3;
    // In locals that are seen to be 32-bit whole numbers, and without a branch for each byte, this runs several times faster.
    let a = this.a | 0;
    let b = this.b | 0;
    let c = this.c | 0;
    let d = this.d | 0;
    for (let i = 0; i < whole; i += 4) {
      const product = Math.imul(b, 5);
      const bytes = Math.imul((product << 7) | (product >>> 25), 9);
      const t = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= t;
      d = (d << 11) | (d >>> 21);
      target[i] = ((bytes & 255) - threshold) >>> 31; // the sign: 1 if the byte is below
      target[i + 1] = (((bytes >>> 8) & 255) - threshold) >>> 31;
      target[i + 2] = (((bytes >>> 16) & 255) - threshold) >>> 31;
      target[i + 3] = ((bytes >>> 24) - threshold) >>> 31;
      const differing = bytes ^ everyByte;
      if (((differing - 0x01010101) & ~differing & 0x80808080) === 0) continue; // no byte of it is 0: none is the threshold
      this.a = a;
      this.b = b;
      this.c = c;
      this.d = d;
      for (let byte = 0; byte < 4; byte++) {
        if (((bytes >>> (8 * byte)) & 255) === threshold) target[i + byte] = this.uint32() < remainder ? 1 : 0;
      }
      a = this.a | 0;
      b = this.b | 0;
      c = this.c | 0;
      d = this.d | 0;
    }
    this.a = a;
    this.b = b;
    this.c = c;
    this.d = d;
    for (let i = whole; i < target.length; i++) target[i] = this.float() < probability ? 1 : 0;
    return target;
  }
}

/** Hashes seed and stream into a state that is never all zero. */
function seedState(seed: number, stream: readonly (number | string)[]): [number, number, number, number] {
  // Length and kind of each part are hashed too: ('ab', 'c') and ('a', 'bc'), 1 and '1' are different streams.
  const words = [seed >>> 0, Math.floor(seed / 4294967296) >>> 0];
  for (const part of stream) {
    if (typeof part === 'number') {
      if (!Number.isSafeInteger(part)) throw new RangeError(`stream part ${part} must be a whole number below 2^53.`);
      words.push(0x6e756d, part >>> 0, Math.floor(part / 4294967296) >>> 0);
    } else {
      words.push(0x737472, part.length);
      for (let i = 0; i < part.length; i++) words.push(part.charCodeAt(i));
    }
  }
  const state: [number, number, number, number] = [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344]; // digits of π
  for (const [lane, start] of state.entries()) {
    let hash = start;
    for (const word of words) hash = mix(hash ^ word);
    state[lane] = mix(hash + lane);
  }
  return state.every((word) => word === 0) ? [1, 2, 3, 4] : state;
}

/** A bijection of 32 bits in which each bit of the input moves half of the output (MurmurHash3's constants, plus a step). */
function mix(word: number): number {
  let hash = (word + 0x9e3779b9) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
