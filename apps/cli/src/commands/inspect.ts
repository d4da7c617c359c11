import type { Command } from 'commander';
import { inspectionLines } from '../display/inspection.js';
import { painter } from '../display/paint.js';
import { type HubFlags, hubOptions } from '../hub.js';
import { inspectDirectory } from '../inspect-directory.js';
import { openModel } from '../model-directory.js';
import type { Terminal } from '../terminal.js';

interface Flags extends HubFlags {
  readonly json?: true;
}

export function inspectCommand(command: Command, terminal: Terminal): void {
  command
    .summary('look into a model directory')
    .description(
      'Look into a model directory: config, parameters by part, vocabulary, files, and how far a run has come.',
    )
    .argument('<directory|id>', 'of a model, a vocabulary or a training run')
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
    .action(async (source: string, { json, ...hub }: Flags) => {
      const inspection = await inspectDirectory(await openModel(source, hub, terminal));
      const { stdout } = terminal;
      if (json) stdout.write(`${JSON.stringify(inspection)}\n`);
      else stdout.write(`${inspectionLines(inspection, painter(stdout)).join('\n')}\n`);
    });
  hubOptions(command);
}
