import { describe, expect, it } from 'vitest';
import type { Round } from './compare.js';
import { type ContestantName, contestantNames } from './contestants.js';
import { findingsOf } from './findings.js';
import { states } from './pass.js';

/** Of 2 MB, ours in `ourSeconds`, the others in ten times that. */
function round(ourSeconds: number, wrong: readonly ContestantName[] = []): Round {
  const secondsOf = (name: ContestantName) => (name.startsWith('bertkit') ? ourSeconds : 10 * ourSeconds);
  return {
    bytes: 2e6,
    sentenceCount: 3,
    passes: states.flatMap((state) =>
      contestantNames.map((contestant) => ({
        contestant,
        state,
        seconds: secondsOf(contestant),
        tokenCount: 500_000,
        peakBytes: state === 'warm' ? 100e6 : 50e6,
        idHashes: state === 'fresh' ? [] : wrong.includes(contestant) ? [1, 2, 9] : [1, 2, 3],
      })),
    ),
    loads: contestantNames.slice(1).map((contestant) => ({ contestant, seconds: 0.02 })),
  };
}

const { results, ratios, tables } = findingsOf([
  { language: 'English', rounds: [round(0.1), round(0.2, ['@huggingface/tokenizers']), round(0.4)] },
]);
const resultOf = (name: string, unit: string) => results.find((result) => result.name === name && result.unit === unit);

describe('findingsOf', () => {
  it('gives bytes and tokens a second', () => {
    expect(resultOf('English, warm: bertkit encode', 'MB/s')).toMatchObject({ median: 10, min: 5, max: 20 });
    expect(resultOf('English, first: tokenizers (Rust)', 'MB/s')).toMatchObject({ median: 1, min: 0.5, max: 2 });
    expect(resultOf('English, fresh: bertkit encode', 'M tokens/s')).toMatchObject({ median: 2.5 });
  });

  it('gives the ratio of speed of each of ours to each peer in each state', () => {
    const names = Object.keys(ratios).filter((name) => /first|fresh|warm/.test(name));
    expect(names).toHaveLength(2 * 2 * 3);
    for (const name of names) expect(ratios[name]).toBeCloseTo(10, 9);
  });

  it('reads the peak of memory when all has happened', () => {
    expect(resultOf('English, peak memory: tokenizers (Rust)', 'MB')).toMatchObject({ median: 100 });
  });

  it('counts the sentences with other ids, in all states that were looked at', () => {
    const of = 'of 18 sentences'; // 3 in each of 2 states of 3 rounds
    expect(resultOf('English, other ids than tokenizers (Rust): @huggingface/tokenizers', of)).toMatchObject({
      max: 2,
    });
    expect(resultOf('English, other ids than tokenizers (Rust): bertkit encode', of)).toMatchObject({ max: 0 });
  });

  it('shows the same in tables', () => {
    const [speeds, speedRatios, others] = tables!;
    expect(speeds?.title).toBe('English, 2.00 MB and 3 sentences a pass, 3 rounds: median (least–greatest)');
    expect(speeds?.rows[0]).toEqual(['bertkit encode', ...new Array(3).fill('10 (5–20)')]);
    expect(speedRatios?.rows[3]).toEqual(['bertkit encodeBatch/tokenizers (Rust)', '10', '10', '10']);
    expect(others?.rows[0]).toEqual(['bertkit encode', '2.5', '2.5', '2.5', '100', '', '0 of 18']);
    expect(others?.rows[2]).toEqual(['@huggingface/tokenizers', '0.25', '0.25', '0.25', '100', '20', '2 of 18']);
  });
});
