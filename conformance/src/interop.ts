import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { encoderInputs, inputNames, pretrainingHead } from '@bertkit/heads';
import type { Runtime, TensorData } from '@bertkit/runtime';
import { createNodeRuntime } from '@bertkit/runtime-node';
import { loadTokenizer, type Tokenizer } from '@bertkit/tokenizer';
import { absolute, compareExactly, compareNumbers, expectNone, globalNorm, gradientTolerance } from './compare.js';
import { askPython, findPython } from './interop/python.js';
import { compareRandomStrings } from './interop/random-strings.js';
import { realSentences } from './interop/real-sentences.js';
import { type RecordedGraph, RecordingRuntime } from './interop/recording-runtime.js';
import { compareSentenceModel } from './interop/sentence-model.js';
import { makeSmallModel, maxPositions } from './interop/small-model.js';
import { fromJson, type TensorJson, toJson } from './interop/tensor-json.js';
import { madeDocuments } from './made-text.js';
import { failureLine, Report, summaryLine } from './report.js';
import { loadModel, runModel } from './run-model.js';

/** Outputs of the same model in two libraries. */
const near = absolute(1e-4);

interface Answer {
  readonly versions: Readonly<Record<string, string>>;
  readonly loading: Readonly<Record<string, readonly string[]>>;
  readonly fastTokenizer: boolean;
  /** Of each text and each pair. */
  readonly ids: readonly (readonly number[])[];
  readonly typeIds: readonly (readonly number[])[];
  /** Of the batch, padded and cut. */
  readonly batch: Readonly<Record<string, TensorJson>>;
  readonly graphs: Readonly<Record<string, { checker: string | null; outputs: Readonly<Record<string, TensorJson>> }>>;
  /** Of the model that Python saved. */
  readonly saved: { inputs: Readonly<Record<string, TensorJson>>; outputs: Readonly<Record<string, TensorJson>> };
}

/** Beside the repository, whose folder `conformance` this file is in. */
const dataDirectory = fileURLToPath(new URL('../../../shared/data', import.meta.url));

