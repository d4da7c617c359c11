import { availableParallelism } from 'node:os';
import { type CompileOptions, createSession, type Files, type Runtime, type Session } from '@bertkit/runtime';
import * as ort from 'onnxruntime-node';
import { createNodeFiles } from './node-files.js';
import { createOnnxEngine } from './onnx-engine.js';

export interface NodeRuntimeOptions {
  /** Threads that one operator may use. Default: as many as the process may run at once (`os.availableParallelism()`). */
  threads?: number;
}

/**
 * bertkit in Node: ONNX Runtime on the CPU, files in directories. Making one costs nothing; what it compiles holds
 * memory until disposed of.
 *
 * @throws {RangeError} `threads` is not a whole number from 1
 */
export function createNodeRuntime({ threads = availableParallelism() }: NodeRuntimeOptions = {}): Runtime {
  if (!Number.isSafeInteger(threads) || threads < 1) {
    throw new RangeError(`threads is ${threads}, but it must be a whole number from 1.`);
  }
  return new NodeRuntime(threads);
}

class NodeRuntime implements Runtime {
  readonly description: string;
  private readonly threads: number;

  constructor(threads: number) {
    this.threads = threads;
    this.description = `onnxruntime-node ${ort.env.versions.node}, CPU, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  }

  async compile(model: Uint8Array, { weights }: CompileOptions = {}): Promise<Session> {
    return createSession(await createOnnxEngine(model, { threads: this.threads }), { weights });
  }

  open(directory: string): Files {
    return createNodeFiles(directory);
  }

  async dispose(): Promise<void> {}

  async [Symbol.asyncDispose](): Promise<void> {}
}
