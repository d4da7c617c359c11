/** What a process that runs a model, and watches its own timers meanwhile, is told. */
export interface BeatSettings {
  readonly directory: string;
  readonly threads: number;
  /** Whether the session lives in a thread of its own. */
  readonly workerThread: boolean;
  readonly batchSize: number;
  readonly sequenceLength: number;
  /** Runs each time it is asked. */
  readonly runCount: number;
}
