import {
  type BertConfig,
  CheckpointTensorsError,
  createConfig,
  initializeParameters,
  parameterCount,
  saveModel,
} from '@bertkit/model';
import { createMemoryFiles, type Files } from '@bertkit/runtime';
import { createTokenizer, loadTokenizer, tokenizerFiles } from '@bertkit/tokenizer';
import { describe, expect, it } from 'vitest';
import { encoderHead } from './encoder/encoder-head.js';
import { ExportError } from './errors.js';
import { type ExportProgress, exportModel } from './export-model.js';
import { maskedLmHead } from './masked-lm/masked-lm.js';
import { questionAnsweringHead } from './question-answering/question-answering.js';

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'the', 'cat', 'Cat', '##s', '.'];

const config: BertConfig = {
  ...createConfig('tiny', { vocabSize: vocabulary.length, maxPositionEmbeddings: 8 }),
  hiddenSize: 32,
  numAttentionHeads: 2,
  intermediateSize: 64,
};

async function checkpoint({ modelMaxLength = 8 as number | undefined } = {}): Promise<Files> {
  const files = createMemoryFiles();
  const parameters = initializeParameters(maskedLmHead.parameters(config), config, 5);
  await saveModel(files, { config, parameters, architecture: 'BertForMaskedLM' });
  const tokenizer = tokenizerFiles(createTokenizer({ vocabulary, modelMaxLength }));
  for (const [name, content] of Object.entries(tokenizer)) await files.write(name, content);
  return files;
}

const head = encoderHead({ pooler: false });
const read = async (files: Files, name: string) => new TextDecoder().decode(await files.read(name));
const write = (files: Files, name: string, content: string) => files.write(name, new TextEncoder().encode(content));
const namesOf = async (files: Files) => (await files.list()).map(({ name }) => name);

