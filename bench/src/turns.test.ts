import { describe, expect, it } from 'vitest';
import { type Contestant, takeTurns } from './turns.js';

/** Answers each request with the number of requests it has had. */
const script = `
  console.log('{"node":"yes"}');
  let count = 0;
  require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
    console.log(JSON.stringify(line === 'fail' ? {} : { seconds: ++count }));
  });
`;
const counter = (name: string, ...requests: string[]): Contestant => {
  return { name, command: process.execPath, args: ['-e', script], requests };
};
const log = () => {};

describe('takeTurns', () => {
  it('asks each contestant for each of its requests in every round', async () => {
    const { timings, versions } = await takeTurns([counter('a', 'x', 'y'), counter('b', 'x')], { runs: 2, log });
    expect(timings).toEqual([
      { contestant: 'a', request: 'x', seconds: [1, 3] },
      { contestant: 'a', request: 'y', seconds: [2, 4] },
      { contestant: 'b', request: 'x', seconds: [1, 2] },
    ]);
    expect(versions).toEqual({ node: 'yes' });
  });

  it('lets the caller ask on before the contestants end', async () => {
    const counts: unknown[] = [];
    await takeTurns([counter('a', 'x'), counter('b', 'x')], {
      runs: 1,
      log,
      afterwards: async ({ name }, peer) => {
        counts.push(name, await peer.ask('more', 'seconds'));
      },
    });
    expect(counts).toEqual(['a', 2, 'b', 2]);
  });

  it('fails with the contestant that fails', async () => {
    const failing = takeTurns([counter('a', 'x'), counter('b', 'fail')], { runs: 1, log });
    await expect(failing).rejects.toMatchObject({
      code: 'BERTKIT_BENCH_PEER',
      message: expect.stringContaining('b answered "fail"'),
    });
  });
});
