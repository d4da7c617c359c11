import { expect, it } from 'vitest';
import { resumeCommand } from './resume-command.js';

it('is the command as typed, quoted for a shell, with --resume in place of --overwrite', () => {
  const argv = ['pretrain', 'my text.txt', "it's", '--overwrite', '--out', 'a/b-c_1', '--learning-rate', '5e-4'];
  expect(resumeCommand({ program: 'npx bertkit', argv })).toBe(
    String.raw`npx bertkit pretrain 'my text.txt' 'it'\''s' --out a/b-c_1 --learning-rate 5e-4 --resume`,
  );
});

it('says --resume once', () => {
  expect(resumeCommand({ program: 'bertkit', argv: ['pretrain', '--resume'] })).toBe('bertkit pretrain --resume');
});
