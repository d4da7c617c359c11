/** A timer that should go off every so often, and how late it came at worst. */
export interface Beat<Result> {
  readonly result: Result;
  readonly seconds: number;
  /** The longest time between two of its ticks, or between a tick and the beginning or end of the work. */
  readonly largestGapMs: number;
}

/** Waits for some work, and watches meanwhile whether this thread's timers come in time. */
export async function watchBeat<Result>(work: () => Promise<Result>, intervalMs = 10): Promise<Beat<Result>> {
  const start = performance.now();
  let last = start;
  let largestGapMs = 0;
  const tick = () => {
    const now = performance.now();
    largestGapMs = Math.max(largestGapMs, now - last);
    last = now;
  };
  const timer = setInterval(tick, intervalMs);
  try {
    const result = await work();
    tick();
    return { result, seconds: (last - start) / 1000, largestGapMs };
  } finally {
    clearInterval(timer);
  }
}
