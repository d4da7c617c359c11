import { adamWKernel } from './adamw-kernel.js';
import type { Segment } from './parameter-store.js';

export interface AdamWOptions {
  /** Default 0.9. */
  readonly beta1: number;
  /** Default 0.999. */
  readonly beta2: number;
  /** Added to the root of the second moment. Default 1e-8. */
  readonly epsilon: number;
  /** Of the weights that decay, per unit of learning rate. Default 0.01. */
  readonly weightDecay: number;
}

export const adamWDefaults: AdamWOptions = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 };

/** What an update reads and writes: arrays of the same length, one element a parameter. */
export interface AdamWArrays {
  readonly values: Float32Array;
  readonly gradients: Float32Array;
  readonly firstMoments: Float32Array;
  readonly secondMoments: Float32Array;
}

/**
 * One step of AdamW, in place: `p -= lr·λ·p + lr·m̂/(√v̂ + ε)` with the moments' bias corrected. Computed in 32 bits, as PyTorch
 * does, by WebAssembly: the same numbers on every machine.
 *
 * @param step           the update's number, from 1
 * @param gradientScale  what gradients are multiplied by first: clipping, without a pass of its own
 * @see Loshchilov & Hutter 2019, algorithm 2; `torch.optim.AdamW`
 */
export function adamW(
  { values, gradients, firstMoments, secondMoments }: AdamWArrays,
  segments: readonly Segment[],
  {
    learningRate,
    step,
    gradientScale,
    beta1,
    beta2,
    epsilon,
    weightDecay,
  }: AdamWOptions & { learningRate: number; step: number; gradientScale: number },
): void {
  const kernel = loadKernel();
  const stepSize = learningRate / (1 - beta1 ** step);
  const rootCorrection = 1 / Math.sqrt(1 - beta2 ** step);
  for (const { start, end, decays } of segments) {
    const decay = decays ? learningRate * weightDecay : 0;
    for (const [from, to] of blocks(start, end)) {
      const count = to - from;
      kernel.values.set(values.subarray(from, to));
      kernel.gradients.set(gradients.subarray(from, to));
      kernel.firstMoments.set(firstMoments.subarray(from, to));
      kernel.secondMoments.set(secondMoments.subarray(from, to));
      kernel.update(count, gradientScale, beta1, 1 - beta1, beta2, 1 - beta2, decay, stepSize, rootCorrection, epsilon);
      values.set(kernel.values.subarray(0, count), from);
      firstMoments.set(kernel.firstMoments.subarray(0, count), from);
      secondMoments.set(kernel.secondMoments.subarray(0, count), from);
    }
  }
}

/** The Euclidean norm of all gradients together, summed in 64 bits. */
export function globalNorm(gradients: Float32Array): number {
  const kernel = loadKernel();
  let sum = 0;
  for (const [from, to] of blocks(0, gradients.length)) {
    kernel.gradients.set(gradients.subarray(from, to));
    kernel.gradients.fill(0, to - from, to - from + 3); // it adds full fours
    sum += kernel.sumOfSquares(to - from);
  }
  return Math.sqrt(sum);
}

/** In elements. A block of each array is what the kernel's memory holds, and what a core keeps at hand. */
const blockSize = 4096;

function* blocks(start: number, end: number): Generator<readonly [from: number, to: number]> {
  for (let from = start; from < end; from += blockSize) yield [from, Math.min(from + blockSize, end)];
}

/** What `adamw.wat` exports. 1 - β is handed over too: 1 - 0.999 in 32 bits would be 13 millionths too small. */
interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly update: (
    count: number,
    gradientScale: number,
    beta1: number,
    oneMinusBeta1: number,
    beta2: number,
    oneMinusBeta2: number,
    decay: number,
    stepSize: number,
    rootCorrection: number,
    epsilon: number,
  ) => void;
  readonly sumOfSquares: (count: number) => number;
}

/** The little that is used of it; TypeScript knows it only with the types of a page. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

let loadedKernel: (KernelExports & AdamWArrays) | undefined;

/** Made once in each thread: its memory, 64 KiB, is only used within a call. */
function loadKernel(): KernelExports & AdamWArrays {
  if (loadedKernel === undefined) {
    const bytes = Uint8Array.from(atob(adamWKernel), (char) => char.charCodeAt(0));
    const exports = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as KernelExports;
    const array = (index: number) => new Float32Array(exports.memory.buffer, 4 * blockSize * index, blockSize);
    loadedKernel = {
      ...exports,
      values: array(0),
      gradients: array(1),
      firstMoments: array(2),
      secondMoments: array(3),
    };
  }
  return loadedKernel;
}
