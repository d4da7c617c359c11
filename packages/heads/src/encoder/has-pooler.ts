import { openCheckpoint } from '@bertkit/model';
import type { Files } from '@bertkit/runtime';

/** Whether a directory's model has a pooler: those of tasks that read every token have none. No weights are read. */
export async function hasPooler(files: Files): Promise<boolean> {
  const { tensors } = await openCheckpoint(files);
  return [...tensors.keys()].some((name) => /^(bert\.)?pooler\.dense\.weight$/.test(name));
}
