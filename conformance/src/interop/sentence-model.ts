import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encoderHead, exportModel } from '@bertkit/heads';
import { createEmbedder } from '@bertkit/pipelines';
import type { Files, KernelSet, Runtime } from '@bertkit/runtime';
import { absolute, compareExactly, compareNumbers } from '../compare.js';
import type { Report } from '../report.js';
import { runScript, scriptOutput } from './python.js';
import { spearman } from './spearman.js';
import { type ScoredPair, scoredPairs } from './sts-pairs.js';
import { embedWithTransformersJs } from './transformers-js.js';

type Vectors = readonly Float32Array[];

/** Where a comparison is made. */
export interface SentenceModelContext {
  readonly python: string;
  /** For files in passing. */
  readonly folder: string;
  readonly runtime: Runtime;
  /** Has labelled pairs, perhaps: without them the correlation is left out. */
  readonly dataDirectory: string;
}

/** What is asked of sentence-transformers; it answers in the files named `vectors`. */
interface Request {
  readonly model: string;
  readonly texts: readonly string[];
  readonly vectors: string;
  /** ONNX files to check, and to run on the first `exportedTexts` of the texts, one by one. */
  readonly exports: readonly { readonly path: string; readonly standard: boolean; readonly vectors: string }[];
  readonly exportedTexts: number;
}

const exportedTexts = 40;

const exportKinds = [
  { name: 'fp32, fused operators', dtype: 'fp32', ops: 'fused' },
  { name: 'fp32, standard operators', dtype: 'fp32', ops: 'standard' },
  { name: 'int8, fused operators', dtype: 'int8', ops: 'fused' },
] as const;

/** Vectors of the same model in two libraries. */
const near = absolute(1e-4);

/**
 * A published sentence model, as it comes in a package of PyPI: our vectors against those of sentence-transformers, and
 * our exports of it in transformers.js and in Python's onnxruntime against our vectors.
 */
export async function compareSentenceModel(
  sentences: readonly string[],
  { python, folder, runtime, dataDirectory }: SentenceModelContext,
  report: Report,
): Promise<void> {
  const model = scriptOutput(python, 'sentence_model.py', ['where']).trim();
  const files = runtime.open(model);
  const pairs = scoredPairs(dataDirectory);
  const texts = [...sentences, ...pairs.flatMap((pair) => pair.texts)];
  const exports = exportKinds.map((kind, i) => ({ ...kind, directory: join(folder, `export-${i}`) }));
  for (const { directory, dtype, ops } of exports) {
    await exportModel(files, runtime.open(directory), { head: encoderHead(), dtype, ops });
  }
  const request: Request = {
    model,
    texts,
    vectors: join(folder, 'vectors'),
    exports: exports.map(({ directory, dtype, ops }) => ({
      path: join(directory, 'onnx', dtype === 'int8' ? 'model_quantized.onnx' : 'model.onnx'),
      standard: ops === 'standard',
      vectors: join(directory, 'vectors'),
    })),
    exportedTexts,
  };
  const path = join(folder, 'sentences.json');
  writeFileSync(path, JSON.stringify(request));
  runScript(python, 'sentence_model.py', ['embed', path]);
  const theirs = readVectors(request.vectors, texts.length);
  const exact = await embed(texts, 'fused', runtime, files);
  const quantized = await embed(texts, 'int8', runtime, files);

  await report.case('vectors of a published sentence model', (each) => {
    each.check('at least 500 sentences', compareExactly(sentences.length >= 500, true));
    const cosines = sentences.map((_, i) => cosine(exact[i], theirs[i]));
    const far = sentences.filter((_, i) => !((cosines[i] ?? 0) >= 0.99999));
    each.check('sentences whose vectors are not within cosine 0.99999', compareExactly(far.slice(0, 5), []));
    const mean = sentences.reduce((sum, _, i) => sum + cosine(quantized[i], theirs[i]), 0) / sentences.length;
    each.check('mean cosine of 0.99 with 8-bit weights', compareExactly(mean >= 0.99, true));
    console.log(
      `${sentences.length} sentences: least cosine ${Math.min(...cosines).toFixed(7)}; with 8-bit weights ${mean.toFixed(4)} on average`,
    );
  });
  await report.case('its correlation with human scores', (each) => {
    if (pairs.length === 0) return each.skip(`labelled pairs, which ${dataDirectory} does not have`);
    const of = (vectors: Vectors) => correlation(vectors.slice(sentences.length), pairs);
    const [reference, ours, with8Bits] = [of(theirs), of(exact), of(quantized)];
    each.check('Spearman', compareNumbers([ours], [reference], absolute(0.001)));
    each.check('Spearman with 8-bit weights', compareNumbers([with8Bits], [reference], absolute(0.01)));
    const shown = [reference, ours, with8Bits].map((value) => value.toFixed(5)).join(', ');
    console.log(
      `${pairs.length} pairs: Spearman of sentence-transformers, bertkit, bertkit with 8-bit weights ${shown}`,
    );
  });
  // transformers.js' tokenizer takes ideographs beyond the basic plane for other words than the library in Rust does.
  const few = texts.slice(0, exportedTexts);
  const isCutAlike = few.map((text) => !/[\u{20000}-\u{3ffff}]/u.test(text));
  for (const [i, { name, directory, dtype }] of exports.entries()) {
    await report.case(`exported as ${name}`, async (each) => {
      // One text at a time: what is quantised in a run is so by the range of the whole batch.
      const expected = await embedOneByOne(few, dtype === 'int8' ? 'int8' : 'fused', runtime, files);
      const inPython = readVectors(request.exports[i]?.vectors ?? '', exportedTexts);
      each.check("in Python's onnxruntime", compareNumbers(flat(inPython), flat(expected), near));
      const cutAlike = <Item>(items: readonly Item[]) => items.filter((_, at) => isCutAlike[at]);
      const inJavaScript = await embedWithTransformersJs(cutAlike(few), directory, dtype);
      each.check('in transformers.js', compareNumbers(flat(inJavaScript), flat(cutAlike(expected)), near));
    });
  }
}

async function embed(texts: readonly string[], kernels: KernelSet, runtime: Runtime, files: Files): Promise<Vectors> {
  await using embedder = await createEmbedder(runtime, files, { kernels });
  return await embedder.embed(texts);
}

async function embedOneByOne(
  texts: readonly string[],
  kernels: KernelSet,
  runtime: Runtime,
  files: Files,
): Promise<Vectors> {
  await using embedder = await createEmbedder(runtime, files, { kernels });
  const vectors: Float32Array[] = [];
  for (const text of texts) vectors.push(...(await embedder.embed([text])));
  return vectors;
}

/** Rows of float32, as Python left them. */
function readVectors(path: string, count: number): Vectors {
  const bytes = readFileSync(path);
  const all = new Float32Array(new Uint8Array(bytes).buffer);
  const size = all.length / count;
  return Array.from({ length: count }, (_, i) => all.subarray(i * size, (i + 1) * size));
}

function correlation(vectors: Vectors, pairs: readonly ScoredPair[]): number {
  const cosines = pairs.map((_, i) => cosine(vectors[2 * i], vectors[2 * i + 1]));
  return spearman(
    cosines,
    pairs.map(({ score }) => score),
  );
}

function cosine(a: Float32Array = new Float32Array(), b: Float32Array = new Float32Array()): number {
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

const flat = (vectors: Vectors): number[] => vectors.flatMap((vector) => [...vector]);
