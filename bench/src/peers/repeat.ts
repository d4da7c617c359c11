import { timed } from '../contest.js';
import { median } from '../statistics.js';

const leastSeconds = 0.5;
const leastCount = 5;

/** The median time of some work that is repeated for half a second, and five times at least. */
export async function medianSeconds(work: () => unknown): Promise<number> {
  const seconds: number[] = [];
  for (let total = 0; total < leastSeconds || seconds.length < leastCount; ) {
    const once = await timed(work);
    seconds.push(once);
    total += once;
  }
  return median(seconds);
}
