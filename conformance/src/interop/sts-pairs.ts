import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

export interface ScoredPair {
  readonly texts: readonly [string, string];
  /** How alike people found them, from 0 to 5. */
  readonly score: number;
}

/** The test split of STS-B, where a data directory has it; else none. */
export function scoredPairs(dataDirectory: string): ScoredPair[] {
  const path = join(dataDirectory, 'labelled', 'en', 'sts-b', 'stsbenchmark.tsv.gz');
  if (!existsSync(path)) return [];
  const [header = '', ...lines] = gunzipSync(readFileSync(path)).toString('utf8').split(/\r?\n/);
  const columns = header.split('\t');
  const column = (name: string) => columns.indexOf(name);
  // Quotes are plain characters in this file.
  const rows = lines.map((line) => line.split('\t')).filter((row) => row[column('split')] === 'test');
  return rows.map((row) => ({
    texts: [row[column('sentence1')] ?? '', row[column('sentence2')] ?? ''],
    score: Number(row[column('score')]),
  }));
}
