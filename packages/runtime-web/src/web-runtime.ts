import {
  type CompileOptions,
  createSession,
  externalBytes,
  type Files,
  type KernelSet,
  type Runtime,
  type Session,
} from '@bertkit/runtime';
import * as ort from 'onnxruntime-web/wasm';
import { createFetchFiles } from './fetch-files.js';
import { createOnnxEngine, engineQueue } from './onnx-engine.js';

export interface WebRuntimeOptions {
  /**
   * Where ONNX Runtime's files are served from: the address of a folder that has `ort-wasm-simd-threaded.wasm` and
   * `.mjs`, with its final `/`, or the address of the `.wasm` file alone. Default: beside the script, where bundlers put
   * it. Never a CDN.
   */
  wasmPaths?: string | { wasm: string | URL };

  /** Threads that one operator may use; more than 1 needs a cross-origin isolated page. Default: 1. */
  threads?: number;
}

/**
 * bertkit in a page or a worker: ONNX Runtime in WebAssembly, files fetched from addresses. ONNX Runtime itself is
 * loaded by the first `compile`, once; its memory is given back only when the page or worker ends.
 *
 * @throws {RangeError} `threads` is not a whole number from 1, or more than the page may have
 * @throws {Error} ONNX Runtime was set up here before, with other options: there is one of it in a page or worker
 */
export function createWebRuntime({ wasmPaths, threads = 1 }: WebRuntimeOptions = {}): Runtime {
  if (!Number.isSafeInteger(threads) || threads < 1) {
    throw new RangeError(`threads is ${threads}, but it must be a whole number from 1.`);
  }
  if (threads > 1 && !(globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated) {
    throw new RangeError(
      `threads is ${threads}, but this page is not cross-origin isolated: serve it with Cross-Origin-Opener-Policy ` +
        'same-origin and Cross-Origin-Embedder-Policy require-corp, or leave threads at 1.',
    );
  }
  setUpOnce(wasmPaths, threads);
  return new WebRuntime(threads);
}

/** ONNX Runtime reads its settings from one global object, when it starts. Two runtimes must not wish differently. */
function setUpOnce(wasmPaths: WebRuntimeOptions['wasmPaths'], threads: number): void {
  const { wasm } = ort.env;
  const found = JSON.stringify([wasm.wasmPaths, wasm.numThreads]);
  const wished = JSON.stringify([wasmPaths, threads]);
  if (wasm.numThreads !== undefined && found !== wished) {
    throw new Error(
      `ONNX Runtime is already set up here with [wasmPaths, threads] ${found}, so it cannot be set up with ${wished}: ` +
        'make one runtime and pass it around, or make the other in a worker.',
    );
  }
  wasm.numThreads = threads;
  if (wasmPaths !== undefined) wasm.wasmPaths = wasmPaths;
  ort.env.logLevel = 'error';
}

class WebRuntime implements Runtime {
  readonly description: string;
  readonly kernelSets: readonly KernelSet[] = ['differentiable', 'fused', 'int8'];

  constructor(threads: number) {
    const version = ort.env.versions.web;
    this.description = `onnxruntime-web ${version}, WebAssembly, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  }

  async compile(model: Uint8Array, { externalData = {}, weights }: CompileOptions = {}): Promise<Session> {
    const engine = await createOnnxEngine(model, await externalBytes(externalData));
    return createSession(engine, { weights, queue: engineQueue });
  }

  open(address: string): Files {
    return createFetchFiles(address);
  }

  async dispose(): Promise<void> {}

  async [Symbol.asyncDispose](): Promise<void> {}
}
