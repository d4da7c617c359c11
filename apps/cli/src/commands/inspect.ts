import type { Command } from 'commander';
import { inspectionLines } from '../display/inspection.js';
import { painter } from '../display/paint.js';
import { inspectDirectory } from '../inspect-directory.js';
import type { Terminal } from '../terminal.js';

export function inspectCommand(command: Command, terminal: Terminal): void {
  command
    .summary('look into a model directory')
    .description(
      'Look into a model directory: config, parameters by part, vocabulary, files, and how far a run has come.',
    )
    .argument('<directory>', 'of a model, a vocabulary or a training run')
    .option(
      '--json',
      'print one JSON object: directory, config, parameters, vocabulary, files, run; null is what is not there',
    )
    .addHelpText(
      'after',
      `
Sizes are in bytes; a kB is 1000 of them.

Examples:
  $ ${terminal.program} inspect my-bert
  $ ${terminal.program} inspect my-bert --json`,
    )
    .action(async (directory: string, { json }: { json?: true }) => {
      const inspection = await inspectDirectory(directory);
      const { stdout } = terminal;
      if (json) stdout.write(`${JSON.stringify(inspection)}\n`);
      else stdout.write(`${inspectionLines(inspection, painter(stdout)).join('\n')}\n`);
    });
}
