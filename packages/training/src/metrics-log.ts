import type { Files } from '@bertkit/runtime';

/** One JSON object a line: what happened at each step. */
export const metricsFile = 'metrics.jsonl';

/** A line of the log; `step` is how many updates were made by then. */
export interface MetricsRecord {
  readonly kind: 'start' | 'step' | 'evaluation';
  readonly step: number;
  readonly [field: string]: number | string | boolean | null | Readonly<Record<string, unknown>>;
}

/** A log that is kept back and written in larger pieces: {@link flush} it before a checkpoint, and at the end. */
export class MetricsLog {
  private readonly files: Files;
  private lines = '';

  private constructor(files: Files) {
    this.files = files;
  }

  /**
   * Opens the log.
   *
   * @param keepUntil  the step to resume from: what was written after it is dropped, for it will happen again; 0 to begin
   *                   a new log
   */
  static async open(files: Files, { keepUntil }: { keepUntil: number }): Promise<MetricsLog> {
    if ((await files.size(metricsFile)) !== undefined) {
      const text = new TextDecoder().decode(await files.read(metricsFile));
      const kept =
        keepUntil === 0
          ? ''
          : text
              .split('\n')
              .filter((line) => isUntil(line, keepUntil))
              .map((line) => `${line}\n`)
              .join('');
      await files.write(metricsFile, new TextEncoder().encode(kept));
    }
    return new MetricsLog(files);
  }

  add(record: MetricsRecord): void {
    this.lines += `${JSON.stringify(record)}\n`;
  }

  async flush(): Promise<void> {
    if (this.lines === '') return;
    await this.files.append(metricsFile, new TextEncoder().encode(this.lines));
    this.lines = '';
  }
}

function isUntil(line: string, step: number): boolean {
  try {
    return (JSON.parse(line) as MetricsRecord).step <= step;
  } catch {
    return false; // cut short when a machine went down: that step is done again
  }
}
