import { describe, expect, it } from 'vitest';
import { configOf } from '../models/sizes.js';
import { limitsOf, weightBytes } from './limits.js';

describe('weightBytes', () => {
  it('is four bytes a parameter, or a little more than one', () => {
    const config = configOf('minilm');
    expect(weightBytes(config, 'fused')).toBe(4 * 22_713_216);
    expect(weightBytes(config, 'fused')).toBe(weightBytes(config, 'differentiable'));
    expect(weightBytes(config, 'int8') / 22_713_216).toBeGreaterThan(1);
    expect(weightBytes(config, 'int8') / 22_713_216).toBeLessThan(1.02);
  });
});

describe('limitsOf', () => {
  it('allows less for what need not be made into something else', () => {
    expect(limitsOf('F32 safetensors', 100e6)).toEqual({ peakBytes: 300e6, loadedBytes: 280e6 });
    expect(limitsOf('F16 safetensors', 100e6)).toEqual({ peakBytes: 400e6, loadedBytes: 400e6 });
  });
});
