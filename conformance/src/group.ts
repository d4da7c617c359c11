import type { Runtime } from '@bertkit/runtime';
import type { Report } from './report.js';

/** Runs the cases of one folder of the directory, and tells the report what came of each. */
export type RunGroup = (context: GroupContext) => Promise<void>;

export interface GroupContext {
  /** The directory of all groups. */
  readonly root: string;
  /** The folder of this one. */
  readonly folder: string;
  readonly runtime: Runtime;
  readonly report: Report;
}
