import { Random } from '@bertkit/random';
import { describe, expect, it } from 'vitest';
import { adamW, adamWDefaults, globalNorm } from './adamw.js';

const arrays = (values: number[], gradients: number[]) => ({
  values: Float32Array.from(values),
  gradients: Float32Array.from(gradients),
  firstMoments: new Float32Array(values.length),
  secondMoments: new Float32Array(values.length),
});
const whole = (length: number, decays: boolean) => [{ name: 'p', start: 0, end: length, decays }];

describe('adamW', () => {
  it('moves each parameter by the learning rate against its gradient at the first step', () => {
    // m̂ = g and √v̂ = |g| at t = 1, so that the step is lr·g/(|g| + ε), whatever the size of g.
    const state = arrays([1, 1, 1], [0.5, -20, 0]);
    adamW(state, whole(3, false), { ...adamWDefaults, learningRate: 0.1, step: 1, gradientScale: 1 });
    expect([...state.values].map((x) => Math.round(x * 1e6) / 1e6)).toEqual([0.9, 1.1, 1]);
  });

  it('follows the recurrence of the paper over several steps', () => {
    const state = arrays([0.3, -0.7], [0, 0]);
    let [p, m, v] = [
      [0.3, -0.7],
      [0, 0],
      [0, 0],
    ];
    for (let step = 1; step <= 5; step++) {
      const gradients = [0.1 * step, Math.cos(step)];
      state.gradients.set(gradients);
      adamW(state, whole(2, true), { ...adamWDefaults, learningRate: 0.01, step, gradientScale: 0.5 });
      const g = gradients.map((x) => x * 0.5);
      m = m.map((x, i) => 0.9 * x + 0.1 * g[i]!);
      v = v.map((x, i) => 0.999 * x + 0.001 * g[i]! ** 2);
      p = p.map(
        (x, i) =>
          x - 0.01 * 0.01 * x - (0.01 * (m[i]! / (1 - 0.9 ** step))) / (Math.sqrt(v[i]! / (1 - 0.999 ** step)) + 1e-8),
      );
    }
    for (const [i, value] of state.values.entries()) expect(value).toBeCloseTo(p[i]!, 6);
  });

  it('computes each number in 32 bits, alone, however many there are', () => {
    const f = Math.fround;
    const random = new Random(0);
    for (const length of [1, 3, 4, 4096, 4097, 10_001]) {
      const numbers = () => Array.from({ length }, () => random.normal());
      const state = arrays(numbers(), numbers());
      state.firstMoments.set(numbers());
      state.secondMoments.set(numbers().map(Math.abs));
      const before = structuredClone(state);
      adamW(state, whole(length, true), { ...adamWDefaults, learningRate: 0.01, step: 7, gradientScale: 0.3 });
      for (let i = 0; i < length; i++) {
        const g = f(before.gradients[i]! * f(0.3));
        const m = f(f(before.firstMoments[i]! * f(0.9)) + f(g * f(1 - 0.9)));
        const v = f(f(before.secondMoments[i]! * f(0.999)) + f(f(g * g) * f(1 - 0.999)));
        const divisor = f(f(f(Math.sqrt(v)) * f(1 / Math.sqrt(1 - 0.999 ** 7))) + f(1e-8));
        const p = before.values[i]!;
        const change = f(f(p * f(0.01 * 0.01)) + f(f(m * f(0.01 / (1 - 0.9 ** 7))) / divisor));
        expect([state.firstMoments[i], state.secondMoments[i], state.values[i]]).toEqual([m, v, f(p - change)]);
      }
    }
  });

  it('decays weights but not where it is told not to', () => {
    const state = arrays([1, 1], [0, 0]);
    const segments = [
      { name: 'weight', start: 0, end: 1, decays: true },
      { name: 'bias', start: 1, end: 2, decays: false },
    ];
    adamW(state, segments, { ...adamWDefaults, weightDecay: 0.5, learningRate: 0.1, step: 1, gradientScale: 1 });
    expect([...state.values]).toEqual([Math.fround(0.95), 1]);
  });

  it('leaves what no segment names as it is', () => {
    const state = arrays([1, 2], [9, 9]);
    adamW(state, [{ name: 'p', start: 1, end: 2, decays: true }], {
      ...adamWDefaults,
      learningRate: 0.1,
      step: 1,
      gradientScale: 1,
    });
    expect(state.values[0]).toBe(1);
    expect(state.firstMoments[0]).toBe(0);
  });
});

describe('globalNorm', () => {
  it('is the Euclidean norm of all', () => {
    expect(globalNorm(Float32Array.of(3, 0, -4))).toBe(5);
    expect(globalNorm(new Float32Array(0))).toBe(0);
  });

  it('counts each gradient once, however many there are', () => {
    for (const length of [10_001, 4098, 4096, 5, 3, 2, 1]) {
      const gradients = Float32Array.from({ length }, (_, i) => (i % 7) + 1);
      const squares = gradients.reduce((sum, x) => sum + x * x, 0);
      expect(globalNorm(gradients)).toBe(Math.sqrt(squares));
    }
  });

  it('is infinite, or no number, where a gradient is', () => {
    expect(globalNorm(Float32Array.of(1, Infinity))).toBe(Infinity);
    expect(globalNorm(Float32Array.of(1, Number.NaN))).toBeNaN();
  });
});
