import { readFile } from 'node:fs/promises';
import { encoderInputs, inputNames, loadModel } from '@bertkit/heads';
import { loadConfig } from '@bertkit/model';
import type { KernelSet, TensorData } from '@bertkit/runtime';
import { createNodeRuntime } from '@bertkit/runtime-node';
import { type Command, Option } from 'commander';
import { InputError, reasonOf } from '../errors.js';
import { readFeeds } from '../forward/feeds.js';
import { type HeadName, headChoices, headName, openHead } from '../heads.js';
import { type HubFlags, hubOptions } from '../hub.js';
import { openModel } from '../model-directory.js';
import { float32Json } from '../output/float32-json.js';
import type { Input, Terminal } from '../terminal.js';

interface Flags extends HubFlags {
  readonly model: string;
  readonly head: HeadName;
  readonly feeds?: string;
  readonly kernels: KernelSet;
  readonly hiddenStates?: true;
  readonly attentions?: true;
}

export function forwardCommand(command: Command, terminal: Terminal): void {
  command
    .summary('run a model on token ids, and print what comes out')
    .description(
      'Run a model on token ids, and print what comes out: one JSON object, { name: { dims, data } }, names as in transformers.',
    )
    .requiredOption('--model <directory>', 'the model: a directory, or an id')
    .requiredOption('--head <name>', `what comes out: ${headChoices}`, headName)
    .option('--feeds <file>', 'a JSON file with the inputs (default: stdin)')
    .addOption(
      new Option('--kernels <set>', 'what it is computed with: int8 has quantised weights')
        .choices(['differentiable', 'fused', 'int8'] satisfies KernelSet[])
        .default('fused'),
    )
    .option('--hidden-states', 'print what comes out of the embeddings and of each layer too: hidden_states.0 …')
    .option('--attentions', 'print the attention of each layer too: attentions.0 …')
    .addHelpText(
      'after',
      `
The inputs are nested lists, by name: input_ids, or inputs_embeds in their place; attention_mask (default: ones), token_type_ids
(default: zeros), position_ids (default: 0, 1 …). They are [batch, sequence], of multiple-choice [batch, choices, sequence].

Examples:
  $ ${terminal.program} forward --model my-bert --head masked-lm --feeds feeds.json
  $ echo '{ "input_ids": [[101, 7592, 102]] }' | ${terminal.program} forward --model my-bert --head base --attentions`,
    )
    .action((flags: Flags) => {
      if (flags.feeds === undefined && terminal.stdin.isTerminal)
        command.error('error: forward takes --feeds, or feeds on stdin');
      return forward(flags, terminal);
    });
  hubOptions(command);
}

async function forward(flags: Flags, terminal: Terminal): Promise<void> {
  const { kernels, hiddenStates, attentions } = flags;
  const files = await openModel(flags.model, flags, terminal);
  const config = await loadConfig(files);
  const hasChoices = flags.head === 'multiple-choice';
  const { shape, tensors } = readFeeds(await readJson(flags.feeds, terminal.stdin), { config, hasChoices });
  const inputs = encoderInputs('batch', 'sequence', {
    embeddingSize: inputNames.inputsEmbeds in tensors ? config.hiddenSize : undefined,
    positionIds: inputNames.positionIds in tensors,
  });

  await using runtime = createNodeRuntime();
  await using model = await loadModel(runtime, files, await openHead(flags.head, files), {
    kernels,
    inputs,
    hiddenStates,
    attentions,
  });
  const { inputNames: taken } = model.session;
  // Nothing tells a prompt's tokens from the others here, so that all are pooled.
  const poolingMask = taken.includes(inputNames.poolingMask) ? tensors[inputNames.attentionMask] : undefined;
  const outputs = await model.session.run({
    ...tensors,
    ...(poolingMask && { [inputNames.poolingMask]: poolingMask }),
  });
  checkFinite(outputs);
  terminal.stdout.write('{');
  for (const [i, [name, tensor]] of Object.entries(outputs).entries()) {
    const dims = hasChoices && name === 'logits' ? shape.slice(0, 2) : tensor.shape; // [B·K, 1] as [B, K]
    terminal.stdout.write(`${i === 0 ? '' : ','}\n${JSON.stringify(name)}: ${tensorJson(tensor, dims)}`);
  }
  terminal.stdout.write('\n}\n');
}

async function readJson(path: string | undefined, stdin: Input): Promise<unknown> {
  const name = path ?? 'stdin';
  const bytes = path === undefined ? await collect(stdin) : await readFile(path).catch(unreadable(path));
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new InputError(`${name} is not JSON in UTF-8: ${cause instanceof Error ? cause.message : cause}.`, { cause });
  }
}

function unreadable(path: string): (cause: NodeJS.ErrnoException) => never {
  return (cause) => {
    throw new InputError(`${path} cannot be read: ${reasonOf(cause)}.`, { cause });
  };
}

async function collect(stdin: Input): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdin) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function checkFinite(outputs: Readonly<Record<string, TensorData>>): void {
  for (const [name, { data }] of Object.entries(outputs)) {
    if (!data.every(Number.isFinite))
      throw new InputError(
        `${name} has numbers that are not finite: the model's weights, or inputs_embeds, are too large.`,
      );
  }
}

function tensorJson({ data }: TensorData, dims: readonly number[]): string {
  return JSON.stringify({ dims, data: float32Json(data) });
}
