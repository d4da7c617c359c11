import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  batchFeeds,
  encoderHead,
  exportModel,
  type Head,
  loadModel,
  maskedLmHead,
  multipleChoiceHead,
  nextSentenceHead,
  pretrainingHead,
  questionAnsweringHead,
  sequenceClassificationHead,
  tokenClassificationHead,
} from '@bertkit/heads';
import { createEmbedder, createFillMask } from '@bertkit/pipelines';
import { createMemoryFiles, type KernelSet, type TensorData } from '@bertkit/runtime';
import { createNodeRuntime } from '@bertkit/runtime-node';
import { loadTokenizer } from '@bertkit/tokenizer';
import { AutoModel, AutoTokenizer, env, pipeline, Tensor } from '@huggingface/transformers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onnxOperators } from './onnx-operators.js';
import { texts, writeRandomModel, writeSentenceModules } from './random-model.js';

const runtime = createNodeRuntime({ threads: 1 });
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bertkit-export-'));
  env.allowRemoteModels = false;
  env.useFSCache = false;
  env.localModelPath = folder;
});
afterAll(async () => {
  await runtime.dispose();
  await rm(folder, { recursive: true });
});

const id2label = ['O', 'PER', 'LOC'];

/** All heads, with what else their config has to say. */
const heads: readonly (readonly [name: string, head: Head])[] = [
  ['base', encoderHead()],
  ['masked-lm', maskedLmHead],
  ['next-sentence', nextSentenceHead],
  ['pretraining', pretrainingHead],
  ['sequence-classification', sequenceClassificationHead],
  ['token-classification', tokenClassificationHead],
  ['question-answering', questionAnsweringHead],
];

const exports = [
  { dtype: 'fp32', ops: 'fused', kernels: 'fused', file: 'fp32' },
  { dtype: 'fp32', ops: 'standard', kernels: 'differentiable', file: 'fp32' },
  { dtype: 'int8', ops: 'fused', kernels: 'int8', file: 'q8' },
] as const;

async function randomModel(head: Head, { isSentenceModel = false } = {}) {
  const files = createMemoryFiles();
  const hasLabels = head === sequenceClassificationHead || head === tokenClassificationHead;
  await writeRandomModel(files, head, { settings: { id2label: hasLabels ? id2label : null } });
  if (isSentenceModel) await writeSentenceModules(files, 32);
  return files;
}

/** What our own model gives out for a batch of the texts, and the ids it was fed. */
async function ours(files: ReturnType<typeof createMemoryFiles>, head: Head, kernels: KernelSet) {
  const tokenizer = await loadTokenizer(files);
  const feeds = batchFeeds(texts.map((text) => tokenizer.encode(text)));
  await using model = await loadModel(runtime, files, head, { kernels });
  return { feeds, outputs: await model.session.run(feeds) };
}

function expectNear(theirs: Tensor | undefined, { shape, data }: TensorData): void {
  expect(theirs?.dims).toEqual(shape);
  const differences = [...data].map((value, i) => Math.abs(value - Number(theirs?.data[i])));
  expect(Math.max(...differences)).toBeLessThan(1e-4);
}

describe.each(exports)('an export, $dtype, $ops', ({ dtype, ops, kernels, file }) => {
  it.each(heads)('of %s gives transformers.js the same ids and outputs', async (name, head) => {
    const files = await randomModel(head);
    const directory = `${name}-${dtype}-${ops}`;
    const { files: written } = await exportModel(files, runtime.open(join(folder, directory)), { head, dtype, ops });
    expect(written[0]?.name).toBe(dtype === 'int8' ? 'onnx/model_quantized.onnx' : 'onnx/model.onnx');

    const tokenizer = await AutoTokenizer.from_pretrained(directory);
    const model = await AutoModel.from_pretrained(directory, { dtype: file });
    const batch = await tokenizer([...texts], { padding: true, truncation: true });
    const theirs = await model(batch);
    await model.dispose();
    const { feeds, outputs } = await ours(files, head, kernels);
    expect([...batch.input_ids.data].map(Number)).toEqual([...(feeds['input_ids']?.data ?? [])]);
    expect(Object.keys(theirs).sort()).toEqual(Object.keys(outputs).sort());
    for (const [output, tensor] of Object.entries(outputs)) expectNear(theirs[output], tensor);
  });

  it('of multiple-choice takes [batch, choices, sequence] and gives [batch, choices]', async () => {
    const files = await randomModel(multipleChoiceHead);
    const directory = `multiple-choice-${dtype}-${ops}`;
    await exportModel(files, runtime.open(join(folder, directory)), { head: multipleChoiceHead, dtype, ops });
    const { feeds, outputs } = await ours(files, multipleChoiceHead, kernels);
    const model = await AutoModel.from_pretrained(directory, { dtype: file });
    const int64 = Object.entries(feeds).map(([name, { shape, data }]) => {
      const values = BigInt64Array.from(Array.from(data, BigInt));
      return [name, new Tensor('int64', values, [1, ...shape])];
    });
    const { logits } = await model(Object.fromEntries(int64));
    await model.dispose();
    expectNear(logits, { ...outputs['logits']!, shape: [1, texts.length] });
  });

  it('asks for no operators but those it may have', async () => {
    const out = createMemoryFiles();
    const head = encoderHead();
    const { files } = await exportModel(await randomModel(head), out, { head, dtype, ops });
    const { imported, used } = onnxOperators(await out.read(files[0]!.name));
    const expected = ops === 'standard' ? [''] : ['', 'com.microsoft'];
    expect(imported).toEqual(expected);
    expect([...used].sort()).toEqual(expected);
  });
});

