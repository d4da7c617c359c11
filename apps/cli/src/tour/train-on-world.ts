import { readFile } from 'node:fs/promises';
import { pretrainingHead } from '@bertkit/heads';
import { readDocuments } from '@bertkit/masking';
import { type BertConfig, createConfig, initializeParameters, saveModel } from '@bertkit/model';
import { type Candidate, createFillMask } from '@bertkit/pipelines';
import { createMemoryFiles, type Files, type Runtime } from '@bertkit/runtime';
import { createNodeRuntime } from '@bertkit/runtime-node';
import { createTokenizer, type Tokenizer, tokenizerFiles, trainWordPiece } from '@bertkit/tokenizer';
import { type PretrainEvent, pretrain } from '@bertkit/training';
import { wrap } from '../display/columns.js';
import { counted } from '../display/numbers.js';
import { painter } from '../display/paint.js';
import { RunView } from '../display/run-view.js';
import type { Output } from '../terminal.js';
import { beforeAndAfter, type Question, tourDisplay } from './tour-display.js';

/**
 * Found by trying: this learns most of the world's text in 15 seconds on one core. One layer is enough for the facts of a
 * sentence, and costs half of two; weights that start wider than BERT's 0.02 let attention tell words apart sooner.
 */
const shape = {
  numHiddenLayers: 1,
  hiddenSize: 160,
  numAttentionHeads: 4,
  intermediateSize: 64,
  maxPositionEmbeddings: 32,
  initializerRange: 0.07,
  hiddenDropoutProb: 0,
  attentionProbsDropoutProb: 0,
};
const settings = { batchSize: 32, sequenceLength: 24, learningRate: 3e-3, seed: 0 };
/** What learns most of the text; more would take longer than people like to wait. */
const mostSteps = 1500;
const aimMs = 18_000;
const longestMs = 25_000;

/**
 * The tour's second part: a tiny BERT is pre-trained on a small world, and asked before and after.
 *
 * @param options.steps  default: as many as this machine makes in 18 seconds, 1500 at most
 */
export async function trainOnWorld(output: Output, options: { steps?: number } = {}): Promise<void> {
  // Steps are so small that a second thread gains a quarter, and loses half where the machine is busy.
  await using runtime = createNodeRuntime({ threads: 1 });
  const lines = (await tourFile('world.txt')).split('\n');
  const questions = (await tourFile('blanks.txt')).trim().split('\n').map(parseQuestion);
  const tokenizer = createTokenizer({ vocabulary: await trainWordPiece(lines, { vocabularySize: 2000 }) });
  const config = createConfig('tiny', { ...shape, vocabSize: tokenizer.vocabularySize });

  const sentenceCount = lines.filter((line) => line !== '').length;
  const text = `The text is ${counted(sentenceCount)} plain sentences about a small world, in English and Chinese: “${lines[0]}”`;
  output.write(`${wrap(text, output.columns).join('\n')}\n\n`);
  const train = (steps: number, files: Files, onProgress: (event: PretrainEvent) => void) =>
    pretrain({
      ...settings,
      steps,
      runtime,
      output: files,
      tokenizer,
      documents: readDocuments(lines, { layout: 'sentences' }),
      config,
      evaluateEvery: steps,
      signal: AbortSignal.timeout(longestMs),
      onProgress,
    });
  const steps = options.steps ?? (await stepsInTime(train));
  const before = await ask(runtime, await untrainedModel(config, tokenizer), questions);

  const trained = createMemoryFiles();
  const view = new RunView();
  const display = tourDisplay(output, view);
  const { step, stopped } = await train(steps, trained, (event) => {
    view.update(event);
    display.show(event);
  });
  display.end();
  if (stopped) output.write(`Time is up, after ${counted(step)} of ${counted(steps)} steps: this machine is busy.\n`);
  const after = await ask(runtime, trained, questions);
  output.write(`${beforeAndAfter(questions, before, after, painter(output)).join('\n')}\n`);
}

/** The rate falls to 0 over all steps, so their number must be known before; a few are made to see how long they take. */
async function stepsInTime(
  train: (steps: number, files: Files, onProgress: (event: PretrainEvent) => void) => Promise<unknown>,
): Promise<number> {
  const times: number[] = [];
  await train(13, createMemoryFiles(), ({ kind }) => {
    if (kind === 'step') times.push(performance.now());
  });
  const [, , third = 0] = times; // the first ones take longer
  const msPerStep = ((times.at(-1) ?? 0) - third) / 10;
  return Math.max(100, Math.min(mostSteps, Math.round(aimMs / msPerStep)));
}

/** The model as it is before the first step. */
async function untrainedModel(config: BertConfig, tokenizer: Tokenizer): Promise<Files> {
  const files = createMemoryFiles();
  const parameters = initializeParameters(pretrainingHead.parameters(config), config, settings.seed);
  await saveModel(files, { config, parameters, architecture: pretrainingHead.architecture });
  for (const [name, content] of Object.entries(tokenizerFiles(tokenizer))) await files.write(name, content);
  return files;
}

/** What a model puts into the blank of each question, first of all. */
async function ask(runtime: Runtime, files: Files, questions: readonly Question[]): Promise<Candidate[]> {
  await using fillMask = await createFillMask(runtime, files);
  const answers: Candidate[] = [];
  for (const { text } of questions) {
    const { blanks } = await fillMask.fill(text, { topK: 1 });
    const [answer] = blanks[0]?.candidates ?? [];
    if (answer === undefined) throw new Error(`internal: no answer to ${text}`);
    answers.push(answer);
  }
  return answers;
}

function parseQuestion(line: string): Question {
  const [text = '', answer = ''] = line.split('\t');
  return { text, answer };
}

async function tourFile(name: string): Promise<string> {
  return readFile(new URL(`../../tour/${name}`, import.meta.url), 'utf8');
}
