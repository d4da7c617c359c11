import { Command, CommanderError } from 'commander';
import { pretrainCommand } from './commands/pretrain.js';
import { trainVocabCommand } from './commands/train-vocab.js';
import { report } from './errors.js';

const program = new Command('bertkit')
  .description('BERT, all of it: from text to a vocabulary, to pre-training, to answers. Nothing leaves this machine.')
  .option('--debug', 'show where an error comes from')
  .configureHelp({ showGlobalOptions: true })
  .exitOverride()
  .addCommand(trainVocabCommand())
  .addCommand(pretrainCommand());

try {
  await program.parseAsync();
} catch (error) {
  // Wrong usage is 2, after commander has said what is wrong; help and version are no errors.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else process.exitCode = report(error, { debug: program.opts()['debug'] === true });
}
