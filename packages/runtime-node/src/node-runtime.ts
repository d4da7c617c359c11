import { availableParallelism } from 'node:os';
import {
  type CompileOptions,
  createSession,
  type Engine,
  type Files,
  type KernelSet,
  type Runtime,
  type Session,
} from '@bertkit/runtime';
import * as ort from 'onnxruntime-node';
import { checkDevice, type Device, devices } from './devices.js';
import { placeExternalData } from './external-data.js';
import { createNodeFiles } from './node-files.js';
import { createOnnxEngine } from './onnx-engine.js';
import type { OnnxOptions } from './session-options.js';
import { SessionThread } from './session-thread.js';
import { checkTelemetry } from './telemetry.js';
import { createThreadEngine } from './thread-engine.js';

export interface NodeRuntimeOptions {
  /** Threads that one operator may use. Default: as many as the process may run at once (`os.availableParallelism()`). */
  threads?: number;

  /**
   * What graphs run on; operators that a device lacks run on the CPU. A device that this machine lacks is an error when a
   * graph is compiled, and never the CPU in its place. Default: `cpu`.
   */
  device?: Device;

  /**
   * Compile and run graphs in one worker thread, so that the caller's event loop stays free: in itself, a run blocks the
   * thread it is in. Inputs are copied on their way there, as are `weights` (at every run, for they may have changed, so
   * that large ones belong into `externalData`); outputs are handed over, and copied only into arrays to write into.
   * Default: false.
   */
  workerThread?: boolean;
}

/**
 * bertkit in Node: ONNX Runtime on the CPU or another device, files in directories. Making one costs nothing; what it
 * compiles holds memory until disposed of. A runtime with a worker thread must be disposed of too.
 *
 * @throws {RangeError} `threads` is not a whole number from 1
 * @throws {DeviceError} ONNX Runtime, as it is installed here, does not know the device
 * @throws {TelemetryError} this is a worker thread, and ONNX Runtime's telemetry has not been turned off in the main one
 */
export function createNodeRuntime({
  threads = availableParallelism(),
  device = 'cpu',
  workerThread = false,
}: NodeRuntimeOptions = {}): Runtime {
  if (!Number.isSafeInteger(threads) || threads < 1) {
    throw new RangeError(`threads is ${threads}, but it must be a whole number from 1.`);
  }
  checkTelemetry();
  checkDevice(device);
  return new NodeRuntime({ threads, device }, workerThread ? new SessionThread() : undefined);
}

class NodeRuntime implements Runtime {
  readonly description: string;
  readonly kernelSets: readonly KernelSet[];
  private readonly options: OnnxOptions;
  private readonly thread: SessionThread | undefined;

  constructor(options: OnnxOptions, thread: SessionThread | undefined) {
    const { threads, device } = options;
    this.options = options;
    this.thread = thread;
    this.kernelSets = devices[device].kernelSets;
    this.description =
      `onnxruntime-node ${ort.env.versions.node}, ${devices[device].title}, ` +
      `${threads} ${threads === 1 ? 'thread' : 'threads'}${thread ? ', in a worker thread' : ''}`;
  }

  async compile(model: Uint8Array, { externalData = {}, weights }: CompileOptions = {}): Promise<Session> {
    const { place, remove } = await placeExternalData(externalData);
    try {
      const engine = this.thread
        ? await createThreadEngine(this.thread, model, place, {
            ...this.options,
            lent: new Set<unknown>(Object.values(externalData)),
          })
        : await createOnnxEngine(model, place, this.options);
      return await createSession(withCleanUp(engine, remove), { weights });
    } finally {
      await remove().catch(() => undefined); // the session's end tries again
    }
  }

  open(directory: string): Files {
    return createNodeFiles(directory);
  }

  async dispose(): Promise<void> {
    await this.thread?.end();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }
}

/** Windows keeps mapped files from being removed for as long as the session lives. */
function withCleanUp(engine: Engine, remove: () => Promise<void>): Engine {
  return {
    inputs: engine.inputs,
    outputs: engine.outputs,
    bindWeights: (weights) => engine.bindWeights(weights),
    run: (inputs, outputs) => engine.run(inputs, outputs),
    async release() {
      await engine.release();
      await remove();
    },
  };
}
