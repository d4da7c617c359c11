import { writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { jsonLines, ok, prepareTraining, runProgram, temporaryFolder } from '../testing.js';

const at = temporaryFolder();
beforeAll(() => prepareTraining(at));

describe('tokenize', () => {
  const argv = (...more: string[]) => ['tokenize', '--model', at('vocab'), ...more];
  const piped = (text: string, ...more: string[]) => runProgram(argv(...more), { stdin: text });

  it('shows a text on a terminal: pieces, ids below, and what the vocabulary lacks', async () => {
    const { stdout } = await runProgram(argv('A ☃', ''), { isTerminal: true });
    expect(stdout.split('\n')).toEqual([
      'A ☃',
      '4 tokens, 1 unknown',
      '  [CLS]  a   [UNK]  [SEP]',
      expect.stringMatching(/^ {2}2 {6}\d+ +1 {6}3$/),
      '         ←A  ✗☃',
      '',
      ...['2 tokens', '  [CLS]  [SEP]', '  2      3', ''],
    ]);
  });

  it('prints a line a text where nobody looks, without colours', async () => {
    expect(await ok(argv('A ☃', ''))).toMatch(/^\[CLS\]:2 a:\d+←A \[UNK\]:1✗☃ \[SEP\]:3\n\[CLS\]:2 \[SEP\]:3\n$/);
  });

  it('prints a line a window, which says how many tokens are left out', async () => {
    const lines = (await ok(argv('--max-length', '4', '--stride', '1', 'a a a', 'a'))).split('\n');
    expect(lines.map((line) => line.replace(/a:\d+/g, 'a'))).toEqual([
      'window 1 of 2: 4 tokens, 1 left out\t[CLS]:2 a a [SEP]:3',
      'window 2 of 2: 4 tokens, 1 left out\t[CLS]:2 a a [SEP]:3',
      'window 1 of 1: 3 tokens, 0 left out\t[CLS]:2 a [SEP]:3',
      '',
    ]);
  });

  it('takes lines from a file, from stdin, or from stdin among texts', async () => {
    const unknown = (...texts: string[]) => texts.map((text) => `[CLS]:2 ${text}[SEP]:3\n`).join('');
    const [one, two] = ['[UNK]:1✗☃ ', '[UNK]:1✗☂ '];
    await writeFile(at('lines.txt'), '☃\n\n☂\n');
    expect(await ok(argv('--file', at('lines.txt')))).toBe(unknown(one, '', two));
    expect(await piped('☃\n\n☂')).toEqual({ code: 0, stdout: unknown(one, '', two), stderr: '' });
    expect(await piped('☃\n', '☂', '-', '☂')).toEqual({ code: 0, stdout: unknown(two, one, two), stderr: '' });
  });

  it('prints a JSON object a text, with all that a model is given', async () => {
    const [first, second] = jsonLines(await ok(argv('--json', '', '☃')));
    expect(first).toEqual({
      text: '',
      tokens: ['[CLS]', '[SEP]'],
      inputIds: [2, 3],
      offsets: [
        [0, 0],
        [0, 0],
      ],
      wordIds: [-1, -1],
      sequenceIds: [-1, -1],
      tokenTypeIds: [0, 0],
      attentionMask: [1, 1],
      specialTokensMask: [1, 1],
      truncatedCount: 0,
      overflow: [],
    });
    expect(second).toMatchObject({ text: '☃', inputIds: [2, 1, 3], wordIds: [-1, 0, -1] });
  });

  it('puts windows into overflow with --json, and a second text after each', async () => {
    const [encoding] = jsonLines(await ok(argv('--json', '--pair', '☃', '--max-length', '5', '☃ ☃')));
    expect(encoding).toMatchObject({ text: '☃ ☃', pair: '☃', sequenceIds: [-1, 0, -1, 1, -1], truncatedCount: 1 });
    expect(encoding.overflow).toMatchObject([{ inputIds: [2, 1, 3, 1, 3], truncatedCount: 1 }]);
  });

  it('cuts as another reference does with --mode', async () => {
    const masked = /^\[CLS\]:2 \[MASK\]:4 \[SEP\]:3\n$/;
    expect(await ok(argv('[MASK]'))).toMatch(masked);
    expect(await ok(argv('--mode', 'hf-slow', '[MASK]'))).toMatch(masked);
    expect(await ok(argv('--mode', 'google', '[MASK]'))).toContain('[UNK]:1✗MASK');
  });

  it('refuses a length that holds nothing, a file that is missing, and bytes that are no text', async () => {
    const short = await runProgram(argv('--max-length', '1', 'a'));
    expect(short).toMatchObject({
      code: 1,
      stderr: 'bertkit: --max-length is 1, but the special tokens alone are 2.\n',
    });
    const missing = await runProgram(argv('--file', at('no.txt')));
    expect(missing).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/no\.txt cannot be read: there is no such/),
    });
    const latin = await runProgram(argv(), { stdin: [Buffer.from('a\nd\xe9j\xe0\n', 'latin1')] });
    expect(latin).toMatchObject({
      code: 1,
      stderr: 'bertkit: Line 2 of stdin is not UTF-8 text.\n',
    });
  });

  it('takes texts together with a file, and a stride without a length, for wrong usage', async () => {
    const both = await runProgram(argv('--file', at('corpus.txt'), 'a'));
    expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining('takes texts or --file, not both') });
    const alone = await runProgram(argv('--stride', '1', 'a'));
    expect(alone).toMatchObject({ code: 2, stderr: expect.stringContaining('--stride needs --max-length') });
  });
});
