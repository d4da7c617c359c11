import { loadTokenizer, type Tokenizer } from '@bertkit/tokenizer';
import type { Command } from 'commander';
import { printable, table } from '../display/columns.js';
import { type Paint, painter } from '../display/paint.js';
import { boxedModel, openModel } from '../model-directory.js';
import type { Terminal } from '../terminal.js';

interface Flags {
  readonly model?: string;
  readonly json?: true;
}

export function tokenizeCommand(command: Command, terminal: Terminal): void {
  command
    .summary('show the pieces that a text is cut into')
    .description('Show the pieces that a text is cut into, with their ids and where in the text they stand.')
    .argument('<texts...>', 'texts to cut')
    .option('--model <directory>', `a directory with vocab.txt (default: ${boxedModel})`)
    .option('--json', 'print a JSON object a text: text, tokens; offsets are [start, end) in UTF-16 units')
    .addHelpText(
      'after',
      `
Offsets count UTF-16 units from 0, the end not included: text.slice(start, end) in JavaScript.

Examples:
  $ ${terminal.program} tokenize "Unbelievable!"
  $ ${terminal.program} tokenize --model my-bert "Unbelievable!" "天气很好"`,
    )
    .action((texts: string[], flags: Flags) => tokenize(texts, flags, terminal));
}

interface Token {
  readonly token: string;
  readonly id: number;
  /** In UTF-16 units; undefined for what was added to the text. */
  readonly start: number | undefined;
  readonly end: number | undefined;
  /** Whether the vocabulary has no pieces for what stands there. */
  readonly unknown: boolean;
}

async function tokenize(texts: readonly string[], { model, json }: Flags, { stdout }: Terminal): Promise<void> {
  const tokenizer = await loadTokenizer(await openModel(model));
  for (const [i, text] of texts.entries()) {
    const tokens = tokensOf(text, tokenizer);
    if (json) stdout.write(`${JSON.stringify({ text, tokens })}\n`);
    else stdout.write(`${i === 0 ? '' : '\n'}${tokenLines(text, tokens, painter(stdout)).join('\n')}\n`);
  }
}

function tokensOf(text: string, tokenizer: Tokenizer): Token[] {
  const { tokens, inputIds, offsets, sequenceIds } = tokenizer.encode(text);
  return tokens.map((token, i) => {
    const isAdded = sequenceIds[i] === -1;
    const id = inputIds[i] ?? 0;
    return {
      token,
      id,
      start: isAdded ? undefined : offsets[2 * i],
      end: isAdded ? undefined : offsets[2 * i + 1],
      unknown: id === tokenizer.unkId,
    };
  });
}

function tokenLines(text: string, tokens: readonly Token[], paint: Paint): string[] {
  const rows = tokens.map(({ token, id, start, end, unknown }) => [
    unknown ? paint('red', printable(token)) : printable(token),
    String(id),
    start === undefined ? '' : `${start}–${end}`,
    start === undefined ? paint('dim', 'added') : printable(text.slice(start, end)),
    unknown ? paint('red', 'unknown') : '',
  ]);
  const head = ['piece', 'id', 'offsets', 'text'].map((title) => paint('dim', title));
  const unknownCount = tokens.filter(({ unknown }) => unknown).length;
  return [
    paint('bold', printable(text)),
    ...table([head, ...rows], { right: [1, 2] }).map((line) => `  ${line}`),
    `  ${tokens.length} tokens, ${unknownCount === 0 ? 'none' : unknownCount} unknown`,
  ];
}
