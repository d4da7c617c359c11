import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../run.js';
import { type RecordingTerminal, recordingTerminal } from '../testing.js';

/** Everything happens in here: a corpus, a vocabulary in `vocab`, a small config, and a model made in the first test. */
let folder: string;
const at = (...names: string[]) => join(folder, ...names);

const animals = ['cat', 'dog', 'cow', 'horse', 'bird', 'fish'];
const colours = ['red', 'blue', 'green', 'white', 'black'];
const corpus = animals
  .flatMap((animal) =>
    colours.map((colour) => `the ${animal} is ${colour} .\na ${colour} ${animal} eats .\n猫是白色的。\n`),
  )
  .join('\n');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bertkit-cli-'));
  await writeFile(at('corpus.txt'), corpus);
  await mkdir(at('small'));
  await writeFile(
    at('small', 'config.json'),
    JSON.stringify({
      vocab_size: 70,
      hidden_size: 8,
      num_hidden_layers: 1,
      num_attention_heads: 2,
      intermediate_size: 8,
      max_position_embeddings: 16,
    }),
  );
  await ok('train-vocab', at('corpus.txt'), '--vocab-size', '60', '--out', at('vocab'));
});
afterAll(() => rm(folder, { recursive: true }));

async function runTerminal(terminal: RecordingTerminal) {
  return { code: await run(terminal), stdout: terminal.stdout.text, stderr: terminal.stderr.text };
}
const runProgram = (...argv: string[]) => runTerminal(recordingTerminal(argv));

async function ok(...argv: string[]): Promise<string> {
  const { code, stdout, stderr } = await runProgram(...argv);
  expect(code, stderr).toBe(0);
  return stdout;
}

const jsonLines = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

const pretrainArgv = (out: string, ...more: string[]) => [
  ...['pretrain', at('corpus.txt'), '--vocab', at('vocab', 'vocab.txt'), '--config', at('small', 'config.json')],
  ...[
    '--out',
    out,
    '--steps',
    '8',
    '--batch-size',
    '4',
    '--sequence-length',
    '16',
    '--held-out',
    '0.2',
    '--checkpoint-every',
    '3',
  ],
  ...['--threads', '1', ...more],
];

describe('train-vocab', () => {
  it('writes what transformers reads, and prints one JSON object', async () => {
    const out = at('json-vocab');
    const packed = at('corpus.txt.gz');
    await writeFile(packed, gzipSync(corpus));
    expect(jsonLines(await ok('train-vocab', packed, '--vocab-size', '60', '--cased', '--out', out, '--json'))).toEqual(
      [{ pieces: 60, lowercase: false, out }],
    );
    const vocabulary = await readFile(join(out, 'vocab.txt'), 'utf8');
    expect(vocabulary.split('\n').slice(0, 5)).toEqual(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]']);
    expect(JSON.parse(await readFile(join(out, 'tokenizer_config.json'), 'utf8'))).toMatchObject({
      do_lower_case: false,
    });
  });

  it('says so where the text has fewer pieces than were asked for', async () => {
    const { stdout, stderr } = await runProgram('train-vocab', at('corpus.txt'), '--out', at('fewer'));
    expect(stdout).toMatch(/^\d+ pieces from \d+ words, in .*fewer\/vocab\.txt\n$/);
    expect(stderr).toContain('Fewer pieces than 30,000');
  });

  it('does not replace a vocabulary unless told to', async () => {
    const before = await readFile(at('vocab', 'vocab.txt'), 'utf8');
    const argv = ['train-vocab', at('corpus.txt'), '--vocab-size', '50', '--out', at('vocab')];
    expect(await runProgram(...argv)).toEqual({
      code: 1,
      stdout: '',
      stderr: `bertkit: ${at('vocab')} already holds a vocabulary: name another --out, or replace it by --overwrite.\n`,
    });
    expect(await readFile(at('vocab', 'vocab.txt'), 'utf8')).toBe(before);
    await ok('train-vocab', at('corpus.txt'), '--vocab-size', '60', '--out', at('fewer'), '--overwrite');
  });

  it('wants words', async () => {
    await writeFile(at('blank.txt'), '\n \n');
    const { code, stderr } = await runProgram('train-vocab', at('blank.txt'), '--out', at('none'));
    expect(code).toBe(1);
    expect(stderr).toMatch(/bertkit: There is no word in .*blank\.txt: a vocabulary needs text\.\n$/);
    await expect(readdir(at('none'))).rejects.toThrow('ENOENT');
  });
});

