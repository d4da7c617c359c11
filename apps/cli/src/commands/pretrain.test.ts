import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  jsonLines,
  ok,
  prepareTraining,
  pretrainArgv,
  recordingTerminal,
  runProgram,
  runTerminal,
  temporaryFolder,
} from '../testing.js';

const at = temporaryFolder();
const argv = (out: string, ...more: string[]) => pretrainArgv(at, out, ...more);
beforeAll(() => prepareTraining(at));
beforeAll(() => ok(argv(at('whole'))));

describe('pretrain', () => {
  it('stops on Ctrl-C with a checkpoint, says how to go on, and ends as if never stopped', async () => {
    const halves = at('halves');
    const stopped = await runProgram(argv(halves, '--checkpoint-every', '4'), {
      onWrite: (text, { interrupt }) => {
        if (text.startsWith('step 4  checkpoint')) interrupt();
      },
    });
    expect(stopped.code).toBe(130);
    expect(stopped.stdout).toBe('');
    const command = /^ {2}bertkit (pretrain .* --resume)\n$/m.exec(stopped.stderr)?.[1] ?? '';
    expect(stopped.stderr).toContain(
      `Stopped at step 4 of 8; the checkpoint is in ${halves}. Go on with\n  bertkit pretrain `,
    );

    const summary = await ok(command.split(' '));
    expect(summary).toMatch(/^Step 8 reached, in .*\n {25}this model {2}to beat\nmasked words, loss {12}/);
    expect(summary).toContain(`bertkit fill-mask --model ${halves} `);
    expect(await readFile(join(halves, 'model.safetensors'))).toEqual(await readFile(at('whole', 'model.safetensors')));
  });

  it('starts from a model, with its vocabulary and config', async () => {
    const further = ['pretrain', at('corpus.txt'), '--steps', '1', '--sequence-length', '16', '--warmup-steps', '1'];
    await ok([...further, '--from', at('whole'), '--out', at('further')]);
    for (const file of ['model.safetensors', 'config.json', 'vocab.txt']) {
      expect(await readFile(at('further', file))).toEqual(await readFile(at('whole', file))); // the first update has the rate 0
    }
    const nowhere = await runProgram([...further, '--from', at('nowhere'), '--out', at('refused')]);
    expect(nowhere).toMatchObject({ code: 1, stderr: expect.stringMatching(/There is no directory .*nowhere\.\n$/) });
    const both = await runProgram([...argv(at('refused')), '--from', at('whole')]);
    expect(both).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("'--from <directory|id>' cannot be used with"),
    });
    const neither = await runProgram([...further, '--out', at('refused')]);
    expect(neither).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('needs --vocab and --config, or --from'),
    });
  });

  it('prints nothing but JSON lines on stdout with --json, in order', async () => {
    const { code, stdout, stderr } = await runProgram(argv(at('json'), '--json', '--evaluate-every', '4'));
    expect(code, stderr).toBe(0);
    const events = jsonLines(stdout);
    const kinds = events.map(({ kind }) => kind).join(' ');
    expect(kinds).toMatch(/^corpus start .*step step step checkpoint step evaluation .* evaluation checkpoint result$/);
    const firstStep = events.find(({ kind }) => kind === 'step');
    expect(events[1]).toMatchObject({ steps: 8, unigramBaseline: expect.any(Number) });
    expect(firstStep).toMatchObject({ step: 1, maskedLm: { loss: expect.any(Number), accuracy: expect.any(Number) } });
    expect(events.at(-1)).toMatchObject({ kind: 'result', step: 8, stopped: false, out: at('json') });
    expect(stderr.split('\n')).toEqual([
      'vocab_size of the config is 70, so 10 rows of the word table will stay unused',
      expect.stringMatching(/corpus\.txt: read as a sentence a line \(0 of its first 90 lines hold several\)$/),
      '',
    ]);
  });

  it('leaves a run alone that is there already, unless told to resume or overwrite it', async () => {
    const out = at('copy');
    await cp(at('whole'), out, { recursive: true });
    const before = await readFile(join(out, 'checkpoint.safetensors'));
    const refused = await runProgram(argv(out));
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(
      /already holds a training run .*: go on with it by --resume, or replace it by --overwrite\.\n$/,
    );
    const otherwise = await runProgram(argv(out, '--resume', '--learning-rate', '1e-3', '--evaluate-every', '4'));
    expect(otherwise.code).toBe(1);
    expect(otherwise.stderr).toMatch(/cannot go on exactly: --learning-rate was 0\.0005 and is now 0\.001\.\n$/);
    expect(await readFile(join(out, 'checkpoint.safetensors'))).toEqual(before);
    await ok(argv(out, '--overwrite'));
  });

  it('keeps the last good checkpoint when the loss is no number any more', async () => {
    const out = at('nan');
    const flags = ['--learning-rate', '1e30', '--warmup-steps', '0', '--checkpoint-every', '1'];
    const { code, stderr } = await runProgram(argv(out, ...flags));
    expect(code).toBe(1);
    expect(stderr).toMatch(/bertkit: At step 2 the loss is NaN .* try a lower learning rate or a longer warm-up\.\n$/);
    expect(stderr).toContain(`The checkpoint of step 1 in ${out} stays as it was.\n`);
    expect(jsonLines(await ok(['inspect', out, '--json']))[0].run).toEqual({ step: 1 });
  });

  it('stops before it has written anything where Ctrl-C comes while the corpus is read', async () => {
    const terminal = recordingTerminal(argv(at('early')));
    terminal.interrupt();
    const { code, stderr } = await runTerminal(terminal);
    expect(code).toBe(130);
    expect(stderr).toMatch(/Stopped before the training began; nothing was written\.\n$/);
    await expect(readdir(at('early'))).rejects.toThrow('ENOENT');
  });

  const refused: [what: string, flags: () => string[], message: RegExp][] = [
    [
      'a config that is nowhere',
      () => ['--config', 'huge'],
      /--config is huge, which is no published size \(tiny, .*large\)/,
    ],
    [
      'a config that is too small',
      () => ['--config', at('small.json')],
      /vocabulary has 60 pieces, .* vocab_size is 50\.\n$/,
    ],
    [
      'a config that means nothing',
      () => ['--config', at('odd.json')],
      /odd\.json: hidden_size 8 is not a multiple of/,
    ],
    [
      'a sequence that is too long',
      () => ['--sequence-length', '17'],
      /--sequence-length is 17, but the config has 16/,
    ],
    ['a vocabulary without [UNK]', () => ['--vocab', at('no-unk', 'vocab.txt')], /The vocabulary has no "\[UNK\]"/],
    ['a vocabulary that is missing', () => ['--vocab', at('no', 'vocab.txt')], /no has no .*vocab\.txt/],
    [
      'a directory for a vocabulary',
      () => ['--vocab', at('vocab')],
      /it must name a file vocab\.txt, such as .*vocab\.txt\./,
    ],
    ['a file for a directory', () => ['--out', at('corpus.txt')], /--out is .*corpus\.txt, which is a file/],
    ['a path through a file', () => ['--out', at('corpus.txt', 'x')], /cannot be used: a folder of its path is a file/],
    [
      'a run that is not there',
      () => ['--resume'],
      /There is no checkpoint\.safetensors in .* start the run without --resume\./,
    ],
  ];
  it.each(refused)('refuses %s', async (_, flags, message) => {
    await writeFile(at('small.json'), JSON.stringify({ vocab_size: 50, hidden_size: 8, num_attention_heads: 2 }));
    await writeFile(at('odd.json'), JSON.stringify({ hidden_size: 8, num_attention_heads: 3 }));
    await mkdir(at('no-unk'), { recursive: true });
    await writeFile(at('no-unk', 'vocab.txt'), '[PAD]\n[CLS]\n[SEP]\n[MASK]\n');
    const { code, stdout, stderr } = await runProgram(argv(at('refused'), ...flags()));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('    at ');
    await expect(readdir(at('refused'))).rejects.toThrow('ENOENT');
  });

  it('refuses a corpus without text, of a single sentence, and one that is missing', async () => {
    await writeFile(at('blank.txt'), '\n \n');
    await writeFile(at('one.txt'), 'the cat is red .\n');
    const messages: [string, RegExp][] = [
      ['blank.txt', /blank\.txt holds nothing to learn from: all of its 2 lines are blank\.\n$/],
      ['one.txt', /bertkit: The corpus has 1 sentence, but .*\n$/],
      ['missing.txt', /missing\.txt cannot be read: there is no such file\.\n$/],
    ];
    for (const [name, message] of messages) {
      const otherCorpus = argv(at('refused')).map((each) => (each === at('corpus.txt') ? at(name) : each));
      const { code, stderr } = await runProgram(otherCorpus);
      expect(code).toBe(1);
      expect(stderr).toMatch(message);
    }
  });
});
