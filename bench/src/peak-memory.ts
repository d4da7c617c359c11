import { readFile } from 'node:fs/promises';

/**
 * The most memory that this process has had resident so far, in bytes.
 *
 * Linux counts what the parent process held at its start into `maxRSS`, so that there the kernel is asked for this
 * program's own peak.
 */
export async function peakMemory(): Promise<number> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? process.resourceUsage().maxRSS * 1024 : Number(kilobytes) * 1024;
}
