import { Worker } from 'node:worker_threads';
import { type OnnxValue, reasonOf, type TensorData } from '@bertkit/runtime';
import type { InferenceSession } from 'onnxruntime-node';

/** What the thread is asked and what it answers. The asker numbers its sessions. */
export interface ThreadCalls {
  compile: {
    request: { session: number; model: Uint8Array; options: InferenceSession.SessionOptions };
    answer: { inputMetadata: readonly OnnxValue[]; outputMetadata: readonly OnnxValue[] };
  };
  run: {
    request: { session: number; inputs: Readonly<Record<string, TensorData>>; outputs: readonly string[] };
    answer: Readonly<Record<string, TensorData>>;
  };
  release: { request: { session: number }; answer: undefined };
}

export type ThreadRequest = {
  [Kind in keyof ThreadCalls]: { id: number; kind: Kind } & ThreadCalls[Kind]['request'];
}[keyof ThreadCalls];

/** What a call gave, or what was thrown: a plain `Error`, by the time it comes here. */
export type ThreadAnswer = { id: number } & ({ answer: ThreadCalls[keyof ThreadCalls]['answer'] } | { error: Error });

/** How long an exit of the process waits for a run to end, before it aborts it. */
const longestWaitMs = 30_000;

interface Waiting {
  resolve(answer: ThreadCalls[keyof ThreadCalls]['answer']): void;
  reject(error: Error): void;
}

/**
 * The near side of a worker thread in which ONNX Runtime runs. The thread begins with the first call. It keeps the process
 * alive while a call is under way, and no longer.
 */
export class SessionThread {
  private readonly entry: URL;
  private readonly waiting = new Map<number, Waiting>();
  private readonly underWay = new Set<Promise<unknown>>();
  /** How many calls the thread has not answered yet; the thread counts down. */
  private readonly unanswered = new Int32Array(new SharedArrayBuffer(4));
  private worker: Worker | undefined;
  private lastId = 0;
  private endedBy: string | undefined;

  /** @param entry  what runs in the thread; another one only in tests */
  constructor(entry = new URL('./session-thread-entry.js', import.meta.url)) {
    this.entry = entry;
  }

  get hasEnded(): boolean {
    return this.endedBy !== undefined;
  }

  /** A number that no other session of this thread has, and no other call. */
  newId(): number {
    this.lastId += 1;
    return this.lastId;
  }

  /**
   * @param transfer  buffers of `request` to be given away to the thread; the others are copied
   * @throws {Error} what was thrown in the thread, or that the thread has ended
   */
  async call<Kind extends keyof ThreadCalls>(
    kind: Kind,
    request: ThreadCalls[Kind]['request'],
    transfer: readonly ArrayBuffer[] = [],
  ): Promise<ThreadCalls[Kind]['answer']> {
    if (this.endedBy !== undefined) throw new Error(this.endedBy);
    this.worker ??= this.begin();
    const { worker } = this;
    const id = this.newId();
    const answer = new Promise<ThreadCalls[Kind]['answer']>((resolve, reject) => {
      worker.postMessage({ id, kind, ...request }, transfer);
      Atomics.add(this.unanswered, 0, 1);
      this.waiting.set(id, { resolve, reject });
    });
    this.underWay.add(answer);
    worker.ref();
    try {
      return await answer;
    } finally {
      this.underWay.delete(answer);
      if (this.underWay.size === 0) worker.unref();
    }
  }

  /** Lets the calls under way come to their end, then ends the thread and all that it holds; safe to call twice. */
  async end(): Promise<void> {
    this.endedBy ??= 'the runtime has been disposed of, and its thread with it';
    await Promise.allSettled(this.underWay);
    await this.worker?.terminate();
  }

  private begin(): Worker {
    const worker = new Worker(this.entry, { name: 'bertkit', workerData: this.unanswered });
    worker.on('message', (message: ThreadAnswer) => this.settle(message));
    worker.on('error', (cause) => this.die(`its worker thread failed: ${reasonOf(cause)}`));
    worker.on('messageerror', (cause) => this.die(`its worker thread could not be understood: ${reasonOf(cause)}`));
    worker.on('exit', (code) => this.die(`its worker thread ended with code ${code}`));
    worker.unref();
    process.on('exit', this.waitAtExit);
    return worker;
  }

  private settle(message: ThreadAnswer): void {
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if ('error' in message) waiting?.reject(message.error);
    else waiting?.resolve(message.answer);
  }

  private die(reason: string): void {
    this.endedBy ??= `${reason}; make another runtime`;
    for (const { reject } of this.waiting.values()) reject(new Error(this.endedBy));
    this.waiting.clear();
    process.off('exit', this.waitAtExit);
  }

  /** ONNX Runtime's binding aborts the whole process where its thread is taken away in the middle of a run. */
  private readonly waitAtExit = (): void => {
    let count = Atomics.load(this.unanswered, 0);
    while (count > 0 && Atomics.wait(this.unanswered, 0, count, longestWaitMs) !== 'timed-out') {
      count = Atomics.load(this.unanswered, 0);
    }
  };
}
