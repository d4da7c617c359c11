import { describe, expect, it } from 'vitest';
import type { Benchmark } from './benchmark.js';
import { runCommand } from './command.js';
import { contest } from './contest.js';
import { pairedRatio, summarize } from './statistics.js';

/** Tells what it was given. */
const tables: Benchmark = {
  name: 'tables',
  description: 'figures side by side',
  defaultRuns: 3,
  flags: {
    text: { kind: 'files', description: 'what to read' },
    vocabulary: { kind: 'file', description: 'pieces' },
    all: { kind: 'switch', description: 'everything' },
    threads: { kind: 'number', description: 'at work at once' },
    sizes: { kind: 'names', names: ['small', 'large'], description: 'of models' },
  },
  async run({ runs, given }) {
    return {
      versions: {},
      notes: [JSON.stringify({ runs, given })],
      results: [summarize('ours', 's', [1])],
      ratios: {},
      tables: [
        {
          title: 'Speed',
          header: ['', 'cold', 'warm'],
          rows: [
            ['ours', '1', '100'],
            ['theirs', '10', '2'],
          ],
        },
        { title: 'Size', header: ['', 'MB'], rows: [['ours', '5']] },
      ],
    };
  },
};

const fake: Benchmark = {
  name: 'fake',
  description: 'two clocks',
  async run({ runs, log }) {
    let value = 0;
    const seconds = await contest(
      { ours: async () => ++value, theirs: async () => ++value },
      { warmups: 1, runs, log },
    );
    return {
      versions: { clock: '1.2.3' },
      results: [summarize('ours', 's', seconds.ours), summarize('theirs', 's', seconds.theirs)],
      ratios: { 'theirs/ours': pairedRatio(seconds.theirs, seconds.ours) },
    };
  },
};

async function bench(...args: string[]): Promise<{ output: string; messages: string[] }> {
  const written: string[] = [];
  const messages: string[] = [];
  const write = (text: string) => written.push(text);
  await runCommand(args, { benchmarks: [fake, tables], write, log: (message) => messages.push(message) });
  return { output: written.join(''), messages };
}

describe('runCommand', () => {
  it('lists the benchmarks when none is named', async () => {
    expect((await bench()).output).toContain('fake  two clocks');
  });

  it('prints exactly one JSON object, progress apart', async () => {
    const { output, messages } = await bench('fake', '--json', '--runs', '2');
    expect(JSON.parse(output)).toEqual({
      machine: {
        cpu: expect.any(String),
        cores: expect.any(Number),
        memoryBytes: expect.any(Number),
        os: expect.any(String),
        node: process.versions.node,
      },
      versions: { clock: '1.2.3' },
      // The warm-up counts to 2; then 3 and 4, 5 and 6.
      results: [
        { name: 'ours', unit: 's', median: 4, min: 3, max: 5 },
        { name: 'theirs', unit: 's', median: 5, min: 4, max: 6 },
      ],
      ratios: { 'theirs/ours': (4 / 3 + 6 / 5) / 2 },
    });
    expect(messages).toHaveLength(3);
  });

  it('prints a table for people', async () => {
    const lines = (await bench('fake', '--runs', '2')).output.split('\n');
    expect(lines).toContain('clock 1.2.3');
    expect(lines).toContain('ours         4    3    5  s');
    expect(lines).toContain('theirs/ours   1.267');
  });

  it('times nine rounds unless told otherwise', async () => {
    expect((await bench('fake')).messages.at(-1)).toContain('round 9 of 9');
  });

  it('gives a benchmark its own options, with what follows them', async () => {
    const givenTo = async (...args: string[]) => {
      const { notes } = JSON.parse((await bench('tables', '--json', ...args)).output);
      return JSON.parse(notes[0]);
    };
    expect(await givenTo()).toEqual({ runs: 3, given: {} });
    expect(await givenTo('--runs', '2', '--all')).toEqual({ runs: 2, given: { all: [] } });
    expect(await givenTo('--text', 'a', 'b', 'c', '--vocabulary', 'v', '--text=d')).toEqual({
      runs: 3,
      given: { text: ['a', 'b', 'c', 'd'], vocabulary: ['v'] },
    });
  });

  it('prints the tables of a benchmark that has some, below its notes', async () => {
    const lines = (await bench('tables')).output.split('\n');
    expect(lines.slice(lines.indexOf('{"runs":3,"given":{}}') + 1)).toEqual([
      '',
      'Speed',
      '        cold  warm',
      'ours       1   100',
      'theirs    10     2',
      '',
      'Size',
      '      MB',
      'ours   5',
      '',
    ]);
    expect(JSON.parse((await bench('tables', '--json')).output)).not.toHaveProperty('tables');
  });

  it('gives numbers and names, with a list of the names', async () => {
    const given = await bench('tables', '--json', '--threads', '2', '--sizes', 'large', 'small');
    expect(JSON.parse(JSON.parse(given.output).notes[0]).given).toEqual({ threads: ['2'], sizes: ['large', 'small'] });
    expect((await bench()).output).toMatch(/--threads N +at work at once\n +--sizes small\|large… +of models/);
  });

  it.each([
    [['other'], 'There is no benchmark other'],
    [['fake', 'fake'], 'One benchmark at a time'],
    [['fake', '--runs', '0'], '--runs is 0'],
    [['fake', '--runs', '1.5'], '--runs is 1.5'],
    [['fake', '--profile'], 'fake has no --profile'],
    [['fake', '--jsno'], '--jsno'],
    [['fake', '--all'], 'fake has no --all'],
    [['fake', '--text', 'a', 'b'], 'fake has no --text'],
    [['tables', '--vocabulary', 'a', '--vocabulary', 'b'], '--vocabulary takes one file, but has 2'],
    [['tables', '--vocabulary', 'a', 'b'], 'One benchmark at a time'],
    [['tables', '--text'], '--text'],
    [['tables', '--threads', '0'], '--threads is 0'],
    [['tables', '--threads', '1', '--threads', '2'], '--threads takes one number'],
    [['tables', '--sizes', 'small', 'huge'], '--sizes knows no huge, only small, large'],
  ])('refuses %j in a sentence', async (args, message) => {
    await expect(bench(...args)).rejects.toMatchObject({
      code: 'BERTKIT_BENCH_USAGE',
      message: expect.stringContaining(message),
    });
  });
});
