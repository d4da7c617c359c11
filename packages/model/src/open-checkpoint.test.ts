import { createMemoryFiles, type Files } from '@bertkit/runtime';
import { describe, expect, it } from 'vitest';
import { readTensor } from './checkpoint.js';
import { CheckpointFilesError, PyTorchFileError, SafetensorsError, ShardsError } from './errors.js';
import { openCheckpoint } from './open-checkpoint.js';
import { safetensorsChunks } from './safetensors.js';

const index = 'model.safetensors.index.json';

/** A file with a tensor [1] for each name, the number being its place in the list. */
async function shard(files: Files, file: string, names: readonly string[]): Promise<void> {
  const tensors = names.map((name, i) => [name, { dtype: 'float32', shape: [1], data: Float32Array.of(i) }] as const);
  await files.write(file, safetensorsChunks(new Map(tensors)));
}

async function sharded(weightMap: unknown): Promise<Files> {
  const files = createMemoryFiles({ [index]: JSON.stringify({ metadata: {}, weight_map: weightMap }) });
  await shard(files, 'one.safetensors', ['a', 'b']);
  await shard(files, 'two.safetensors', ['c']);
  return files;
}

describe('openCheckpoint', () => {
  it('takes the first form that transformers would take', async () => {
    const files = createMemoryFiles({
      'pytorch_model.bin': '',
      'pytorch_model.bin.index.json': '{"weight_map": {"a": "b.bin"}}',
    });
    await expect(openCheckpoint(files)).rejects.toThrow(PyTorchFileError);
    await files.write(index, new TextEncoder().encode('[]'));
    await expect(openCheckpoint(files)).rejects.toThrow(ShardsError);
    await files.write('model.safetensors', new Uint8Array(0));
    await expect(openCheckpoint(files)).rejects.toThrow(SafetensorsError);
    for (const file of ['model.safetensors', index, 'pytorch_model.bin']) await files.remove(file);
    await expect(openCheckpoint(files)).rejects.toThrow('pytorch_model.bin.index.json in memory: It lists "b.bin"');
  });

  it('says what is there where no weights are', async () => {
    await expect(openCheckpoint(createMemoryFiles())).rejects.toThrow(CheckpointFilesError);
    const tensorflow = createMemoryFiles({ 'tf_model.h5': 'x' });
    await expect(openCheckpoint(tensorflow)).rejects.toThrow(
      /no model.safetensors, .* only tf_model.h5, .* transformers/,
    );
  });

  it('joins the tensors of all shards', async () => {
    const files = await sharded({ a: 'one.safetensors', c: 'two.safetensors', b: 'one.safetensors' });
    const { where, tensors } = await openCheckpoint(files);
    expect(where).toBe('model.safetensors.index.json in memory');
    expect([...tensors].map(([name, { file }]) => [name, file])).toEqual([
      ['a', 'one.safetensors'],
      ['b', 'one.safetensors'],
      ['c', 'two.safetensors'],
    ]);
    expect([...(await readTensor(files, tensors.get('b')!)).data]).toEqual([1]);
  });

  it('takes what a shard has beyond the index', async () => {
    const { tensors } = await openCheckpoint(await sharded({ a: 'one.safetensors' }));
    expect([...tensors.keys()]).toEqual(['a', 'b']);
  });

  it('gives tensors the names that mean something to JavaScript', async () => {
    const files = createMemoryFiles({ [index]: '{"weight_map": {"__proto__": "one.safetensors"}}' });
    await shard(files, 'one.safetensors', ['__proto__']);
    expect([...(await openCheckpoint(files)).tensors.keys()]).toEqual(['__proto__']);
  });

  it.each([
    ['../one.safetensors'],
    ['folder/one.safetensors'],
    ['/one.safetensors'],
    ['folder\\one.safetensors'],
    ['C:one.safetensors'],
    ['one.bin'],
    ['.safetensors/..'],
    [''],
    [7],
    [null],
  ])('does not follow an index to %j', async (shardName) => {
    const files = await sharded({ a: 'one.safetensors', c: shardName });
    const asked: string[] = [];
    const size: Files['size'] = (name) => {
      asked.push(name);
      return files.size(name);
    };
    await expect(openCheckpoint({ ...files, size })).rejects.toThrow(
      /It puts "c" into .*, but shards are files beside it/,
    );
    expect(new Set(asked)).toEqual(new Set(['model.safetensors', index]));
  });

  it.each<[string, unknown, RegExp]>([
    ['a shard that is not there', { a: 'three.safetensors' }, /lists "three.safetensors", which is not there/],
    [
      'a tensor in no shard',
      { a: 'one.safetensors', d: 'one.safetensors' },
      /"d" is in one.safetensors, but no shard has it/,
    ],
    [
      'a tensor in another shard',
      { a: 'two.safetensors', b: 'one.safetensors' },
      /"a" is in two.safetensors, but one.safetensors has it/,
    ],
    ['no map', undefined, /weight_map is undefined/],
    ['a list', ['one.safetensors'], /weight_map is \["one.safetensors"\]/],
  ])('refuses an index with %s', async (_, weightMap, message) => {
    const files = await sharded(weightMap);
    await expect(openCheckpoint(files)).rejects.toThrow(ShardsError);
    await expect(openCheckpoint(files)).rejects.toThrow(message);
  });

  it('refuses a tensor that two shards have', async () => {
    const files = await sharded({ a: 'one.safetensors', c: 'two.safetensors' });
    await shard(files, 'two.safetensors', ['c', 'b']);
    await expect(openCheckpoint(files)).rejects.toThrow('"b" is both in one.safetensors and in two.safetensors.');
  });

  it.each([
    ['no JSON', '{', /not sound JSON/],
    ['a name that stands twice', '{"weight_map": {"a": "x.safetensors", "a": "y.safetensors"}}', /"a" twice/],
    ['no object', 'null', /JSON object is expected, but this is null/],
    ['no text', Uint8Array.of(0xff), /cannot be read as text/],
  ])('refuses an index that is %s', async (_, content, message) => {
    const files = createMemoryFiles({ [index]: content });
    await expect(openCheckpoint(files)).rejects.toThrow(ShardsError);
    await expect(openCheckpoint(files)).rejects.toThrow(message);
    const huge = { ...files, size: async (name: string) => (name === index ? 2 ** 40 : undefined) };
    await expect(openCheckpoint(huge)).rejects.toThrow(/above the limit/);
  });
});
