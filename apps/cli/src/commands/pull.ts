import type { Command } from 'commander';
import { type HubFlags, hubOptions, pullFromHub } from '../hub.js';
import type { Terminal } from '../terminal.js';

interface Flags extends HubFlags {
  readonly json?: true;
}

export function pullCommand(command: Command, terminal: Terminal): void {
  command
    .summary('fetch a model by its id')
    .description(
      'Fetch a model by its id, and print the directory that it is in. What is there already is not fetched again.',
    )
    .argument('<id>', 'name or owner/name, as on Hugging Face');
  hubOptions(command)
    .option('--json', 'print one JSON object: id, revision, commit, directory, files')
    .addHelpText(
      'after',
      `
Models are kept in the user's cache folder, or where BERTKIT_CACHE says. HF_ENDPOINT is the address to ask in place of
https://huggingface.co, and HF_TOKEN the token for private and gated models.

Examples:
  $ ${terminal.program} pull sentence-transformers/all-MiniLM-L6-v2
  $ ${terminal.program} pull bert-base-uncased --revision main --json
  $ ${terminal.program} fill-mask --model bert-base-uncased "She [MASK] the book."`,
    )
    .action((id: string, flags: Flags) => pull(id, flags, terminal));
}

async function pull(id: string, flags: Flags, terminal: Terminal): Promise<void> {
  const { stdout, stderr } = terminal;
  using interrupts = terminal.catchInterrupts();
  const snapshot = await pullFromHub(id, flags, { stderr, signal: interrupts.signal });
  const { revision, commit, names, files } = snapshot;
  const directory = files.location;
  stdout.write(
    flags.json ? `${JSON.stringify({ id, revision, commit, directory, files: names })}\n` : `${directory}\n`,
  );
}
