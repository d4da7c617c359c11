import { type Head, maskedLmHead } from '@bertkit/heads';
import { createConfig, initializeParameters, saveModel } from '@bertkit/model';
import { createMemoryFiles, type Files } from '@bertkit/runtime';
import { createNodeRuntime } from '@bertkit/runtime-node';
import { createTokenizer, tokenizerFiles } from '@bertkit/tokenizer';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createEmbedder } from './embed.js';
import type { EmbedProgress } from './embed-options.js';

const runtime = createNodeRuntime({ threads: 1 });
afterAll(() => runtime.dispose());

const vocabulary = [
  '[PAD]',
  '[UNK]',
  '[CLS]',
  '[SEP]',
  '[MASK]',
  'the',
  'cat',
  'sees',
  '##s',
  '我',
  '们',
  '.',
  'find',
  ':',
];
const hiddenSize = 16;
const modules = [
  { type: 'Transformer', path: '' },
  { type: 'Pooling', path: '1_Pooling' },
];

/** A masked-LM model of random weights; `json` holds what sentence-transformers would write beside it. */
async function modelFiles(json: Readonly<Record<string, unknown>> = {}, { vocabSize = vocabulary.length } = {}) {
  const files: Files = createMemoryFiles();
  const config = {
    ...createConfig('tiny', { vocabSize, maxPositionEmbeddings: 16 }),
    hiddenSize,
    numAttentionHeads: 2,
    intermediateSize: 24,
    initializerRange: 0.5,
  };
  const head: Head = maskedLmHead;
  const parameters = initializeParameters(head.parameters(config), config, 1);
  await saveModel(files, { config, parameters, architecture: head.architecture });
  for (const [name, content] of Object.entries(tokenizerFiles(createTokenizer({ vocabulary }))))
    await files.write(name, content);
  for (const [name, content] of Object.entries(json))
    await files.write(name, new TextEncoder().encode(JSON.stringify(content)));
  return files;
}

const withPrompts = (settings: Readonly<Record<string, unknown>> = {}) =>
  modelFiles({
    'modules.json': modules,
    '1_Pooling/config.json': { pooling_mode: 'mean', include_prompt: true, ...settings },
    'config_sentence_transformers.json': { prompts: { query: 'find: ', none: '' }, default_prompt_name: null },
  });

function expectNear(a: readonly Float32Array[], b: readonly Float32Array[]): void {
  expect(a.map(({ length }) => length)).toEqual(b.map(({ length }) => length));
  const differences = a.flatMap((row, i) => [...row].map((value, j) => Math.abs(value - (b[i]?.[j] ?? Number.NaN))));
  expect(Math.max(0, ...differences)).toBeLessThan(1e-5);
}

const length = (vector: Float32Array | undefined) => Math.hypot(...(vector ?? []));