describe('pretrain', () => {
  it('stops on Ctrl-C with a checkpoint, says how to go on, and ends as if never stopped', async () => {
    const whole = at('whole');
    const halves = at('halves');
    await ok(...pretrainArgv(whole));
    const terminal = recordingTerminal(pretrainArgv(halves, '--checkpoint-every', '4'), {
      onWrite: (text, { interrupt }) => {
        if (text.startsWith('step 4  checkpoint')) interrupt();
      },
    });
    const stopped = await runTerminal(terminal);
    expect(stopped.code).toBe(130);
    expect(stopped.stdout).toBe('');
    const command = /^ {2}bertkit (pretrain .* --resume)\n$/m.exec(stopped.stderr)?.[1] ?? '';
    expect(stopped.stderr).toContain(
      `Stopped at step 4 of 8; the checkpoint is in ${halves}. Go on with\n  bertkit pretrain `,
    );

    const summary = await ok(...command.split(' '));
    expect(summary).toMatch(/^Step 8 reached, in .*\n {25}this model {2}to beat\nmasked words, loss {12}/);
    expect(summary).toContain(`bertkit fill-mask --model ${halves} `);
    expect(await readFile(join(halves, 'model.safetensors'))).toEqual(await readFile(join(whole, 'model.safetensors')));
  });

  it('starts from a model, with its vocabulary and config', async () => {
    const argv = ['pretrain', at('corpus.txt'), '--steps', '1', '--sequence-length', '16', '--warmup-steps', '1'];
    await ok(...argv, '--from', at('whole'), '--out', at('further'));
    for (const file of ['model.safetensors', 'config.json', 'vocab.txt']) {
      expect(await readFile(at('further', file))).toEqual(await readFile(at('whole', file))); // the first update has the rate 0
    }
    const nowhere = await runProgram(...argv, '--from', at('nowhere'), '--out', at('refused'));
    expect(nowhere).toMatchObject({ code: 1, stderr: expect.stringMatching(/There is no directory .*nowhere\.\n$/) });
    const both = await runProgram(...pretrainArgv(at('refused')), '--from', at('whole'));
    expect(both).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("'--from <directory|id>' cannot be used with"),
    });
    const neither = await runProgram(...argv, '--out', at('refused'));
    expect(neither).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('needs --vocab and --config, or --from'),
    });
  });

  it('prints nothing but JSON lines on stdout with --json, in order', async () => {
    const { code, stdout, stderr } = await runProgram(...pretrainArgv(at('json'), '--json', '--evaluate-every', '4'));
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
    const before = await readFile(at('json', 'checkpoint.safetensors'));
    const refused = await runProgram(...pretrainArgv(at('json')));
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(
      /already holds a training run .*: go on with it by --resume, or replace it by --overwrite\.\n$/,
    );
    const otherwise = await runProgram(...pretrainArgv(at('json'), '--resume', '--learning-rate', '1e-3'));
    expect(otherwise.code).toBe(1);
    expect(otherwise.stderr).toMatch(/cannot go on exactly: --learning-rate was 0\.0005 and is now 0\.001\.\n$/);
    expect(await readFile(at('json', 'checkpoint.safetensors'))).toEqual(before);
    await ok(...pretrainArgv(at('json'), '--overwrite'));
  });

  it('keeps the last good checkpoint when the loss is no number any more', async () => {
    const out = at('nan');
    const flags = ['--learning-rate', '1e30', '--warmup-steps', '0', '--checkpoint-every', '1'];
    const { code, stderr } = await runProgram(...pretrainArgv(out, ...flags));
    expect(code).toBe(1);
    expect(stderr).toMatch(/bertkit: At step 2 the loss is NaN .* try a lower learning rate or a longer warm-up\.\n$/);
    expect(stderr).toContain(`The checkpoint of step 1 in ${out} stays as it was.\n`);
    expect(jsonLines(await ok('inspect', out, '--json'))[0].run).toEqual({ step: 1 });
  });

  it('stops before it has written anything where Ctrl-C comes while the corpus is read', async () => {
    const terminal = recordingTerminal(pretrainArgv(at('early')));
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
    const { code, stdout, stderr } = await runProgram(...pretrainArgv(at('refused'), ...flags()));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('    at ');
    await expect(readdir(at('refused'))).rejects.toThrow('ENOENT');
  });

  it('refuses a corpus without text, of a single sentence, and one that is missing', async () => {
    await writeFile(at('one.txt'), 'the cat is red .\n');
    const messages: [string, RegExp][] = [
      ['blank.txt', /blank\.txt holds nothing to learn from: all of its 2 lines are blank\.\n$/],
      ['one.txt', /bertkit: The corpus has 1 sentence, but .*\n$/],
      ['missing.txt', /missing\.txt cannot be read: there is no such file\.\n$/],
    ];
    for (const [name, message] of messages) {
      const argv = pretrainArgv(at('refused')).map((each) => (each === at('corpus.txt') ? at(name) : each));
      const { code, stderr } = await runProgram(...argv);
      expect(code).toBe(1);
      expect(stderr).toMatch(message);
    }
  });
});

