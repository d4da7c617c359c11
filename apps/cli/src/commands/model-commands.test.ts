import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pretrainingHead } from '@bertkit/heads';
import { createConfig, initializeParameters, saveModel } from '@bertkit/model';
import { createNodeFiles } from '@bertkit/runtime-node';
import { createTokenizer, tokenizerFiles } from '@bertkit/tokenizer';
import { tableFromIPC } from 'apache-arrow';
import { beforeAll, describe, expect, it } from 'vitest';
import { jsonLines, ok, recordingTerminal, runProgram, runTerminal, temporaryFolder } from '../testing.js';

/** Has a small random model in `model`. */
const at = temporaryFolder();
beforeAll(async () => {
  const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'the', 'cat', 'sees', '##s', '.'];
  const config = {
    ...createConfig('tiny', { vocabSize: vocabulary.length, maxPositionEmbeddings: 8 }),
    hiddenSize: 8,
    numAttentionHeads: 2,
    intermediateSize: 12,
    initializerRange: 0.5,
  };
  const files = createNodeFiles(at('model'));
  const parameters = initializeParameters(pretrainingHead.parameters(config), config, 1);
  await saveModel(files, { config, parameters, architecture: pretrainingHead.architecture });
  const tokenizer = createTokenizer({ vocabulary, modelMaxLength: 8 });
  for (const [name, content] of Object.entries(tokenizerFiles(tokenizer))) await files.write(name, content);
});

const onModel = (command: string, argv: readonly string[]) => [command, '--model', at('model'), ...argv];
const runOn = (command: string, argv: readonly string[], stdin?: string) =>
  runProgram(onModel(command, argv), { stdin });
const okOn = (command: string, argv: readonly string[], stdin?: string) => ok(onModel(command, argv), { stdin });

interface EmbeddingLine {
  readonly text: string;
  readonly embedding: number[];
}
const lines = (stdout: string): EmbeddingLine[] => jsonLines(stdout);