describe('createEmbedder', () => {
  it('embeds each text as if it were alone, whatever it is batched with, in the order given', async () => {
    await using embedder = await createEmbedder(runtime, await modelFiles());
    const word = fc.constantFrom('the', 'cat', 'sees', 'cats', '我们', '.', 'zebra');
    const text = fc.array(word, { maxLength: 14 }).map((words) => words.join(' '));
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 12 }), fc.integer({ min: 1, max: 64 }), async (texts, maxTokens) => {
        const together = await embedder.embed(texts, { maxTokens });
        const alone: Float32Array[] = [];
        for (const each of texts) alone.push(...(await embedder.embed([each])));
        expectNear(together, alone);
      }),
      { numRuns: 20 },
    );
  });

  it('has an embedding for an empty text, and none for no text', async () => {
    await using embedder = await createEmbedder(runtime, await modelFiles());
    expect(embedder.dimension).toBe(hiddenSize);
    expect(await embedder.embed([])).toEqual([]);
    expect((await embedder.embed(['']))[0]).toHaveLength(hiddenSize);
  });

  it('joins the vectors of several poolings', async () => {
    await using embedder = await createEmbedder(runtime, await withPrompts({ pooling_mode: ['cls', 'max'] }));
    expect(embedder.dimension).toBe(2 * hiddenSize);
    expect((await embedder.embed(['the cat']))[0]).toHaveLength(2 * hiddenSize);
  });

  it('puts a prompt before each text: one that is given, or one of the model', async () => {
    await using embedder = await createEmbedder(runtime, await withPrompts());
    const expected = await embedder.embed(['find: the cat', 'find: ']);
    expectNear(await embedder.embed(['the cat', ''], { prompt: 'find: ' }), expected);
    expectNear(await embedder.embed(['the cat', ''], { promptName: 'query' }), expected);
    const plain = await embedder.embed(['the cat']);
    expectNear(await embedder.embed(['the cat'], { promptName: 'none' }), plain);
    expectNear(await embedder.embed(['the cat'], { promptName: 'query', prompt: '' }), plain);
    await expect(embedder.embed(['the cat'], { promptName: 'toString' })).rejects.toMatchObject({
      code: 'BERTKIT_PIPELINE_OPTION',
      message: expect.stringMatching(/^promptName is "toString", but the model's prompts are .*query/),
    });
  });

  it('leaves a prompt out of pooling where the model says so, but not out of attention', async () => {
    await using embedder = await createEmbedder(runtime, await withPrompts({ include_prompt: false }));
    await using including = await createEmbedder(runtime, await withPrompts());
    expectNear(await embedder.embed(['the cat']), await including.embed(['the cat']));
    const [without] = await embedder.embed(['the cat'], { promptName: 'query' });
    const [with_] = await including.embed(['the cat'], { promptName: 'query' });
    const [bare] = await including.embed(['the cat']);
    expect(without).not.toEqual(with_);
    expect(without).not.toEqual(bare);
  });

  it('cuts embeddings, and scales them to length 1 last', async () => {
    await using embedder = await createEmbedder(runtime, await modelFiles());
    const [whole] = await embedder.embed(['the cat']);
    const [cut] = await embedder.embed(['the cat'], { truncateDim: 3 });
    expect(cut).toEqual(whole?.slice(0, 3));
    const [unit] = await embedder.embed(['the cat'], { truncateDim: 3, normalize: true });
    expect(length(unit)).toBeCloseTo(1, 6);
    expect(unit?.[0]).toBeCloseTo((cut?.[0] ?? 0) / length(cut), 5);
    for (const truncateDim of [0, 1.5, hiddenSize + 1, Number.NaN])
      await expect(embedder.embed(['the cat'], { truncateDim })).rejects.toThrow(
        `truncateDim is ${truncateDim}, but it must be a whole number from 1 to 16.`,
      );
  });

  it('cuts texts to the sequence length, and tells how many', async () => {
    await using embedder = await createEmbedder(runtime, await modelFiles());
    const seen: EmbedProgress[] = [];
    const texts = [`${'the '.repeat(14)}cat`, 'the '.repeat(14), 'the cat sees'];
    const [long, shorter] = await embedder.embed(texts, { onProgress: (progress) => seen.push(progress) });
    expect(long).toEqual(shorter); // 16 tokens of both, [CLS] and [SEP] among them
    expect(seen.at(-1)).toEqual({ done: 3, total: 3, tokenCount: 16 + 16 + 5, truncatedCount: 1 });
  });

  it('embeds a stream as it embeds a list, and reads ahead no more than some thousand texts', async () => {
    await using embedder = await createEmbedder(runtime, await modelFiles());
    let readCount = 0;
    async function* texts() {
      for (; readCount < 100_000; readCount++) yield readCount % 2 === 0 ? 'the' : 'cat';
    }
    const [the, cat] = await embedder.embed(['the', 'cat']);
    const seen: EmbedProgress[] = [];
    const embeddings: Float32Array[] = [];
    for await (const embedding of embedder.embedStream(texts(), { onProgress: (event) => seen.push(event) })) {
      embeddings.push(embedding);
      if (embeddings.length === 4) break;
    }
    expectNear(embeddings, [the!, cat!, the!, cat!]);
    expect(readCount).toBeLessThan(10_000);
    expect(seen.at(-1)?.total).toBeUndefined();
    const all: Float32Array[] = [];
    for await (const embedding of embedder.embedStream(['cat', 'the'])) all.push(embedding);
    expectNear(all, [cat!, the!]);
  });

  it('stops between batches when told to, and harms no other call', async () => {
    await using embedder = await createEmbedder(runtime, await modelFiles());
    const texts = Array<string>(20).fill('the cat sees');
    const controller = new AbortController();
    const reason = new Error('stopped');
    let batches = 0;
    const stopped = embedder.embed(texts, {
      maxTokens: 10,
      signal: controller.signal,
      onProgress() {
        if (++batches === 2) controller.abort(reason);
      },
    });
    const other = embedder.embed(texts);
    await expect(stopped).rejects.toBe(reason);
    expect(batches).toBe(2);
    expect(await other).toHaveLength(20);
    expect(await embedder.embed(['the cat'])).toHaveLength(1);
  });

  it('comes near with 8 bits, and says what it computes with', async () => {
    const files = await modelFiles();
    await using exact = await createEmbedder(runtime, files);
    await using quantized = await createEmbedder(runtime, files, { kernels: 'int8' });
    expect([exact.kernels, quantized.kernels]).toEqual(['fused', 'int8']);
    const [a] = await exact.embed(['the cat sees'], { normalize: true });
    const [b] = await quantized.embed(['the cat sees'], { normalize: true });
    expect([...a!].reduce((sum, value, i) => sum + value * b![i]!, 0)).toBeGreaterThan(0.99);
  });

  it('refuses files that do not belong together', async () => {
    await expect(createEmbedder(runtime, await modelFiles({}, { vocabSize: 10 }))).rejects.toMatchObject({
      code: 'BERTKIT_MODEL_FILES',
    });
  });
});
