import fc from 'fast-check';
import { expect, it } from 'vitest';
import { float32Json } from './float32-json.js';

it('float32Json loses nothing of a float32, with nine digits at most', () => {
  fc.assert(
    fc.property(fc.float32Array({ noNaN: true }), (values) => {
      const finite = values.filter(Number.isFinite);
      const json = JSON.stringify(float32Json(finite));
      expect(Float32Array.from(JSON.parse(json) as number[]).map((value) => value + 0)).toEqual(
        finite.map((value) => value + 0), // JSON has no -0
      );
    }),
  );
  expect(float32Json(Float32Array.of(0.1, 1 / 3, 5))).toEqual([0.100000001, 0.333333343, 5]);
});
