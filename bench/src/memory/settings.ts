import type { KernelSet } from '@bertkit/runtime';

/** What a process that loads a model is told. */
export interface LoadSettings {
  readonly directory: string;
  readonly kernels: KernelSet;
  readonly threads: number;
}

/** Resident memory in bytes, in the order of time. */
export interface LoadAnswer {
  /** Of Node, ONNX Runtime and our code. */
  readonly beforeBytes: number;
  /** The most while loading. */
  readonly peakBytes: number;
  readonly loadedBytes: number;
  /** After a first run, by which all weights have been read. */
  readonly runBytes: number;
  readonly seconds: number;
}

/** What a process that goes on for long is told. */
export interface SoakSettings extends LoadSettings {
  /** Runs of one session. */
  readonly runCount: number;
  /** Of these so many are done when it is looked at first. */
  readonly earlyRunCount: number;
  /** How often the model is loaded, run once and disposed of. */
  readonly cycleCount: number;
}

/** Resident memory in bytes. */
export interface RunsAnswer {
  readonly earlyBytes: number;
  readonly lateBytes: number;
}

/** Resident memory in bytes. */
export interface CyclesAnswer {
  readonly beforeBytes: number;
  readonly lateBytes: number;
}
