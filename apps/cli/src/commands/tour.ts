import { createNodeRuntime } from '@bertkit/runtime-node';
import type { Command } from 'commander';
import { painter } from '../display/paint.js';
import { boxedModel, openModel } from '../model-directory.js';
import type { Terminal } from '../terminal.js';
import { fillBlanks } from '../tour/fill-blanks.js';
import { trainOnWorld } from '../tour/train-on-world.js';

export function tourCommand(command: Command, terminal: Terminal): void {
  command
    .summary('see a BERT fill in blanks, and another one learn to')
    .description(
      'See a BERT fill in blanks, and another one learn to: it is trained here, for some 20 seconds, on a short text that ' +
        'comes with bertkit. Nothing is sent, and nothing written.',
    )
    .argument('[texts...]', 'your own sentences for the first part, with [MASK] where a word is to be filled in')
    .option('--model <directory|id>', `the model for the first part (default: ${boxedModel})`)
    .addHelpText(
      'after',
      `
Examples:
  $ ${terminal.program} tour
  $ ${terminal.program} tour "the sky is [MASK] ." "今天天[MASK]很好。"`,
    )
    .action((texts: string[], flags: { model?: string }) => tour(texts, flags, terminal));
}

async function tour(texts: readonly string[], { model }: { model?: string }, terminal: Terminal): Promise<void> {
  const { stdout, program } = terminal;
  const paint = painter(stdout);
  const files = await openModel(model);
  await using runtime = createNodeRuntime();
  const print = (...lines: string[]) => stdout.write(`${lines.join('\n')}\n`);

  print(paint(['bold', 'cyan'], 'Part 1: a trained BERT fills in blanks'), '');
  await fillBlanks(texts, { runtime, files, output: stdout });
  print('', paint(['bold', 'cyan'], 'Part 2: another BERT learns to, here and now'), '');
  await trainOnWorld(stdout);
  print(
    '',
    paint(['bold', 'cyan'], 'What to try next'),
    '',
    `  ${program} fill-mask "The old man looked at the [MASK]."`,
    `  ${program} train-vocab your-text.txt --vocab-size 8000 --out my-bert`,
    `  ${program} pretrain your-text.txt --vocab my-bert/vocab.txt --out my-bert \\`,
    '      --config tiny --steps 2000',
    '',
    `${program} --help shows the rest.`,
  );
}