process.exitCode = await main();

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { 'random-strings': { type: 'string' } } });
  const randomStrings = Number(values['random-strings'] ?? 10_000);
  if (!Number.isSafeInteger(randomStrings) || randomStrings < 0) {
    console.error('--random-strings takes the number of strings to compare, such as 1000000.');
    return 2;
  }
  const python = findPython();
  const folder = mkdtempSync(join(tmpdir(), 'bertkit-interop-'));
  try {
    const { sentences, source } = await realSentences(dataDirectory);
    const report = await compareWithPython(python, folder, sentences, source);
    await compareRandomStrings(python, randomStrings, folder, report);
    const runtime = createNodeRuntime();
    const texts = sentences.length < 500 ? [...sentences, ...madeDocuments(100, 1).flat()] : sentences;
    await compareSentenceModel(texts, { python, folder, runtime, dataDirectory }, report);
    report.skip('predictions of a fine-tuned classifier with 8-bit weights, which come with fine-tuning');
    for (const failure of report.failures) console.log(failureLine(failure));
    console.log(summaryLine('interop', report));
    return report.failures.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compareWithPython(
  python: string,
  folder: string,
  sentences: readonly string[],
  source: string,
): Promise<Report> {
  const runtime = new RecordingRuntime(createNodeRuntime());
  const ours = join(folder, 'ours');
  await makeSmallModel(runtime, ours, sentences);
  const tokenizer = await loadTokenizer(runtime.open(ours));

  const texts = sentences.flatMap((text, i) => [[text], [text, sentences[(i + 1) % sentences.length] ?? '']]);
  const batch = texts.filter((_, i) => i % 25 === 0);
  const batchFeeds = feedsOf(batch, tokenizer);
  const logits = await logitsOf(runtime, ours, batchFeeds);
  const graphs = Object.fromEntries(runtime.graphs.map((graph) => [purposeOf(graph), graph]));
  const theirs = join(folder, 'theirs');
  mkdirSync(theirs);
  const answer = askPython<Answer>(
    python,
    {
      model: ours,
      texts,
      batch,
      maxLength: maxPositions,
      graphs: Object.entries(graphs).map(([name, { model, inputs }]) => {
        const path = join(folder, `${name}.onnx`);
        writeFileSync(path, model);
        return { name, path, inputs: toJson(inputs) };
      }),
      save: theirs,
    },
    folder,
  );
  const versions = Object.entries(answer.versions).map(([name, version]) => `${name} ${version}`);
  console.log(`${versions.join(', ')}; ${runtime.description}; ${texts.length} inputs from ${source}`);

  const report = new Report();
  await report.case('saved by bertkit, loaded by transformers', (each) => {
    for (const kind of ['missing_keys', 'unexpected_keys', 'mismatched_keys', 'error_msgs']) {
      each.check(kind, expectNone(answer.loading[kind] ?? ['no answer']));
    }
  });
  await report.case('tokenised by the fast tokenizer of transformers', (each) => {
    each.check('is fast', compareExactly(answer.fastTokenizer, true));
    for (const [i, [text = '', pair]] of texts.entries()) {
      const { inputIds, tokenTypeIds } = pair === undefined ? tokenizer.encode(text) : tokenizer.encodePair(text, pair);
      each.check(`ids of ${JSON.stringify(text)}`, compareExactly(inputIds, answer.ids[i]));
      each.check(`token types of ${JSON.stringify(text)}`, compareExactly(tokenTypeIds, answer.typeIds[i]));
    }
    for (const [name, { data }] of Object.entries(batchFeeds)) {
      each.check(`${name} of a batch, padded and cut`, compareExactly(data, dataOf(answer.batch, name)));
    }
  });
  await report.case('run by transformers', (each) => {
    for (const [name, { data }] of Object.entries(logits)) {
      each.check(name, compareNumbers(data, dataOf(answer.batch, name), near));
    }
  });
  await report.case('graphs that bertkit compiled', (each) => {
    each.check(
      'kinds',
      compareExactly(Object.keys(graphs).toSorted(), ['a training step', 'an evaluation', 'the logits']),
    );
  });
  for (const [name, { outputs }] of Object.entries(graphs)) {
    await report.case(`the graph of ${name}, in Python`, (each) => {
      const { checker, outputs: found } = answer.graphs[name] ?? { checker: 'no answer', outputs: {} };
      each.check('onnx.checker', compareExactly(checker, null));
      const norm = globalNorm(Object.values(outputs).map(({ data }) => data));
      for (const [output, { data }] of Object.entries(outputs)) {
        const tolerance = gradientTolerance({ expected: data, globalNorm: norm, ofLargest: 1e-4, ofGlobalNorm: 1e-6 });
        each.check(`${output} of onnxruntime`, compareNumbers(dataOf(found, output), data, tolerance));
      }
    });
  }
  await report.case('saved by transformers, loaded by bertkit', async (each) => {
    const { inputs, outputs } = answer.saved;
    const feeds = Object.fromEntries(Object.entries(inputs).map(([name, tensor]) => [name, fromJson(tensor)]));
    for (const [name, { data }] of Object.entries(await logitsOf(runtime, theirs, feeds))) {
      each.check(name, compareNumbers(data, dataOf(outputs, name), near));
    }
  });
  return report;
}

/** What a graph is for, told by what comes out of it. */
function purposeOf({ outputs }: RecordedGraph): string {
  const has = (prefix: string) => Object.keys(outputs).some((name) => name.startsWith(prefix));
  return has('gradient/') ? 'a training step' : has('loss_sum/') ? 'an evaluation' : 'the logits';
}

/** Texts as a batch, cut to what the model takes and filled up to the longest. */
function feedsOf(texts: readonly (readonly string[])[], tokenizer: Tokenizer): Record<string, TensorData> {
  const batch = tokenizer.encodeBatch(
    texts.map(([text = '', pair]) => (pair === undefined ? text : [text, pair])),
    { padding: {}, truncation: { maxLength: maxPositions } },
  );
  const shape = [batch.batchSize, batch.sequenceLength];
  return {
    [inputNames.inputIds]: { dtype: 'int32', shape, data: batch.inputIds },
    [inputNames.tokenTypeIds]: { dtype: 'int32', shape, data: Int32Array.from(batch.tokenTypeIds) },
    [inputNames.attentionMask]: { dtype: 'uint8', shape, data: batch.attentionMask },
  };
}

/** Both heads' logits, of the model in a directory, by the reference's names. */
async function logitsOf(runtime: Runtime, directory: string, feeds: Readonly<Record<string, TensorData>>) {
  const model = await loadModel(runtime.open(directory), pretrainingHead);
  return runModel(runtime, model, (context) => pretrainingHead.outputs(encoderInputs(), context), feeds);
}

function dataOf(tensors: Readonly<Record<string, TensorJson>>, name: string): ArrayLike<number> {
  const tensor = tensors[name];
  return tensor === undefined ? [] : fromJson(tensor).data;
}
