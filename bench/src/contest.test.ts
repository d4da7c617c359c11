import { describe, expect, it } from 'vitest';
import { contest, timed } from './contest.js';

const silent = () => {};

describe('contest', () => {
  it('lets contestants take turns and keeps the seconds of the rounds that count', async () => {
    const turns: string[] = [];
    let clock = 0;
    const contestant = (name: string) => async () => {
      turns.push(name);
      return clock++;
    };
    const seconds = await contest(
      { b: contestant('b'), a: contestant('a'), c: contestant('c') },
      { warmups: 1, runs: 2, log: silent },
    );
    expect(turns.join('')).toBe('bacbacbac');
    expect(seconds).toEqual({ b: [3, 6], a: [4, 7], c: [5, 8] });
  });

  it('never has two at work at once', async () => {
    let atWork = 0;
    const contestant = async () => {
      expect(++atWork).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      atWork--;
      return 1;
    };
    await contest({ a: contestant, b: contestant }, { warmups: 0, runs: 3, log: silent });
    expect(atWork).toBe(0);
  });

  it('ends when a contestant fails', async () => {
    let turns = 0;
    const failing = async () => {
      if (++turns === 2) throw new Error('out of memory');
      return 1;
    };
    await expect(contest({ failing }, { warmups: 0, runs: 9, log: silent })).rejects.toThrow('out of memory');
    expect(turns).toBe(2);
  });

  it('tells of every round', async () => {
    const messages: string[] = [];
    await contest({ a: async () => 0.25 }, { warmups: 1, runs: 1, log: (message) => messages.push(message) });
    expect(messages).toEqual(['warm-up 1 of 1: a 0.250 s', 'round 1 of 1: a 0.250 s']);
  });
});

describe('timed', () => {
  it('waits for the work, and gives seconds', async () => {
    const seconds = await timed(() => new Promise((resolve) => setTimeout(resolve, 30)));
    expect(seconds).toBeGreaterThan(0.025);
    expect(seconds).toBeLessThan(25); // not milliseconds
  });
});
