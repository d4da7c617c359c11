import { createFillMask } from '@bertkit/pipelines';
import { createNodeRuntime } from '@bertkit/runtime-node';
import type { Command } from 'commander';
import { blankLines } from '../display/blanks.js';
import { type HubFlags, hubOptions } from '../hub.js';
import { boxedModel, openModel } from '../model-directory.js';
import { count } from '../option-values.js';
import type { Terminal } from '../terminal.js';

interface Flags extends HubFlags {
  readonly model?: string;
  readonly topK: number;
  readonly json?: true;
}

export function fillMaskCommand(command: Command, terminal: Terminal): void {
  command
    .summary('fill in the blanks of a text')
    .description('Fill in the blanks of a text: the most probable words for each [MASK] in it.')
    .argument('<texts...>', 'texts with [MASK] where a word is to be filled in')
    .option('--model <directory|id>', `a masked-LM model (default: ${boxedModel})`)
    .option('--top-k <count>', 'words for each blank', count, 5)
    .option('--json', 'print a JSON object a text: text, tokens, blanks; offsets are [start, end) in UTF-16 units')
    .addHelpText(
      'after',
      `
Examples:
  $ ${terminal.program} fill-mask "the capital of [MASK] is a large city ."
  $ ${terminal.program} fill-mask --model my-bert --top-k 10 "She [MASK] the [MASK]." "今天[MASK]气很好。"`,
    )
    .action((texts: string[], flags: Flags) => fillMask(texts, flags, terminal));
  hubOptions(command);
}

async function fillMask(texts: readonly string[], flags: Flags, terminal: Terminal): Promise<void> {
  const { model, topK, json } = flags;
  const { stdout } = terminal;
  const files = await openModel(model, flags, terminal);
  await using runtime = createNodeRuntime();
  await using filler = await createFillMask(runtime, files);
  for (const [i, text] of texts.entries()) {
    const result = await filler.fill(text, { topK });
    if (json) stdout.write(`${JSON.stringify({ text, ...result })}\n`);
    else stdout.write(`${i === 0 ? '' : '\n'}${blankLines(text, result, stdout).join('\n')}\n`);
  }
}
