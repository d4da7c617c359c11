import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, dirname } from 'node:path';
import { type BertConfig, createConfig, type PublishedSize, parseConfig, publishedSizes } from '@bertkit/model';
import { createNodeFiles, createNodeRuntime } from '@bertkit/runtime-node';
import { loadTokenizer } from '@bertkit/tokenizer';
import { type PretrainEvent, pretrain } from '@bertkit/training';
import { Command, Option } from 'commander';
import { checkCorpusFiles, readCorpus } from '../corpus-files.js';
import { InputError } from '../errors.js';
import { number, wholeNumber } from '../numbers.js';

export function pretrainCommand(): Command {
  return new Command('pretrain')
    .description('Pre-train a BERT on text: masked words and next sentences.')
    .argument(
      '<corpus...>',
      'text files, plain or .gz: a sentence or a paragraph a line, a blank line between documents',
    )
    .requiredOption('--vocab <file>', 'vocab.txt, with tokenizer_config.json beside it')
    .requiredOption(
      '--config <size>',
      `${Object.keys(publishedSizes).join(', ')} (Google's published sizes), or a config.json`,
    )
    .requiredOption('--out <directory>', 'where the model goes')
    .requiredOption('--steps <count>', 'how many updates to make in all', wholeNumber)
    .option('--batch-size <count>', 'sequences a batch (default: 32)', wholeNumber)
    .option('--accumulate <count>', 'batches an update (default: 1)', wholeNumber)
    .option('--sequence-length <tokens>', 'tokens a sequence (default: 128)', wholeNumber)
    .option('--learning-rate <rate>', 'highest rate (default: 5e-4)', number)
    .option('--warmup-steps <count>', 'updates until then (default: a tenth of the steps)', wholeNumber)
    .option('--weight-decay <rate>', '(default: 0.01)', number)
    .option('--dropout <probability>', 'in place of those of the config', number)
    .option('--held-out <share>', 'part of the text kept back to evaluate on (default: 0.02)', number)
    .option('--evaluate-every <steps>', '(default: a tenth of the steps)', wholeNumber)
    .option('--checkpoint-every <steps>', '(default: 500)', wholeNumber)
    .option('--seed <number>', '(default: 0)', wholeNumber)
    .option('--threads <count>', 'threads to compute with', wholeNumber, availableParallelism())
    .addOption(new Option('--resume', 'go on with the run in --out').conflicts('overwrite'))
    .option('--overwrite', 'replace the run in --out')
    .option('--json', 'print progress as JSON lines')
    .action(async (corpus: string[], options) => {
      await checkCorpusFiles(corpus);
      const tokenizer = await loadTokenizer(createNodeFiles(dirname(options.vocab)));
      const config = await readConfig(options.config, tokenizer.vocabularySize, options.dropout);
      const abort = new AbortController();
      const stop = () => {
        process.stderr.write('\nStopping after this batch; press again to stop at once.\n');
        abort.abort();
      };
      process.once('SIGINT', stop).once('SIGTERM', stop);
      const runtime = createNodeRuntime({ threads: options.threads });
      try {
        const result = await pretrain({
          ...options,
          runtime,
          output: createNodeFiles(options.out),
          tokenizer,
          documents: readCorpus(corpus, (path, { layout }) => process.stderr.write(`${path}: read as ${layout}\n`)),
          config,
          heldOutShare: options.heldOut,
          existing: options.resume ? 'resume' : options.overwrite ? 'overwrite' : 'refuse',
          signal: abort.signal,
          onProgress: options.json ? (event) => process.stdout.write(`${JSON.stringify(event)}\n`) : show,
        });
        process.stderr.write(`${JSON.stringify(result)}\n`);
      } finally {
        process.off('SIGINT', stop).off('SIGTERM', stop);
        await runtime.dispose();
      }
    });
}

async function readConfig(nameOrFile: string, vocabSize: number, dropout: number | undefined): Promise<BertConfig> {
  const config = Object.hasOwn(publishedSizes, nameOrFile)
    ? createConfig(nameOrFile as PublishedSize, { vocabSize })
    : parseConfig(await readConfigFile(nameOrFile), basename(nameOrFile));
  return dropout === undefined ? config : { ...config, hiddenDropoutProb: dropout, attentionProbsDropoutProb: dropout };
}

async function readConfigFile(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const sizes = Object.keys(publishedSizes).join(', ');
    throw new InputError(
      `--config is ${path}, which is neither a published size (${sizes}) nor a file that can be read.`,
      { cause },
    );
  });
}

function show(event: PretrainEvent): void {
  if (event.kind === 'step' && event.step % 10 !== 0) return;
  if (event.kind !== 'corpus') process.stderr.write(`${JSON.stringify(event)}\n`);
}
