import { encoderParameters } from '@bertkit/model';
import { describe, expect, it } from 'vitest';
import { configOf } from '../models/sizes.js';
import { linearFlops } from './flops.js';

describe('linearFlops', () => {
  it('multiplies and adds once for each weight and token', () => {
    const config = configOf('base');
    const weights = encoderParameters(config, { pooler: false })
      .filter(({ name }) => /dense\.weight|(query|key|value)\.weight/.test(name))
      .reduce((sum, { shape }) => sum + shape[0]! * shape[1]!, 0);
    expect(linearFlops(config, 8 * 128)).toBe(2 * weights * 1024);
    expect(linearFlops(config, 8 * 128) / 1e9).toBeCloseTo(174, 0);
  });
});
