import { reasonOf } from '@bertkit/runtime';
import type { Mismatch } from './compare.js';

export interface Failure {
  /** Where in the directory. */
  readonly name: string;
  /** What was looked at. */
  readonly what: string;
  readonly mismatch: Mismatch;
}

/** What a case is told to: each comparison, and each part that is left out. */
export interface Case {
  /** Counts a comparison: without a mismatch it has passed. */
  check(what: string, mismatch: Mismatch | undefined): void;
  /** Counts a part that cannot be run yet. */
  skip(reason: string): void;
}

/** What came of one group. */
export class Report {
  passed = 0;
  readonly failures: Failure[] = [];
  /** Reason → how many parts were left out for it. */
  readonly skips = new Map<string, number>();
  private readonly selects: (name: string) => boolean;

  /** @param selects  whether a case is to be run, by its name */
  constructor(selects: (name: string) => boolean = () => true) {
    this.selects = selects;
  }

  get skipped(): number {
    let count = 0;
    for (const each of this.skips.values()) count += each;
    return count;
  }

  /** Runs a case. What it throws is a failure of this case alone, and so is a case that compares nothing. */
  async case(name: string, run: (each: Case) => void | Promise<void>): Promise<void> {
    if (!this.selects(name)) return;
    let count = 0;
    try {
      await run({
        check: (what, mismatch) => {
          count++;
          if (mismatch === undefined) this.passed++;
          else this.failures.push({ name, what, mismatch });
        },
        skip: (reason) => {
          count++;
          this.skip(reason);
        },
      });
    } catch (error) {
      this.fail(name, 'run', { found: describeError(error), expected: 'no error' });
      return;
    }
    if (count === 0) this.fail(name, 'run', { found: 'nothing to compare', expected: 'a comparison' });
  }

  skip(reason: string): void {
    this.skips.set(reason, (this.skips.get(reason) ?? 0) + 1);
  }

  private fail(name: string, what: string, mismatch: Mismatch): void {
    this.failures.push({ name, what, mismatch });
  }
}

/** The line of a group. */
export function summaryLine(group: string, report: Report): string {
  const { passed, failures, skipped, skips } = report;
  const reasons = [...skips].map(([reason, count]) => `${count} × ${reason}`).join('; ');
  const skippedPart = skipped === 0 ? '' : `, ${skipped} skipped (${reasons})`;
  return `${group}: ${passed} passed, ${failures.length} failed${skippedPart}`;
}

export function failureLine({ name, what, mismatch: { found, expected, tolerance } }: Failure): string {
  return `  ${name}: ${what}: found ${found}, expected ${expected}${tolerance === undefined ? '' : ` (within ${tolerance})`}`;
}

function describeError(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : reasonOf(error);
}
