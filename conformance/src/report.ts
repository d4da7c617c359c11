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
  /** Runs a part whose comparisons are named after it; what it throws is a failure of this part alone. */
  part(name: string, run: (each: Case) => void | Promise<void>): Promise<void>;
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
    if (this.selects(name)) await this.runCase(name, '', run);
  }

  /** Runs a whole group: what it throws outside its cases is a failure too. */
  async run(group: string, run: () => Promise<void>): Promise<void> {
    await run().catch((error: unknown) => {
      const mismatch = { found: describeError(error), expected: 'no error' };
      this.failures.push({ name: group, what: 'run', mismatch });
    });
  }

  skip(reason: string): void {
    this.skips.set(reason, (this.skips.get(reason) ?? 0) + 1);
  }

  private async runCase(name: string, part: string, run: (each: Case) => void | Promise<void>): Promise<void> {
    const within = (what: string) => (part === '' ? what : `${part}: ${what}`);
    const fail = (what: string, mismatch: Mismatch) => this.failures.push({ name, what: within(what), mismatch });
    let count = 0;
    const each: Case = {
      check: (what, mismatch) => {
        count++;
        if (mismatch === undefined) this.passed++;
        else fail(what, mismatch);
      },
      skip: (reason) => {
        count++;
        this.skip(reason);
      },
      part: (inner, runPart) => {
        count++;
        return this.runCase(name, within(inner), runPart);
      },
    };
    try {
      await run(each);
      if (count === 0) fail('run', { found: 'nothing to compare', expected: 'a comparison' });
    } catch (error) {
      fail('run', { found: describeError(error), expected: 'no error' });
    }
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
