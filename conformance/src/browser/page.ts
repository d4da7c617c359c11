import { createWebRuntime } from '@bertkit/runtime-web';
import { lossesOfTwentySteps } from './twenty-steps.js';

/** What the test calls in the page; the server has ONNX Runtime's files at `/wasm/`. */
Object.assign(globalThis, {
  trainInPage: () => lossesOfTwentySteps(createWebRuntime({ wasmPaths: '/wasm/' })),
});