describe('fill-mask', () => {
  it('shows the best words of each blank, with bars', async () => {
    const { code, stdout, stderr } = await runProgram(
      'fill-mask',
      '--model',
      at('whole'),
      '--top-k',
      '2',
      '[MASK]是[MASK]',
      'a [MASK]',
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const candidate = /^ {2}\S+ +\d+\.\d % {2}[█▏▎▍▌▋▊▉]+$/;
    const line = expect.stringMatching(candidate);
    expect(stdout.split('\n')).toEqual([
      '[MASK]是[MASK]',
      '  [CLS] · [MASK] · 是 · [MASK] · [SEP]',
      ...['  blank 1', line, line, '  blank 2', line, line, ''],
      ...['a [MASK]', '  [CLS] · a · [MASK] · [SEP]', line, line, ''],
    ]);
  });

  it('prints a JSON object a text', async () => {
    const argv = ['fill-mask', '--model', at('whole'), '--json', '--top-k', '3', 'the [MASK] is a .', '[MASK]'];
    const [first, second] = jsonLines(await ok(...argv));
    expect(first).toEqual({
      text: 'the [MASK] is a .',
      tokens: ['[CLS]', 'the', '[MASK]', 'is', 'a', '.', '[SEP]'],
      blanks: [{ start: 4, end: 10, candidates: expect.any(Array) }],
    });
    expect(first.blanks[0].candidates).toHaveLength(3);
    expect(first.blanks[0].candidates[0]).toEqual({
      token: expect.any(String),
      tokenId: expect.any(Number),
      score: expect.any(Number),
      text: expect.stringMatching(/^the .* is a \.$/),
    });
    expect(second.text).toBe('[MASK]');
  });

  it('wants a blank', async () => {
    expect(await runProgram('fill-mask', '--model', at('whole'), 'no blank')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'bertkit: The text has no blank: write [MASK] where a word is to be filled in.\n',
    });
  });

  const broken: [what: string, breakIt: (directory: string) => Promise<void>, message: RegExp][] = [
    [
      'weights that contradict the config',
      async (directory) => {
        const config = await readFile(join(directory, 'config.json'), 'utf8');
        await writeFile(
          join(directory, 'config.json'),
          config.replace('"intermediate_size": 8', '"intermediate_size": 12'),
        );
      },
      /^bertkit: .* has 3 faults:\n- bert\.encoder\.layer\.0\.intermediate\.dense\.weight is \[8, 8\], but intermediate_size 12 in config\.json asks for \[12, 8\]\.\n/,
    ],
    [
      'weights that were cut off',
      async (directory) => {
        const weights = await readFile(join(directory, 'model.safetensors'));
        await writeFile(join(directory, 'model.safetensors'), weights.subarray(0, weights.length - 1));
      },
      /^bertkit: model\.safetensors in .*: The tensors end at byte \d+, but the file at \d+: it was cut off\.\n$/,
    ],
    [
      'a forged header',
      (directory) => writeFile(join(directory, 'model.safetensors'), new Uint8Array(64).fill(0x7f)),
      /^bertkit: model\.safetensors in .*: The header is said to have \d+ bytes, above .* no safetensors file\.\n$/,
    ],
    [
      'weights that are missing',
      (directory) => rm(join(directory, 'model.safetensors')),
      /^bertkit: .* has no model\.safetensors, nor weights in shards or as pytorch_model\.bin\.\n$/,
    ],
    [
      'a vocabulary that is larger than the model',
      async (directory) => {
        await rm(join(directory, 'tokenizer_config.json'));
        await writeFile(join(directory, 'vocab.txt'), `${'a\n'.repeat(71)}[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n`);
      },
      /the vocabulary has 76 pieces, but vocab_size in config\.json is 70\.\n$/,
    ],
  ];
  it.each(broken)('refuses %s', async (_, breakIt, message) => {
    const directory = at('broken');
    await mkdir(directory, { recursive: true });
    for (const name of ['config.json', 'vocab.txt', 'tokenizer_config.json', 'model.safetensors']) {
      await copyFile(at('whole', name), join(directory, name));
    }
    await breakIt(directory);
    const { code, stdout, stderr } = await runProgram('fill-mask', '--model', directory, 'a [MASK]');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('wants a directory', async () => {
    const [missing, file] = await Promise.all([
      runProgram('fill-mask', '--model', at('no'), '[MASK]'),
      runProgram('fill-mask', '--model', at('corpus.txt'), '[MASK]'),
    ]);
    expect(missing.stderr).toBe(`bertkit: There is no directory ${at('no')}.\n`);
    expect(file.stderr).toBe(`bertkit: ${at('corpus.txt')} is a file: name the directory that holds the model.\n`);
  });
});

describe('tokenize', () => {
  const argv = (...more: string[]) => ['tokenize', '--model', at('vocab'), ...more];
  const piped = (text: string, ...more: string[]) =>
    runTerminal(recordingTerminal(argv(...more), { stdin: [new TextEncoder().encode(text)] }));

  it('shows a text on a terminal: pieces, ids below, and what the vocabulary lacks', async () => {
    const { stdout } = await runTerminal(recordingTerminal(argv('A ☃', ''), { isTerminal: true }));
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
    expect(await ok(...argv('A ☃', ''))).toMatch(/^\[CLS\]:2 a:\d+←A \[UNK\]:1✗☃ \[SEP\]:3\n\[CLS\]:2 \[SEP\]:3\n$/);
  });

  it('prints a line a window, which says how many tokens are left out', async () => {
    const lines = (await ok(...argv('--max-length', '4', '--stride', '1', 'a a a', 'a'))).split('\n');
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
    expect(await ok(...argv('--file', at('lines.txt')))).toBe(unknown(one, '', two));
    expect(await piped('☃\n\n☂')).toEqual({ code: 0, stdout: unknown(one, '', two), stderr: '' });
    expect(await piped('☃\n', '☂', '-', '☂')).toEqual({ code: 0, stdout: unknown(two, one, two), stderr: '' });
  });

  it('prints a JSON object a text, with all that a model is given', async () => {
    const [first, second] = jsonLines(await ok(...argv('--json', '', '☃')));
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
    const [encoding] = jsonLines(await ok(...argv('--json', '--pair', '☃', '--max-length', '5', '☃ ☃')));
    expect(encoding).toMatchObject({ text: '☃ ☃', pair: '☃', sequenceIds: [-1, 0, -1, 1, -1], truncatedCount: 1 });
    expect(encoding.overflow).toMatchObject([{ inputIds: [2, 1, 3, 1, 3], truncatedCount: 1 }]);
  });

  it('cuts as another reference does with --mode', async () => {
    const masked = /^\[CLS\]:2 \[MASK\]:4 \[SEP\]:3\n$/;
    expect(await ok(...argv('[MASK]'))).toMatch(masked);
    expect(await ok(...argv('--mode', 'hf-slow', '[MASK]'))).toMatch(masked);
    expect(await ok(...argv('--mode', 'google', '[MASK]'))).toContain('[UNK]:1✗MASK');
  });

  it('refuses a length that holds nothing, a file that is missing, and bytes that are no text', async () => {
    const short = await runProgram(...argv('--max-length', '1', 'a'));
    expect(short).toMatchObject({
      code: 1,
      stderr: 'bertkit: --max-length is 1, but the special tokens alone are 2.\n',
    });
    const missing = await runProgram(...argv('--file', at('no.txt')));
    expect(missing).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/no\.txt cannot be read: there is no such/),
    });
    const latin = recordingTerminal(argv(), { stdin: [Buffer.from('a\nd\xe9j\xe0\n', 'latin1')] });
    expect(await runTerminal(latin)).toMatchObject({
      code: 1,
      stderr: 'bertkit: Line 2 of stdin is not UTF-8 text.\n',
    });
  });

  it('takes texts together with a file, and a stride without a length, for wrong usage', async () => {
    const both = await runProgram(...argv('--file', at('corpus.txt'), 'a'));
    expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining('takes texts or --file, not both') });
    const alone = await runProgram(...argv('--stride', '1', 'a'));
    expect(alone).toMatchObject({ code: 2, stderr: expect.stringContaining('--stride needs --max-length') });
  });
});

