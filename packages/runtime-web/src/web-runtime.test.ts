import { runtimeContract } from '@bertkit/runtime/testing';
import { expect, it } from 'vitest';
import { createWebRuntime } from './web-runtime.js';

// In Node, ONNX Runtime's WebAssembly is read from its package.
runtimeContract('createWebRuntime', () => createWebRuntime(), { residentBytes: () => process.memoryUsage.rss() });

it('says what it is', () => {
  expect(createWebRuntime().description).toMatch(/^onnxruntime-web 1\.\d+\.\d+, WebAssembly, 1 thread$/);
});

it.each([0, -1, 1.5, Number.NaN])('refuses %d threads', (threads) => {
  expect(() => createWebRuntime({ threads })).toThrow(RangeError);
});

it('refuses threads that the page cannot have', () => {
  expect(() => createWebRuntime({ threads: 2 })).toThrow(/not cross-origin isolated/);
});

it('refuses other options than those ONNX Runtime was set up with', () => {
  createWebRuntime();
  expect(() => createWebRuntime({ wasmPaths: '/assets/' })).toThrow(/already set up .*\/assets\//);
});
