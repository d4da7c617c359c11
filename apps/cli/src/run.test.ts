import { describe, expect, it } from 'vitest';
import { createProgram } from './run.js';
import { recordingTerminal, runProgram } from './testing.js';

const commands = createProgram(recordingTerminal([])).commands.map((command) => command.name());

describe('run', () => {
  it('has the commands that the README names', () => {
    expect(commands).toEqual([
      'train-vocab',
      'pretrain',
      'fill-mask',
      'tokenize',
      'embed',
      'export',
      'forward',
      'inspect',
      'pull',
      'tour',
    ]);
  });

  it.each(commands)('prints help for %s: every option, and examples', async (name) => {
    const { code, stdout, stderr } = await runProgram([name, '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const command = createProgram(recordingTerminal([])).commands.find((each) => each.name() === name);
    for (const option of command?.options ?? []) {
      expect(stdout).toContain(option.long);
      expect(option.description).not.toBe('');
    }
    expect(stdout).toContain('--debug');
    expect(stdout).toMatch(new RegExp(`\nExamples:\n  \\$ bertkit ${name}\\b`));
  });

  it('states the defaults of all options of train-vocab and pretrain that have any', async () => {
    for (const name of ['train-vocab', 'pretrain']) {
      const command = createProgram(recordingTerminal([])).commands.find((each) => each.name() === name);
      const silent = (command?.options ?? [])
        .filter(({ mandatory, required }) => required && !mandatory)
        .filter(
          ({ defaultValue, description }) =>
            defaultValue === undefined && !/default: |in place of|needed, but/.test(description),
        );
      expect(silent.map(({ long }) => long)).toEqual([]);
    }
  });

  it('prints its version', async () => {
    expect(await runProgram(['--version'])).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: '',
    });
  });

  it.each([
    [[], /^Usage: bertkit/],
    [['no-such-command'], /^bertkit: unknown command 'no-such-command'\n/],
    [['fill-maks', 'x'], /Did you mean fill-mask\?/],
    [['tokenize'], /^bertkit: missing required argument 'texts'\n/],
    [['tokenize', 'x', '--nope'], /^bertkit: unknown option '--nope'\n/],
    [['pretrain', 'x'], /^bertkit: required option '--out <directory>' not specified\nAdd --help/],
    [
      'pretrain x --out o --steps 1 --config tiny'.split(' '),
      /^bertkit: pretrain needs --vocab and --config, or --from/,
    ],
    [['fill-mask', 'x', '--top-k', '0'], /argument '0' is invalid\. It must be a whole number from 1\.\n/],
    [
      'pretrain x --vocab v --config tiny --out o --steps 1 --resume --overwrite'.split(' '),
      /'--resume' cannot be used with option '--overwrite'/,
    ],
  ])('takes %j for wrong usage', async (argv, message) => {
    const { code, stdout, stderr } = await runProgram(argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('knows --debug before the command and after it', async () => {
    for (const argv of [
      ['--debug', 'inspect', '/no/such/directory'],
      ['inspect', '/no/such/directory', '--debug'],
    ]) {
      const { code, stderr } = await runProgram(argv);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^InputError: .*\n {4}at /);
      expect(stderr).toMatch(/\nbertkit: There is no directory \/no\/such\/directory\.\n$/);
    }
  });
});