describe("transformers.js' pipelines", () => {
  async function exported(name: string, head: Head, options?: { isSentenceModel: boolean }) {
    const files = await randomModel(head, options);
    await exportModel(files, runtime.open(join(folder, name)), { head });
    return files;
  }

  it('feature-extraction makes the vectors of our embedder', async () => {
    const files = await exported('sentences', encoderHead(), { isSentenceModel: true });
    const extract = await pipeline('feature-extraction', 'sentences', { dtype: 'fp32' });
    const theirs = await extract([...texts], { pooling: 'mean', normalize: true });
    await extract.dispose();
    await using embedder = await createEmbedder(runtime, files);
    const vectors = await embedder.embed(texts);
    const data = Float32Array.from(vectors.flatMap((vector) => [...vector]));
    expectNear(theirs, { dtype: 'float32', shape: [texts.length, 32], data });
  });

  it('cut texts to the positions of the model, though its own files do not say how long they are', async () => {
    const files = await randomModel(encoderHead());
    const config = JSON.parse(new TextDecoder().decode(await files.read('tokenizer_config.json')));
    delete config.model_max_length;
    await files.write('tokenizer_config.json', new TextEncoder().encode(JSON.stringify(config)));
    await exportModel(files, runtime.open(join(folder, 'long')), { head: encoderHead() });
    const extract = await pipeline('feature-extraction', 'long', { dtype: 'fp32' });
    const { dims } = await extract('the wind '.repeat(200));
    await extract.dispose();
    expect(dims).toEqual([1, 64, 32]);
  });

  it('fill-mask finds the words that ours finds', async () => {
    const files = await exported('words', maskedLmHead);
    const text = 'Nobody in the [MASK] has seen warm rain before.';
    const fill = await pipeline('fill-mask', 'words', { dtype: 'fp32' });
    const theirs = await fill(text, { top_k: 5 });
    await fill.dispose();
    await using fillMask = await createFillMask(runtime, files);
    const { blanks } = await fillMask.fill(text, { topK: 5 });
    expect(theirs.map(({ token }) => token)).toEqual(blanks[0]?.candidates.map(({ tokenId }) => tokenId));
    for (const [i, { score }] of theirs.entries()) expect(score).toBeCloseTo(blanks[0]?.candidates[i]?.score ?? 0, 4);
  });

  it('text-classification names the label of the largest logit', async () => {
    const files = await exported('classes', sequenceClassificationHead);
    const classify = await pipeline('text-classification', 'classes', { dtype: 'fp32' });
    const labels = (await classify([...texts])).map((result) => ('label' in result ? result.label : undefined));
    await classify.dispose();
    const { outputs } = await ours(files, sequenceClassificationHead, 'fused');
    expect(labels).toEqual(largest(outputs['logits']!).map((label) => id2label[label]));
  });

  it('token-classification names the labels of the largest logits', async () => {
    const files = await exported('tokens', tokenClassificationHead);
    const classify = await pipeline('token-classification', 'tokens', { dtype: 'fp32' });
    const entities = await classify(texts[0], { ignore_labels: [] });
    await classify.dispose();
    const { outputs } = await ours(files, tokenClassificationHead, 'fused');
    const labels = largest(outputs['logits']!).map((label) => id2label[label]);
    expect(entities.length).toBeGreaterThan(5);
    for (const { entity, index } of entities) expect(entity).toBe(labels[index]);
  });

  it('question-answering finds an answer in the context', async () => {
    await exported('answers', questionAnsweringHead);
    const answer = await pipeline('question-answering', 'answers', { dtype: 'fp32' });
    const found = await answer('Who was it?', texts[0]);
    await answer.dispose();
    const answers = Array.isArray(found) ? found : [found];
    expect(answers.map((each) => texts[0].toLowerCase().includes(each.answer))).toEqual([true]);
  });
});

/** Where the largest of each last row is: [..., L] → one of L for each. */
function largest({ shape, data }: TensorData): number[] {
  const width = shape.at(-1) ?? 1;
  return Array.from({ length: data.length / width }, (_, row) => {
    const values = [...data.subarray(row * width, (row + 1) * width)];
    return values.indexOf(Math.max(...values));
  });
}
