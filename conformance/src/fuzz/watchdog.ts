import { Worker } from 'node:worker_threads';

/** Ends the process, and names the case, when one runs for ever or fills the memory: nothing in its own thread could. */
export interface Watchdog {
  /** Says what begins now. */
  reached(kind: number, index: number): void;
  stop(): Promise<void>;
}

/**
 * @param kinds    their names, for the message
 * @param limitMs  that one case may take
 */
export function watchdog(kinds: readonly string[], limitMs: number): Watchdog {
  const shared = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(program, { eval: true, workerData: { shared, kinds, limitMs } });
  worker.unref();
  return {
    reached(kind, index) {
      Atomics.store(shared, 0, kind);
      Atomics.store(shared, 1, index);
    },
    async stop() {
      await worker.terminate();
    },
  };
}

/** In bytes, of the whole process. */
const memoryLimit = 1.5 * 2 ** 30;

const program = `
const { workerData: { shared, kinds, limitMs } } = require('node:worker_threads');
let last = '';
let since = 0;
setInterval(() => {
  const now = kinds[shared[0]] + ', case ' + shared[1];
  if (now !== last) [last, since] = [now, Date.now()];
  const isSlow = Date.now() - since > limitMs;
  if (!isSlow && process.memoryUsage.rss() < ${memoryLimit}) return;
  require('node:fs').writeSync(2, now + (isSlow ? ' does not end.\\n' : ' fills the memory.\\n'));
  process.kill(process.pid, 'SIGKILL');
}, 100);
`;