describe('embed', () => {
  it('prints a JSON object a text: of arguments, of a file, of stdin alike', async () => {
    const stdout = await okOn('embed', ['the cat', '']);
    expect(lines(stdout).map(({ text, embedding }) => [text, embedding.length])).toEqual([
      ['the cat', 8],
      ['', 8],
    ]);
    await writeFile(at('texts.txt'), 'the cat\n\n');
    expect(await okOn('embed', ['--file', at('texts.txt')])).toBe(stdout);
    expect(await okOn('embed', [], 'the cat\n\n')).toBe(stdout);
  });

  it('cuts and scales vectors, and takes a prompt', async () => {
    const [plain] = lines(await okOn('embed', ['the cat']));
    const [cut] = lines(await okOn('embed', ['the cat', '--dim', '3', '--batch-tokens', '1']));
    expect(cut?.embedding).toEqual(plain?.embedding.slice(0, 3));
    const [unit] = lines(await okOn('embed', ['the cat', '--normalize']));
    expect(Math.hypot(...(unit?.embedding ?? []))).toBeCloseTo(1, 5);
    const [prompted] = lines(await okOn('embed', ['cat', '--prompt', 'the ']));
    expect(prompted?.embedding).toEqual(plain?.embedding);
    const [quantized] = lines(await okOn('embed', ['the cat', '--dtype', 'int8']));
    expect(quantized?.embedding).not.toEqual(plain?.embedding);
  });

  it('writes .npy and .arrow, the same numbers in both, and replaces nothing unasked', async () => {
    const texts = 'the cat\nthe cat sees\n.\n';
    expect(await okOn('embed', ['--out', at('x.npy')], texts)).toMatch(
      /^3 vectors of 8 numbers in .*x\.npy, in 0 s\n$/,
    );
    await okOn('embed', ['--out', at('x.arrow')], texts);
    const npy = await readFile(at('x.npy'));
    const table = tableFromIPC(await readFile(at('x.arrow')));
    const rows = table.toArray().map((row) => [...row.embedding]);
    expect(rows.flat()).toEqual(Array.from({ length: 24 }, (_, i) => npy.readFloatLE(128 + 4 * i)));
    expect(table.toArray().map((row) => row.text)).toEqual(['the cat', 'the cat sees', '.']);
    const again = await runOn('embed', ['x', '--out', at('x.npy')]);
    expect(again).toMatchObject({ code: 1, stderr: expect.stringMatching(/x\.npy is there already: name another/) });
    await okOn('embed', ['x', '--out', at('x.npy'), '--overwrite']);
    expect(await readFile(at('x.npy'))).toHaveLength(128 + 8 * 4);
  });

  it('tells how many texts were cut, and which model it took by itself', async () => {
    const { stderr } = await runOn('embed', ['the cat', 'the '.repeat(9)]);
    expect(stderr).toBe('1 of 2 texts had more than 8 tokens and was cut.\n');
    const boxed = await runProgram(['embed', 'a cat']);
    expect(boxed).toMatchObject({ code: 0, stderr: expect.stringMatching(/^With the small model that comes/) });
  });

  it('stops at Ctrl-C and leaves no file', async () => {
    const stdin = {
      *[Symbol.iterator]() {
        yield Buffer.from('the cat\n');
        terminal.interrupt();
      },
    };
    const argv = ['embed', '--model', at('model'), '--out', at('stopped.npy')];
    const terminal = recordingTerminal(argv, { stdin });
    const { code, stdout, stderr } = await runTerminal(terminal);
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toMatch(/^Stopped after 0 texts; .*stopped\.npy was not written\.\n$/);
    expect((await readdir(at())).filter((name) => name.includes('stopped'))).toEqual([]);
  });

  it.each([
    [['x', '--dim', '9'], '--dim is 9, but the vectors of this model have 8 numbers.'],
    [['x', '--prompt-name', 'query2'], `--prompt-name is "query2", but the model's prompts are`],
    [['--file', '/no/such/file'], '/no/such/file cannot be read: there is no such file.'],
  ])('fails on %j in one sentence', async (argv, message) => {
    const { code, stderr } = await runOn('embed', argv);
    expect(code).toBe(1);
    expect(stderr).toContain(`bertkit: ${message}`);
  });

  it.each([
    [['x', '--file', 'y'], 'embed takes texts or --file, not both'],
    [['x', '--out', 'vectors.csv'], '--out must end in .npy or .arrow'],
    [['x', '--prompt', 'a', '--prompt-name', 'b'], 'cannot be used with'],
    [[], "missing required argument 'texts'"],
  ])('takes %j for wrong usage', async (argv, message) => {
    expect(await runOn('embed', argv)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  });
});

describe('forward', () => {
  const feeds = '{ "input_ids": [[2, 5, 6, 3], [2, 9, 3, 0]], "attention_mask": [[1, 1, 1, 1], [1, 1, 1, 0]] }';

  it('prints what comes out, under the names of transformers', async () => {
    const outputs = JSON.parse(await okOn('forward', ['--head', 'pretraining'], feeds));
    expect(outputs).toEqual({
      prediction_logits: { dims: [2, 4, 10], data: expect.any(Array) },
      seq_relationship_logits: { dims: [2, 2], data: expect.any(Array) },
    });
    expect(outputs.prediction_logits.data).toHaveLength(2 * 4 * 10);
    await writeFile(at('feeds.json'), feeds);
    expect(JSON.parse(await okOn('forward', ['--head', 'pretraining', '--feeds', at('feeds.json')]))).toEqual(outputs);
  });

  it('has hidden states and attentions on request, alike in both kernel sets', async () => {
    const all: number[][] = [];
    for (const kernels of ['fused', 'differentiable']) {
      const argv = ['--head', 'base', '--hidden-states', '--attentions', '--kernels', kernels];
      const outputs = JSON.parse(await okOn('forward', argv, feeds)) as Record<
        string,
        { dims: number[]; data: number[] }
      >;
      expect(Object.entries(outputs).map(([name, { dims }]) => `${name} ${dims}`)).toEqual([
        'last_hidden_state 2,4,8',
        'pooler_output 2,8',
        'hidden_states.0 2,4,8',
        'hidden_states.1 2,4,8',
        'hidden_states.2 2,4,8',
        'attentions.0 2,2,4,4',
        'attentions.1 2,2,4,4',
      ]);
      all.push(Object.values(outputs).flatMap(({ data }) => data));
    }
    const [fused = [], plain = []] = all;
    expect(Math.max(...fused.map((value, i) => Math.abs(value - (plain[i] ?? Number.NaN))))).toBeLessThan(1e-4);
  });

  it.each([
    ['base', '{ "input_ids": [[2, 10]] }', 'input_ids[0][1] is 10, but with vocab_size 10 in config.json'],
    ['base', '{ "input_ids": [[2', 'stdin is not JSON in UTF-8: '],
    ['question-answering', feeds, 'qa_outputs.weight [2, 8] is missing'],
  ])('fails in one sentence (%s, %s)', async (head, stdin, message) => {
    const { code, stdout, stderr } = await runOn('forward', ['--head', head], stdin);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('takes a head it does not know, or no feeds, for wrong usage', async () => {
    expect(await runOn('forward', ['--head', 'gpt'], feeds)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('It must be one of base, masked-lm'),
    });
    expect(await runOn('forward', ['--head', 'base'])).toMatchObject({ code: 2 });
  });
});

describe('export', () => {
  it('writes a directory for transformers.js, and tells what is in it', async () => {
    const stdout = await okOn('export', ['--out', at('onnx-model')]);
    expect(stdout).toMatch(
      /onnx-model has the model, masked-lm, fp32, fused operators:\n {2}onnx\/model\.onnx +[\d.]+ kB\n/,
    );
    expect(stdout).toMatch(/Not used of the checkpoint: \S+ and \d+ more\n$/);
    expect((await readdir(at('onnx-model'), { recursive: true })).sort()).toEqual([
      'config.json',
      'onnx',
      join('onnx', 'model.onnx'),
      'special_tokens_map.json',
      'tokenizer.json',
      'tokenizer_config.json',
      'vocab.txt',
    ]);
  });

  it('prints one JSON object', async () => {
    const argv = ['--out', at('json-model'), '--dtype', 'int8', '--ops', 'standard', '--head', 'BertModel', '--json'];
    expect(JSON.parse(await okOn('export', argv))).toEqual({
      head: 'base',
      dtype: 'int8',
      ops: 'standard',
      out: at('json-model'),
      files: expect.arrayContaining([{ name: 'onnx/model_quantized.onnx', size: expect.any(Number) }]),
      unused: expect.arrayContaining(['cls.predictions.bias']),
    });
  });

  it('replaces nothing unless told to', async () => {
    await okOn('export', ['--out', at('twice')]);
    expect(await runOn('export', ['--out', at('twice')])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /twice has onnx\/model\.onnx already: write elsewhere, or replace by --overwrite\./,
      ),
    });
    await okOn('export', ['--out', at('twice'), '--overwrite']);
  });
});