describe('inspect', () => {
  it('shows config, parameters by part, vocabulary, files and the run', async () => {
    const text = await ok('inspect', at('whole'));
    expect(text).toMatch(/\nConfig\n {2}layers {13}1\n {2}hidden size {8}8, in 2 attention heads\n/);
    expect(text).toMatch(/\nParameters\n {2}[\d,]+ numbers, stored as F32\n {2}embeddings {12}720 {2}\d+\.\d % {2}█+/);
    expect(text).toMatch(/\nVocabulary\n {2}60 pieces, \d+ of them inside words \(##\)\n {2}text is lowercased\n/);
    expect(text).toMatch(/\nFiles\n {2}checkpoint\.safetensors +[\d.]+ kB\n/);
    expect(text).toMatch(/\nTraining run\n {2}at step 8; pretrain --resume goes on from there\n$/);
  });

  it('prints one JSON object', async () => {
    const [inspection] = jsonLines(await ok('inspect', at('whole'), '--json'));
    expect(inspection).toMatchObject({
      directory: at('whole'),
      config: { vocabSize: 70, hiddenSize: 8 },
      parameters: { total: expect.any(Number), dtypes: ['F32'], parts: expect.any(Array) },
      vocabulary: { pieces: 60, lowercase: true },
      run: { step: 8 },
    });
    const counts = inspection.parameters.parts.map(({ count }: { count: number }) => count);
    expect(counts.reduce((a: number, b: number) => a + b)).toBe(inspection.parameters.total);
    expect(inspection.files.map(({ name }: { name: string }) => name)).toEqual((await readdir(at('whole'))).sort());
  });

  it('takes a directory that holds a vocabulary only, and says what is not there', async () => {
    const [inspection] = jsonLines(await ok('inspect', at('vocab'), '--json'));
    expect(inspection).toMatchObject({ config: null, parameters: null, vocabulary: { pieces: 60 }, run: null });
    expect(await ok('inspect', at('vocab'))).toContain('Config\n  none: there is no config.json\n');
  });

  it('refuses a directory that holds nothing of ours', async () => {
    const { code, stderr } = await runProgram('inspect', folder);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /holds no model: it has no config\.json, weights, vocab\.txt, tokenizer\.json or checkpoint\./,
    );
  });
});
