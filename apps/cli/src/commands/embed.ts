import { defaultMaxTokens } from '@bertkit/heads';
import { createEmbedder, type EmbedProgress } from '@bertkit/pipelines';
import { createNodeRuntime } from '@bertkit/runtime-node';
import { type Command, Option } from 'commander';
import { embedProgressLine, truncatedLine } from '../display/embed-lines.js';
import { duration, plural } from '../display/numbers.js';
import { progressLine } from '../display/progress-line.js';
import { InputError } from '../errors.js';
import { countTexts, type GivenTexts, readTexts } from '../given-texts.js';
import { type HubFlags, hubOptions } from '../hub.js';
import { boxedModel, openModel } from '../model-directory.js';
import { count } from '../option-values.js';
import type { EmbeddedText } from '../output/embedded-text.js';
import { float32Json } from '../output/float32-json.js';
import { writeNpy } from '../output/npy.js';
import { checkOutputFile } from '../output/whole-file.js';
import type { Output, Terminal } from '../terminal.js';

interface Flags extends HubFlags {
  readonly file?: string;
  readonly model?: string;
  readonly out?: string;
  readonly overwrite?: true;
  readonly prompt?: string;
  readonly promptName?: string;
  readonly dim?: number;
  readonly normalize?: true;
  readonly dtype: 'fp32' | 'int8';
  readonly batchTokens?: number;
}

export function embedCommand(command: Command, terminal: Terminal): void {
  command
    .summary('make vectors of texts, near each other where the texts are')
    .description(
      'Make vectors of texts: the nearer two texts in meaning, the nearer their vectors. Prints a JSON object a text.',
    )
    .argument('[texts...]', 'texts; - stands for the lines of stdin, which are read if no text is given')
    .option('--file <file>', 'the lines of a text file in UTF-8, plain or .gz')
    .option(
      '--model <directory>',
      `a model, best of sentence-transformers: a directory, or an id (default: ${boxedModel})`,
    )
    .option(
      '--out <file>',
      'write a file: .npy (a matrix of float32, a row a text) or .arrow (columns text, embedding)',
    )
    .option('--overwrite', 'replace the file in --out')
    .addOption(new Option('--prompt <text>', 'put before each text as it is').conflicts('promptName'))
    .option('--prompt-name <name>', "one of the model's prompts (default: the model's own default, mostly none)")
    .option('--dim <count>', 'keep the first so many numbers of each vector (default: all)', count)
    .option('--normalize', 'scale each vector to length 1, at last')
    .addOption(
      new Option('--dtype <type>', 'int8 has quantised weights: faster, a little off')
        .choices(['fp32', 'int8'] satisfies Flags['dtype'][])
        .default('fp32'),
    )
    .option('--batch-tokens <count>', `tokens that are computed together at most (default: ${defaultMaxTokens})`, count)
    .addHelpText(
      'after',
      `
Texts longer than the model's sequence length are cut; how many is told at the end.

Examples:
  $ ${terminal.program} embed "A cat sleeps." "A dog barks."
  $ ${terminal.program} embed --model sentence-transformers/all-MiniLM-L6-v2 --file sentences.txt.gz --out vectors.npy
  $ ${terminal.program} embed --prompt-name query --dim 128 --normalize < questions.txt | head -1`,
    )
    .action((texts: string[], flags: Flags) => {
      if (flags.file !== undefined && texts.length > 0) command.error('error: embed takes texts or --file, not both');
      const readsStdin = flags.file === undefined && texts.length === 0;
      if (readsStdin && terminal.stdin.isTerminal) command.error("error: missing required argument 'texts'");
      if (flags.out !== undefined && !/\.(npy|arrow)$/.test(flags.out))
        command.error('error: --out must end in .npy or .arrow');
      return embed({ texts: readsStdin ? ['-'] : texts, file: flags.file }, flags, terminal);
    });
  hubOptions(command);
}

async function embed(given: GivenTexts, flags: Flags, terminal: Terminal): Promise<void> {
  const { model, out, overwrite = false, prompt, promptName, dim, normalize, dtype, batchTokens } = flags;
  const { stdin, stdout, stderr } = terminal;
  if (out !== undefined) await checkOutputFile(out, { overwrite });
  const total = await countTexts(given);
  const files = await openModel(model, flags, terminal);
  using interrupts = terminal.catchInterrupts();
  const { signal } = interrupts;
  await using runtime = createNodeRuntime();
  await using embedder = await createEmbedder(runtime, files, { kernels: dtype === 'int8' ? 'int8' : undefined });
  const { dimension, settings } = embedder;
  if (dim !== undefined && dim > dimension)
    throw new InputError(`--dim is ${dim}, but the vectors of this model have ${dimension} numbers.`);
  if (model === undefined) stderr.write(`With ${boxedModel}, which was not trained for this; --model names another.\n`);

  let progress: EmbedProgress = { done: 0, total, tokenCount: 0, truncatedCount: 0 };
  const display = progressLine(stderr);
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const rows = withTexts(readTexts(given, stdin), (texts) =>
    embedder.embedStream(texts, {
      prompt,
      promptName,
      truncateDim: dim,
      normalize,
      maxTokens: batchTokens,
      signal,
      onProgress(event) {
        progress = { ...event, total };
        display.show(() => embedProgressLine(progress, seconds()));
      },
    }),
  );
  try {
    if (out === undefined) await printRows(rows, stdout);
    else await writeRows(out, untilAborted(rows, signal), dim ?? dimension);
  } catch (error) {
    display.end();
    if (signal.aborted) {
      const left = out === undefined ? '' : `; ${out} was not written`;
      stderr.write(`Stopped after ${plural(progress.done, 'text')}${left}.\n`);
    }
    throw error;
  }
  display.end();
  const truncated = truncatedLine(progress, settings.maxSequenceLength);
  if (truncated !== undefined) stderr.write(`${truncated}\n`);
  if (out === undefined) return;
  const vectors = `${plural(progress.done, 'vector')} of ${plural(dim ?? dimension, 'number')}`;
  stdout.write(`${vectors} in ${out}, in ${duration(seconds())}\n`);
}

/** Texts beside what is made of them, in order. */
async function* withTexts(
  texts: AsyncIterable<string>,
  embedAll: (texts: AsyncIterable<string>) => AsyncIterable<Float32Array>,
): AsyncGenerator<EmbeddedText, void, void> {
  const waiting: string[] = [];
  async function* passed() {
    for await (const text of texts) {
      waiting.push(text);
      yield text;
    }
  }
  for await (const embedding of embedAll(passed())) yield { text: waiting.shift() ?? '', embedding };
}

/** Ctrl-C may end who writes to our stdin first: the texts are then fewer than there were to be. */
async function* untilAborted<Item>(items: AsyncIterable<Item>, signal: AbortSignal): AsyncGenerator<Item, void, void> {
  yield* items;
  signal.throwIfAborted();
}

async function printRows(rows: AsyncIterable<EmbeddedText>, stdout: Output): Promise<void> {
  for await (const { text, embedding } of rows)
    stdout.write(`${JSON.stringify({ text, embedding: float32Json(embedding) })}\n`);
}

async function writeRows(out: string, rows: AsyncIterable<EmbeddedText>, dimension: number): Promise<void> {
  if (out.endsWith('.npy')) return writeNpy(out, rows, dimension);
  const { writeArrow } = await import('../output/arrow.js'); // large, and seldom needed
  return writeArrow(out, rows, dimension);
}
