import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { jsonLines, ok, prepareTraining, pretrainArgv, runProgram, temporaryFolder } from '../testing.js';

const at = temporaryFolder();
beforeAll(() => prepareTraining(at));
beforeAll(() => ok(pretrainArgv(at, at('model'), '--steps', '1')));

describe('fill-mask', () => {
  it('shows the best words of each blank, with bars', async () => {
    const argv = ['fill-mask', '--model', at('model'), '--top-k', '2', '[MASK]是[MASK]', 'a [MASK]'];
    const { code, stdout, stderr } = await runProgram(argv);
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
    const argv = ['fill-mask', '--model', at('model'), '--json', '--top-k', '3', 'the [MASK] is a .', '[MASK]'];
    const [first, second] = jsonLines(await ok(argv));
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
    expect(await runProgram(['fill-mask', '--model', at('model'), 'no blank'])).toEqual({
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
      await copyFile(at('model', name), join(directory, name));
    }
    await breakIt(directory);
    const { code, stdout, stderr } = await runProgram(['fill-mask', '--model', directory, 'a [MASK]']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('wants a directory', async () => {
    const [missing, file] = await Promise.all([
      runProgram(['fill-mask', '--model', at('no'), '[MASK]']),
      runProgram(['fill-mask', '--model', at('corpus.txt'), '[MASK]']),
    ]);
    expect(missing.stderr).toBe(`bertkit: There is no directory ${at('no')}.\n`);
    expect(file.stderr).toBe(`bertkit: ${at('corpus.txt')} is a file: name the directory that holds the model.\n`);
  });
});
