import { createNodeFiles } from '@bertkit/runtime-node';
import { createTokenizer, tokenizerFiles, trainWordPiece } from '@bertkit/tokenizer';
import { Command } from 'commander';
import { checkCorpusFiles, readLines } from '../corpus-files.js';
import { wholeNumber } from '../numbers.js';

export function trainVocabCommand(): Command {
  return new Command('train-vocab')
    .description('Train a WordPiece vocabulary on text.')
    .argument('<corpus...>', 'text files, plain or .gz')
    .requiredOption('--out <directory>', 'where vocab.txt and tokenizer_config.json go')
    .option('--vocab-size <count>', 'how many pieces', wholeNumber, 30_000)
    .option('--min-frequency <count>', 'how often a pair must occur to become a piece', wholeNumber, 2)
    .option(
      '--limit-alphabet <count>',
      'how many different characters are kept; Chinese text needs 5000 or more',
      wholeNumber,
      1000,
    )
    .option('--cased', 'keep upper case and accents')
    .option('--json', 'print one JSON object')
    .action(async (corpus: string[], options) => {
      await checkCorpusFiles(corpus);
      const lowercase = options.cased !== true;
      const vocabulary = await trainWordPiece(readLines(corpus), {
        vocabularySize: options.vocabSize,
        minFrequency: options.minFrequency,
        limitAlphabet: options.limitAlphabet,
        lowercase,
      });
      const files = createNodeFiles(options.out);
      for (const [name, content] of Object.entries(tokenizerFiles(createTokenizer({ vocabulary, lowercase })))) {
        await files.write(name, content);
      }
      process.stdout.write(
        `${options.json ? JSON.stringify({ pieces: vocabulary.length, out: options.out }) : `${vocabulary.length} pieces in ${options.out}/vocab.txt`}\n`,
      );
    });
}