describe('exportModel', () => {
  it('writes the model and all files around it, and tells which', async () => {
    const out = createMemoryFiles();
    const { files, unexpected } = await exportModel(await checkpoint(), out, { head });
    expect(files.map(({ name }) => name).sort()).toEqual([
      'config.json',
      'onnx/model.onnx',
      'special_tokens_map.json',
      'tokenizer.json',
      'tokenizer_config.json',
      'vocab.txt',
    ]);
    expect(await out.list()).toEqual(expect.arrayContaining([...files]));
    expect(unexpected).toContain('cls.predictions.bias');
  });

  it('holds each weight once, in 32 bits or in 8', async () => {
    const weightCount = parameterCount(head.parameters(config));
    for (const [dtype, bytes, file] of [
      ['fp32', 4, 'onnx/model.onnx'],
      ['int8', 1, 'onnx/model_quantized.onnx'],
    ] as const) {
      const out = createMemoryFiles();
      const { files } = await exportModel(await checkpoint(), out, { head, dtype });
      const size = files.find(({ name }) => name === file)?.size ?? 0;
      expect(size).toBeGreaterThan(weightCount * bytes);
      expect(size).toBeLessThan(weightCount * bytes + 32_000); // the graph
    }
  });

  it('takes files over as they are, where nothing is to be changed', async () => {
    const files = await checkpoint();
    await write(files, 'config.json', (await read(files, 'config.json')).replace('{', '{\n  "of_its_own": 1,'));
    const out = createMemoryFiles();
    await exportModel(files, out, { head: maskedLmHead });
    for (const name of ['config.json', 'vocab.txt', 'tokenizer.json', 'tokenizer_config.json'])
      expect(await read(out, name)).toBe(await read(files, name));
  });

  it('names the class that the head is of', async () => {
    const out = createMemoryFiles();
    await exportModel(await checkpoint(), out, { head });
    expect(JSON.parse(await read(out, 'config.json'))).toMatchObject({
      architectures: ['BertModel'],
      model_type: 'bert',
      hidden_size: 32,
    });
  });

  it('makes what is missing of a tokenizer, and the length that texts are to be cut to', async () => {
    const files = await checkpoint({ modelMaxLength: undefined });
    await files.remove('tokenizer.json');
    const out = createMemoryFiles();
    await exportModel(files, out, { head });
    const made = await loadTokenizer(out);
    expect(made.definition.modelMaxLength).toBe(8);
    expect(made.encode('The cats.').tokens).toEqual(['[CLS]', 'the', 'cat', '##s', '.', '[SEP]']);
    expect(await namesOf(out)).toContain('tokenizer.json');
  });

  it('writes a tokenizer.json that tokenizer_config.json overrules as it is understood', async () => {
    const files = await checkpoint();
    const config = await read(files, 'tokenizer_config.json');
    await write(files, 'tokenizer_config.json', config.replace('"do_lower_case": true', '"do_lower_case": false'));
    const out = createMemoryFiles();
    await exportModel(files, out, { head });
    expect(JSON.parse(await read(out, 'tokenizer.json'))).toMatchObject({ normalizer: { lowercase: false } });
    expect(await read(out, 'tokenizer_config.json')).toBe(await read(files, 'tokenizer_config.json'));
  });

  it('brings the modules of a sentence-transformers directory along', async () => {
    const files = await checkpoint();
    const modules = [{ path: '' }, { path: '1_Pooling' }, { path: '2_Normalize' }];
    await write(files, 'modules.json', JSON.stringify(modules));
    await write(files, '1_Pooling/config.json', '{}');
    const out = createMemoryFiles();
    await exportModel(files, out, { head });
    expect(await namesOf(out)).toEqual(expect.arrayContaining(['modules.json', '1_Pooling/config.json']));
    await write(files, 'modules.json', JSON.stringify([{ path: '../outside' }]));
    await expect(exportModel(files, createMemoryFiles(), { head })).rejects.toMatchObject({ code: 'BERTKIT_FILE' });
    await write(files, 'modules.json', '{}');
    await expect(exportModel(files, createMemoryFiles(), { head })).rejects.toBeInstanceOf(ExportError);
  });

  it('goes into the directory of the model itself, fp32 and int8 side by side', async () => {
    const files = await checkpoint();
    const before = await namesOf(files);
    await exportModel(files, files, { head: maskedLmHead });
    await exportModel(files, files, { head: maskedLmHead, dtype: 'int8' });
    expect(await namesOf(files)).toEqual([...before, 'onnx/model.onnx', 'onnx/model_quantized.onnx'].sort());
  });

  it('replaces nothing that is another, unless told to', async () => {
    const files = await checkpoint();
    const out = createMemoryFiles();
    await exportModel(files, out, { head });
    await expect(exportModel(files, out, { head })).rejects.toThrow(
      'memory has onnx/model.onnx already: write elsewhere, or replace by overwrite.',
    );
    const other = exportModel(files, out, { head: maskedLmHead, dtype: 'int8' });
    await expect(other).rejects.toThrow('memory has config.json already');
    expect(await namesOf(out)).not.toContain('onnx/model_quantized.onnx');
    await exportModel(files, out, { head: maskedLmHead, overwrite: true });
    expect(await read(out, 'config.json')).toContain('BertForMaskedLM');
  });

  it('makes no weights up, and writes nothing then', async () => {
    const out = createMemoryFiles();
    const asked = exportModel(await checkpoint(), out, { head: questionAnsweringHead });
    await expect(asked).rejects.toBeInstanceOf(CheckpointTensorsError);
    expect(await out.list()).toEqual([]);
  });

  it('tells how far it is, to the end, and stops when told to, leaving nothing', async () => {
    const seen: ExportProgress[] = [];
    const onProgress = (progress: ExportProgress) => void seen.push(progress);
    await exportModel(await checkpoint(), createMemoryFiles(), { head, onProgress });
    const { totalBytes } = seen.at(-1)!;
    expect(totalBytes).toBe(4 * parameterCount(head.parameters(config)));
    expect(seen.at(-1)).toEqual({ file: 'onnx/model.onnx', doneBytes: totalBytes, totalBytes });
    expect(seen.map(({ doneBytes }) => doneBytes)).toEqual(
      seen.map(({ doneBytes }) => doneBytes).toSorted((a, b) => a - b),
    );

    const controller = new AbortController();
    const reason = new Error('stopped');
    const out = createMemoryFiles();
    const stopped = exportModel(await checkpoint(), out, {
      head,
      signal: controller.signal,
      onProgress: () => controller.abort(reason),
    });
    await expect(stopped).rejects.toBe(reason);
    expect(await out.list()).toEqual([]);
  });
});
