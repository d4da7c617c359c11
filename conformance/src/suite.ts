import { join } from 'node:path';
import type { Runtime } from '@bertkit/runtime';
import { foldersIn } from './golden-files.js';
import { groups, groupsNotRun } from './groups.js';
import { failureLine, Report, summaryLine } from './report.js';

export interface SuiteOptions {
  readonly runtime: Runtime;
  /** Runs this group alone. Default: every folder. */
  readonly group?: string | undefined;
  /** Runs the cases whose name has this in it. Default: all. */
  readonly caseName?: string | undefined;
  readonly print: (line: string) => void;
}

/** Failures shown of a group, unless it is the only one that runs. */
const failuresShown = 20;

/**
 * Runs every folder of a directory, in the order of their names, and prints what came of it. A folder that is not run is
 * printed with its reason, and counts as one part skipped.
 *
 * @returns how many comparisons failed
 */
export async function runSuite(
  directory: string,
  { runtime, group: only, caseName, print }: SuiteOptions,
): Promise<number> {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const group of foldersIn(directory)) {
    if (only !== undefined && group !== only) continue;
    const run = groups.get(group);
    if (run === undefined) {
      print(`${group}: skipped (${groupsNotRun.get(group) ?? 'not known to this suite'})`);
      total.skipped++;
      continue;
    }
    const report = new Report((name) => caseName === undefined || name.includes(caseName));
    await report.run(group, () => run({ root: directory, folder: join(directory, group), runtime, report }));
    print(summaryLine(group, report));
    const shown = only === undefined ? report.failures.slice(0, failuresShown) : report.failures;
    for (const failure of shown) print(failureLine(failure));
    const hidden = report.failures.length - shown.length;
    if (hidden > 0) print(`  and ${hidden} more: --group ${group} shows them all`);
    total.passed += report.passed;
    total.failed += report.failures.length;
    total.skipped += report.skipped;
  }
  const skipped = total.skipped === 0 ? '' : `, ${total.skipped} skipped`;
  print(`${total.passed} passed, ${total.failed} failed${skipped}`);
  return total.failed;
}
