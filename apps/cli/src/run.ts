import { readFileSync } from 'node:fs';
import { Command, CommanderError, type Option } from 'commander';
import { embedCommand } from './commands/embed.js';
import { exportCommand } from './commands/export.js';
import { fillMaskCommand } from './commands/fill-mask.js';
import { forwardCommand } from './commands/forward.js';
import { inspectCommand } from './commands/inspect.js';
import { pretrainCommand } from './commands/pretrain.js';
import { pullCommand } from './commands/pull.js';
import { tokenizeCommand } from './commands/tokenize.js';
import { tourCommand } from './commands/tour.js';
import { trainVocabCommand } from './commands/train-vocab.js';
import { reportError } from './errors.js';
import type { Terminal } from './terminal.js';

/**
 * Runs the program.
 *
 * @returns the exit code: 0, 1 for a failure, 2 for wrong usage, 128 and the signal's number where one has stopped it
 */
export async function run(terminal: Terminal): Promise<number> {
  const program = createProgram(terminal);
  let options: readonly Option[] = [];
  program.hook('preAction', (_, command) => {
    options = command.options;
  });
  try {
    await program.parseAsync(terminal.argv, { from: 'user' });
    return 0;
  } catch (error) {
    // Commander has said what is wrong; help and version are no errors.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return reportError(error, { stderr: terminal.stderr, debug: program.opts()['debug'] === true, options });
  }
}

/** The program and its commands, for the arguments of a terminal. */
export function createProgram(terminal: Terminal): Command {
  const { stdout, stderr, program: name } = terminal;
  const program = new Command('bertkit')
    .description(
      'BERT, all of it: from text to a vocabulary, to pre-training, to answers. Nothing leaves this machine.',
    )
    .version(version(), '--version', 'print the version')
    .option('--debug', 'show where an error comes from')
    .helpOption('-h, --help', 'show this')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => stdout.columns,
      getErrHelpWidth: () => stderr.columns,
      getOutHasColors: () => stdout.hasColours,
      getErrHasColors: () => stderr.hasColours,
      outputError: (text, write) => write(text.replace(/^error: /, 'bertkit: ')),
    })
    .showHelpAfterError(`Add --help to see how it is used.`)
    .exitOverride()
    .addHelpText(
      'after',
      `\nTo see it all in a minute:\n  $ ${name} tour\nHow to use a command:\n  $ ${name} pretrain --help`,
    );
  trainVocabCommand(program.command('train-vocab'), terminal);
  pretrainCommand(program.command('pretrain'), terminal);
  fillMaskCommand(program.command('fill-mask'), terminal);
  tokenizeCommand(program.command('tokenize'), terminal);
  embedCommand(program.command('embed'), terminal);
  exportCommand(program.command('export'), terminal);
  forwardCommand(program.command('forward'), terminal);
  inspectCommand(program.command('inspect'), terminal);
  pullCommand(program.command('pull'), terminal);
  tourCommand(program.command('tour'), terminal);
  return program;
}

function version(): string {
  const file = new URL('../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version; // our own file
}
