/** Runs tasks one at a time, in the order they came. A task that fails rejects its own promise and harms no other. */
export type Queue = <Result>(task: () => Promise<Result>) => Promise<Result>;

/** An empty {@link Queue}. */
export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(task);
    last = result.catch(() => undefined); // the caller has `result`; the next task must not see its failure
    return result;
  };
}
