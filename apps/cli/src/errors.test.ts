import { Option } from 'commander';
import { describe, expect, it } from 'vitest';
import { InputError, reportError, withFlags } from './errors.js';
import { Interrupted } from './terminal.js';
import { recordingOutput } from './testing.js';

function report(error: unknown, { debug = false } = {}) {
  const stderr = recordingOutput();
  return { code: reportError(error, { stderr, debug, options: [] }), text: stderr.text };
}

describe('reportError', () => {
  it('says what is wrong with the input, without a stack', () => {
    expect(report(new InputError('There is no file x.'))).toEqual({ code: 1, text: 'bertkit: There is no file x.\n' });
  });

  it('shows stack and cause for --debug, and the sentence last', () => {
    const cause = new Error('the disk failed');
    const { text } = report(new InputError('x cannot be read.', { cause }), { debug: true });
    expect(text).toMatch(/errors\.test\.ts.*the disk failed.*\nbertkit: x cannot be read\.\n$/s);
  });

  it.each([new TypeError('x is undefined'), 'thrown text', Object.assign(new Error('no'), { code: 'ENOENT' })])(
    'takes %s for a fault of ours, with its stack',
    (error) => {
      const { code, text } = report(error);
      expect(code).toBe(1);
      expect(text).toContain(error instanceof Error ? error.stack : error);
      expect(text).toMatch(/\nbertkit: This is a fault of bertkit\. Please report it/);
    },
  );

  it('shows a few of many faults, and how many more there are', () => {
    const faults = (count: number) => new InputError(['It has faults:', ...Array(count).fill('- one')].join('\n'));
    expect(report(faults(5)).text.split('\n').length).toBe(7);
    expect(report(faults(24)).text).toBe(
      `bertkit: It has faults:\n${'- one\n'.repeat(4)}- and 20 more; --debug shows them all\n`,
    );
    expect(report(faults(24), { debug: true }).text).not.toContain('more;');
  });

  it('has nothing to say about a Ctrl-C', () => {
    expect(report(new Interrupted('SIGINT'))).toEqual({ code: 130, text: '' });
    expect(report(new Interrupted('SIGTERM')).code).toBe(143);
  });
});

describe('withFlags', () => {
  const options = ['--warmup-steps <n>', '--steps <n>', '--resume', '--out <dir>'].map((flags) => new Option(flags));

  it('calls options as the user knows them', () => {
    expect(withFlags('warmupSteps was 3 and is now 6; steps is 0.', options)).toBe(
      '--warmup-steps was 3 and is now 6; --steps is 0.',
    );
    expect(withFlags('go on by resume, or start without resume', options)).toBe(
      'go on by --resume, or start without --resume',
    );
  });

  it('leaves the same words alone elsewhere', () => {
    const message = 'the number of steps, 30; --steps is 1; x/out is full; to resume from';
    expect(withFlags(message, options)).toBe(message);
  });
});
