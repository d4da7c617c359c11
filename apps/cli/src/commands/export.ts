import { type ExportedModel, type ExportProgress, exportModel } from '@bertkit/heads';
import { createNodeFiles } from '@bertkit/runtime-node';
import { type Command, Option } from 'commander';
import { checkOutputDirectory } from '../directories.js';
import { table } from '../display/columns.js';
import { bytes, counted } from '../display/numbers.js';
import { progressLine } from '../display/progress-line.js';
import { type HeadName, headChoices, headName, openHead, savedHead } from '../heads.js';
import { type HubFlags, hubOptions } from '../hub.js';
import { openModel } from '../model-directory.js';
import type { Terminal } from '../terminal.js';

interface Flags extends HubFlags {
  readonly model: string;
  readonly out: string;
  readonly head?: HeadName;
  readonly dtype: 'fp32' | 'int8';
  readonly ops: 'fused' | 'standard';
  readonly overwrite?: true;
  readonly json?: true;
}

export function exportCommand(command: Command, terminal: Terminal): void {
  command
    .summary('write a model as ONNX, for transformers.js and others')
    .description(
      'Write a model as ONNX, with the files around it: transformers.js loads the directory as it is, and any ONNX Runtime the model.',
    )
    .requiredOption('--model <directory>', 'the model: a directory, or an id')
    .requiredOption('--out <directory>', 'where it goes; may be the same directory')
    .addOption(
      new Option('--dtype <type>', 'int8 makes onnx/model_quantized.onnx: a quarter of the size, numbers a little off')
        .choices(['fp32', 'int8'] satisfies Flags['dtype'][])
        .default('fp32'),
    )
    .option(
      '--head <name>',
      `what comes out: ${headChoices} (default: as config.json says; masked-lm of a model with both heads of pre-training)`,
      headName,
    )
    .addOption(
      new Option('--ops <set>', 'fused has operators of ONNX Runtime too, which are faster; standard has none')
        .choices(['fused', 'standard'] satisfies Flags['ops'][])
        .default('fused'),
    )
    .option('--overwrite', 'replace files that are in --out already')
    .option('--json', 'print one JSON object: head, dtype, ops, out, files, unused')
    .addHelpText(
      'after',
      `
Examples:
  $ ${terminal.program} export --model my-bert --out my-onnx-bert
  $ ${terminal.program} export --model my-bert --out my-onnx-bert --dtype int8
  $ ${terminal.program} export --model my-bert --out encoder --head base --ops standard`,
    )
    .action((flags: Flags) => exportOnnx(flags, terminal));
  hubOptions(command);
}

async function exportOnnx(flags: Flags, terminal: Terminal): Promise<void> {
  const { model, out, dtype, ops, overwrite, json } = flags;
  const { stdout, stderr } = terminal;
  await checkOutputDirectory(out);
  const files = await openModel(model, flags, terminal);
  const name = flags.head ?? usual(await savedHead(files));
  const head = await openHead(name, files);
  using interrupts = terminal.catchInterrupts();
  const { signal } = interrupts;
  const progress = progressLine(stderr);
  const onProgress = (event: ExportProgress) => progress.show(() => describe(event));
  let exported: ExportedModel;
  try {
    exported = await exportModel(files, createNodeFiles(out), { head, dtype, ops, overwrite, signal, onProgress });
  } catch (error) {
    progress.end();
    if (signal.aborted) stderr.write('Stopped; the model was not written.\n');
    throw error;
  }
  progress.end();
  if (json) stdout.write(`${JSON.stringify({ head: name, dtype, ops, out, ...summary(exported) })}\n`);
  else stdout.write(`${summaryLines(exported, { name, dtype, ops, out }).join('\n')}\n`);
}

/** No program but ours has a pipeline for both heads of pre-training. */
function usual(name: HeadName): HeadName {
  return name === 'pretraining' ? 'masked-lm' : name;
}

function describe({ file, doneBytes, totalBytes }: ExportProgress): string {
  return `${file}: ${bytes(doneBytes)} of ${bytes(totalBytes)}`;
}

function summary({ files, unexpected }: ExportedModel) {
  return { files, unused: unexpected };
}

function summaryLines(
  { files, unexpected }: ExportedModel,
  { name, dtype, ops, out }: { name: HeadName; dtype: string; ops: string; out: string },
): string[] {
  const rows = files.map((file) => [`  ${file.name}`, bytes(file.size)]);
  const [first] = unexpected;
  const more = unexpected.length > 1 ? ` and ${counted(unexpected.length - 1)} more` : '';
  return [
    `${out} has the model, ${name}, ${dtype}, ${ops} operators:`,
    ...table(rows, { right: [1] }),
    ...(first === undefined ? [] : [`Not used of the checkpoint: ${first}${more}`]),
  ];
}
