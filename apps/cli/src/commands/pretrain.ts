import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { pretrainingHead } from '@bertkit/heads';
import type { LayoutDecision } from '@bertkit/masking';
import {
  type BertConfig,
  createConfig,
  loadConfig,
  loadParameters,
  type Parameters,
  type PublishedSize,
  parseConfig,
  publishedSizes,
} from '@bertkit/model';
import { createNodeFiles, createNodeRuntime } from '@bertkit/runtime-node';
import { loadTokenizer, type Tokenizer } from '@bertkit/tokenizer';
import { type PretrainResult, pretrain } from '@bertkit/training';
import { type Command, Option } from 'commander';
import { checkCorpusFiles, readCorpus } from '../corpus-files.js';
import { checkOutputDirectory } from '../directories.js';
import { counted, plural } from '../display/numbers.js';
import { jsonDisplay, lineDisplay, liveDisplay } from '../display/run-display.js';
import { runSummary } from '../display/run-summary.js';
import { RunView } from '../display/run-view.js';
import { InputError, reasonOf } from '../errors.js';
import { type HubFlags, hubOptions } from '../hub.js';
import { openModel } from '../model-directory.js';
import { count, notNegative, positive, probability, share, wholeNumber } from '../option-values.js';
import { resumeCommand } from '../resume-command.js';
import { Interrupted, type Terminal } from '../terminal.js';

interface Flags extends HubFlags {
  readonly vocab?: string;
  readonly config?: string;
  readonly from?: string;
  readonly out: string;
  readonly steps: number;
  readonly batchSize?: number;
  readonly accumulate?: number;
  readonly sequenceLength?: number;
  readonly learningRate?: number;
  readonly warmupSteps?: number;
  readonly weightDecay?: number;
  readonly dropout?: number;
  readonly heldOut?: number;
  readonly evaluateEvery?: number;
  readonly checkpointEvery?: number;
  readonly seed?: number;
  readonly dtype: 'F32' | 'F16';
  readonly threads: number;
  readonly resume?: true;
  readonly overwrite?: true;
  readonly json?: true;
}

const sizes = Object.keys(publishedSizes).join(', ');

export function pretrainCommand(command: Command, terminal: Terminal): void {
  command
    .summary('pre-train a BERT on text')
    .description(
      'Pre-train a BERT on text: it learns to fill in masked words, and to tell whether one sentence follows another.\n' +
        'Ctrl-C stops it with a checkpoint, from which --resume goes on exactly.',
    )
    .argument(
      '<corpus...>',
      'text files in UTF-8, plain or .gz: a sentence or a paragraph a line, a blank line between documents',
    )
    .option('--vocab <file>', 'a vocab.txt; tokenizer_config.json is read beside it; needed, but for --from')
    .option('--config <size>', `a published size (${sizes}), or a config.json; needed, but for --from`)
    .addOption(
      new Option(
        '--from <directory|id>',
        'in place of both: a pre-trained model to start from, on other text or with longer sequences',
      ).conflicts(['vocab', 'config']),
    )
    .requiredOption('--out <directory>', 'where the model, its checkpoint and metrics.jsonl go; made if need be')
    .requiredOption('--steps <count>', 'updates to make in all, those before a resume included', count)
    .option('--batch-size <count>', 'sequences a batch (default: 32)', count)
    .option('--accumulate <count>', 'batches an update; more cost time, not memory (default: 1)', count)
    .option(
      '--sequence-length <tokens>',
      'tokens a sequence, at most the positions of the config (default: 128)',
      count,
    )
    .option(
      '--learning-rate <rate>',
      'the highest, at the end of the warm-up; BERT-base had 1e-4 (default: 5e-4)',
      positive,
    )
    .option(
      '--warmup-steps <count>',
      'updates until the rate is at its highest (default: a tenth of --steps, 10000 at most)',
      wholeNumber,
    )
    .option('--weight-decay <rate>', 'of all weights but biases and layer norms (default: 0.01)', notNegative)
    .option('--dropout <probability>', 'in place of what the config says, in [0, 1)', probability)
    .option('--held-out <share>', 'part of the text that is kept back to evaluate on, in (0, 1) (default: 0.02)', share)
    .option('--evaluate-every <steps>', 'updates between evaluations (default: a tenth of --steps)', count)
    .option('--checkpoint-every <steps>', 'updates between checkpoints (default: 500)', count)
    .option('--seed <number>', 'of initial weights, data order, masks and dropout (default: 0)', wholeNumber)
    .addOption(
      new Option('--dtype <type>', 'of the weights in model.safetensors; the checkpoint keeps them whole')
        .choices(['F32', 'F16'])
        .default('F32'),
    )
    .option('--threads <count>', 'threads to compute with', count, availableParallelism())
    .addOption(new Option('--resume', 'go on with the run in --out, under the same options').conflicts('overwrite'))
    .option('--overwrite', 'replace the run in --out')
    .option('--json', 'print JSON lines: kind is corpus, start, step, evaluation, checkpoint or result')
    .addHelpText(
      'after',
      `
Examples:
  $ ${terminal.program} pretrain corpus.txt --vocab my-bert/vocab.txt --config tiny --out my-bert --steps 2000
  $ ${terminal.program} pretrain en/*.txt.gz --vocab my-bert/vocab.txt --config mini --out my-bert \\
      --steps 20000 --batch-size 64 --sequence-length 64
  $ ${terminal.program} pretrain en/*.txt.gz --from my-bert --out my-longer-bert --steps 2000 --sequence-length 128
  $ ${terminal.program} pretrain … --resume        # with the options the run was started with`,
    )
    .action((corpus: string[], { vocab, config, from, revision, offline, ...flags }: Flags) => {
      const start = (model: string) => startFrom(model, { revision, offline }, terminal);
      if (from !== undefined) return runPretraining(corpus, () => start(from), flags, terminal);
      if (vocab !== undefined && config !== undefined)
        return runPretraining(corpus, () => startAnew(vocab, config), flags, terminal);
      return command.error('error: pretrain needs --vocab and --config, or --from a model');
    });
  hubOptions(command);
}

