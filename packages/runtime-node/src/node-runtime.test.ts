import { runtimeContract } from '@bertkit/runtime/testing';
import { expect, it } from 'vitest';
import { createNodeRuntime } from './node-runtime.js';

runtimeContract('createNodeRuntime', () => createNodeRuntime({ threads: 1 }), {
  residentBytes: () => process.memoryUsage.rss(),
});

it('says what it is', () => {
  expect(createNodeRuntime({ threads: 2 }).description).toMatch(/^onnxruntime-node 1\.\d+\.\d+, CPU, 2 threads$/);
  expect(createNodeRuntime({ threads: 1 }).description).toMatch(/, 1 thread$/);
});

it.each([0, -1, 1.5, Number.NaN])('refuses %d threads', (threads) => {
  expect(() => createNodeRuntime({ threads })).toThrow(RangeError);
});
