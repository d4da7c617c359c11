import { createNodeFiles } from '@bertkit/runtime-node';
import { createTokenizer, type TrainWordPieceProgress, tokenizerFiles, trainWordPiece } from '@bertkit/tokenizer';
import type { Command } from 'commander';
import { checkCorpusFiles, readLines } from '../corpus-files.js';
import { checkOutputDirectory } from '../directories.js';
import { liveRegion } from '../display/live-region.js';
import { counted, plural } from '../display/numbers.js';
import { InputError } from '../errors.js';
import { count } from '../option-values.js';
import type { Output, Terminal } from '../terminal.js';

interface Flags {
  readonly out: string;
  readonly vocabSize: number;
  readonly minFrequency: number;
  readonly limitAlphabet: number;
  readonly cased?: true;
  readonly overwrite?: true;
  readonly json?: true;
}

export function trainVocabCommand(command: Command, terminal: Terminal): void {
  command
    .summary('train a WordPiece vocabulary on text')
    .description('Train a WordPiece vocabulary on text: the pieces that a BERT reads and writes.')
    .argument('<corpus...>', 'text files in UTF-8, plain or .gz')
    .requiredOption('--out <directory>', 'where vocab.txt and tokenizer_config.json go; made if need be')
    .option('--vocab-size <count>', 'pieces to make; fewer come out of a short text', count, 30_000)
    .option('--min-frequency <count>', 'how often two pieces must stand side by side to become one', count, 2)
    .option('--limit-alphabet <count>', 'different characters to keep; Chinese text needs 5000 or more', count, 1000)
    .option('--cased', 'keep upper case and accents (default: text is lowercased, accents go)')
    .option('--overwrite', 'replace the vocabulary in --out')
    .option('--json', 'print one JSON object: pieces, lowercase, out')
    .addHelpText(
      'after',
      `
Examples:
  $ ${terminal.program} train-vocab corpus.txt --vocab-size 8000 --out my-bert
  $ ${terminal.program} train-vocab en.txt.gz zh.txt.gz --vocab-size 20000 --limit-alphabet 6000 --out my-bert`,
    )
    .action((corpus: string[], flags: Flags) => trainVocab(corpus, flags, terminal));
}

async function trainVocab(corpus: readonly string[], flags: Flags, { stdout, stderr }: Terminal): Promise<void> {
  const { out, vocabSize, minFrequency, limitAlphabet, overwrite, json } = flags;
  const lowercase = flags.cased !== true;
  await checkOutputDirectory(out);
  const files = createNodeFiles(out);
  if (!overwrite && (await files.size('vocab.txt')) !== undefined)
    throw new InputError(`${out} already holds a vocabulary: name another --out, or replace it by --overwrite.`);
  await checkCorpusFiles(corpus);

  const progress = progressDisplay(stderr);
  let wordCount = 0;
  const vocabulary = await trainWordPiece(readLines(corpus), {
    vocabularySize: vocabSize,
    minFrequency,
    limitAlphabet,
    lowercase,
    onProgress(event) {
      if (event.stage === 'reading') wordCount = event.wordCount;
      progress.show(event);
    },
  }).finally(() => progress.end());
  if (wordCount === 0) throw new InputError(`There is no word in ${corpus.join(', ')}: a vocabulary needs text.`);
  for (const [name, content] of Object.entries(tokenizerFiles(createTokenizer({ vocabulary, lowercase })))) {
    await files.write(name, content);
  }

  const pieces = vocabulary.length;
  if (json) {
    stdout.write(`${JSON.stringify({ pieces, lowercase, out })}\n`);
    return;
  }
  if (pieces < vocabSize)
    stderr.write(
      `Fewer pieces than ${counted(vocabSize)}: no two stand side by side ${minFrequency} times any more.\n`,
    );
  if (pieces > vocabSize)
    stderr.write(`More pieces than ${counted(vocabSize)}: the single characters alone are so many.\n`);
  stdout.write(`${plural(pieces, 'piece')} from ${plural(wordCount, 'word')}, in ${out}/vocab.txt\n`);
}

/** A line that is rewritten on a terminal; in a log, one for each stage. */
function progressDisplay(output: Output): { show(event: TrainWordPieceProgress): void; end(): void } {
  const region = output.isTerminal ? liveRegion(output) : undefined;
  let stage: TrainWordPieceProgress['stage'] | undefined;
  return {
    show(event) {
      if (region !== undefined) region.show([describe(event)]);
      else if (event.stage !== stage) output.write(`${event.stage === 'reading' ? 'reading' : 'joining pieces'} …\n`);
      stage = event.stage;
    },
    end: () => region?.clear(),
  };
}

function describe(event: TrainWordPieceProgress): string {
  return event.stage === 'reading'
    ? `reading: ${plural(event.lineCount, 'line')}, ${plural(event.wordCount, 'different word')}`
    : `joining: ${counted(event.pieceCount)} of ${plural(event.vocabularySize, 'piece')}`;
}