/** What a run begins with. */
interface Start {
  readonly tokenizer: Tokenizer;
  readonly config: BertConfig;
  readonly initialParameters?: Parameters;
}

async function runPretraining(
  corpus: readonly string[],
  open: () => Promise<Start>,
  flags: Omit<Flags, 'vocab' | 'config' | 'from' | keyof HubFlags>,
  terminal: Terminal,
): Promise<void> {
  const { out, dropout, heldOut, threads, resume, overwrite, json, ...settings } = flags;
  const { stdout, stderr } = terminal;
  await checkOutputDirectory(out);
  await checkCorpusFiles(corpus);
  const { tokenizer, initialParameters, ...start } = await open();
  const config =
    dropout === undefined
      ? start.config
      : { ...start.config, hiddenDropoutProb: dropout, attentionProbsDropoutProb: dropout };

  const view = new RunView();
  const display = json
    ? jsonDisplay(stdout, stderr)
    : stderr.isTerminal
      ? liveDisplay(stderr, view)
      : lineDisplay(stderr, view);
  if (config.vocabSize > tokenizer.vocabularySize) display.note(describeUnusedRows(config.vocabSize, tokenizer));
  const began = performance.now();
  using interrupts = terminal.catchInterrupts();
  interrupts.signal.addEventListener('abort', () => {
    display.note('Stopping after this batch, with a checkpoint; Ctrl-C again ends at once.');
  });
  await using runtime = createNodeRuntime({ threads });
  let result: PretrainResult;
  try {
    result = await pretrain({
      ...settings,
      runtime,
      output: createNodeFiles(out),
      tokenizer,
      documents: readCorpus(corpus, (path, decision) => {
        if (decision.lineCount > 0) display.note(describeLayout(path, decision));
      }),
      config,
      initialParameters,
      heldOutShare: heldOut,
      existing: resume ? 'resume' : overwrite ? 'overwrite' : 'refuse',
      signal: interrupts.signal,
      onProgress(event) {
        view.update(event);
        display.show(event);
      },
    });
  } catch (error) {
    display.end();
    stderr.write(describeWhatStays(error, view, out));
    throw error;
  }
  display.end();

  if (json) stdout.write(`${JSON.stringify({ kind: 'result', ...result, out })}\n`);
  if (result.stopped) {
    const where = `step ${counted(result.step)} of ${counted(flags.steps)}`;
    stderr.write(`Stopped at ${where}; the checkpoint is in ${out}. Go on with\n  ${resumeCommand(terminal)}\n`);
    throw interrupts.signal.reason;
  }
  if (json) return;
  const seconds = (performance.now() - began) / 1000;
  stdout.write(`${runSummary(result, { view, out, seconds, program: terminal.program }).join('\n')}\n`);
}

async function startFrom(model: string, flags: HubFlags, terminal: Terminal): Promise<Start> {
  const files = await openModel(model, flags, terminal);
  const tokenizer = await loadTokenizer(files);
  const stored = await loadConfig(files);
  const { config, parameters } = await loadParameters(files, stored, pretrainingHead.parameters(stored));
  return { tokenizer, config, initialParameters: parameters };
}

async function startAnew(vocab: string, sizeOrFile: string): Promise<Start> {
  const tokenizer = await openVocabulary(vocab);
  const config = Object.hasOwn(publishedSizes, sizeOrFile)
    ? createConfig(sizeOrFile as PublishedSize, { vocabSize: tokenizer.vocabularySize }) // it is one of the sizes
    : parseConfig(await readConfigFile(sizeOrFile), sizeOrFile);
  return { tokenizer, config };
}

async function openVocabulary(path: string): Promise<Tokenizer> {
  if (basename(path) !== 'vocab.txt')
    throw new InputError(`--vocab is ${path}: it must name a file vocab.txt, such as ${join(path, 'vocab.txt')}.`);
  const files = createNodeFiles(dirname(path));
  // The file that was named counts, not a tokenizer.json beside it.
  return loadTokenizer({
    location: files.location,
    read: (name) => files.read(name),
    size: async (name) => (name === 'tokenizer.json' ? undefined : files.size(name)),
  });
}

async function readConfigFile(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const file = `as a file it cannot be read: ${reasonOf(cause)}`;
    throw new InputError(`--config is ${path}, which is no published size (${sizes}); ${file}.`, { cause });
  });
}

function describeUnusedRows(vocabSize: number, { vocabularySize }: Tokenizer): string {
  const unused = vocabSize - vocabularySize;
  return `vocab_size of the config is ${counted(vocabSize)}, so ${plural(unused, 'row')} of the word table will stay unused`;
}

function describeLayout(path: string, { layout, lineCount, severalSentencesCount }: LayoutDecision): string {
  const seen = `${counted(severalSentencesCount)} of its first ${plural(lineCount, 'line')} hold several`;
  return layout === 'sentences'
    ? `${path}: read as a sentence a line (${seen})`
    : `${path}: read as paragraphs, split into sentences (${seen})`;
}

/** What a run that failed leaves behind: lines, or nothing. */
function describeWhatStays(error: unknown, { start, checkpoint }: RunView, out: string): string {
  if (error instanceof Interrupted) return 'Stopped before the training began; nothing was written.\n';
  const step = checkpoint?.step ?? start?.step ?? 0;
  return step === 0 ? '' : `The checkpoint of step ${counted(step)} in ${out} stays as it was.\n`;
}
