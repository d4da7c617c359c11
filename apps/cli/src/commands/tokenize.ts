import {
  type EncodeOptions,
  type Encoding,
  loadTokenizer,
  type Tokenizer,
  type TokenizerMode,
} from '@bertkit/tokenizer';
import { type Command, Option } from 'commander';
import { tokenBlock } from '../display/token-block.js';
import { tokenLines } from '../display/token-lines.js';
import { cutText } from '../display/token-view.js';
import { readTexts } from '../given-texts.js';
import { type HubFlags, hubOptions } from '../hub.js';
import { boxedModel, openModel } from '../model-directory.js';
import { count, wholeNumber } from '../option-values.js';
import type { Terminal } from '../terminal.js';

interface Flags extends HubFlags {
  readonly file?: string;
  readonly pair?: string;
  readonly maxLength?: number;
  readonly stride?: number;
  readonly model?: string;
  readonly mode: TokenizerMode;
  readonly json?: true;
}

export function tokenizeCommand(command: Command, terminal: Terminal): void {
  command
    .summary('show the pieces that a text is cut into')
    .description('Show the pieces that a text is cut into, with their ids, and what normalisation changed.')
    .argument('[texts...]', 'texts to cut; - stands for the lines of stdin, which are read if no text is given')
    .option('--file <file>', 'cut the lines of a text file in UTF-8, plain or .gz')
    .option('--pair <text>', 'a second text that follows each')
    .option(
      '--max-length <count>',
      'cut texts that have more tokens into windows of so many, [CLS] and [SEP] too',
      count,
    )
    .option('--stride <count>', 'tokens that a window has in common with the one before (default: 0)', wholeNumber)
    .option('--model <directory|id>', `a model with a tokenizer (default: ${boxedModel})`)
    .addOption(
      new Option('--mode <mode>', "cut as Hugging Face's fast tokenizers do, as its slow one, or as Google's code")
        .choices(['hf', 'hf-slow', 'google'] satisfies TokenizerMode[])
        .default('hf'),
    )
    .option(
      '--json',
      'print a JSON object a text: tokens, inputIds, offsets ([start, end) in UTF-16 units), wordIds, overflow …',
    )
    .addHelpText(
      'after',
      `
After ← stands what is in the text where a piece is another, after ✗ what the vocabulary has no pieces for; ∅ is no piece.
On a terminal ids stand below the pieces; in a pipe, each text or window is one line.

Examples:
  $ ${terminal.program} tokenize "Unbelievable!"
  $ ${terminal.program} tokenize --model my-bert --max-length 128 --stride 32 --file essays.txt
  $ ${terminal.program} tokenize --json < questions.txt | head -1`,
    )
    .action((texts: string[], flags: Flags) => {
      if (flags.file !== undefined && texts.length > 0)
        command.error('error: tokenize takes texts or --file, not both');
      if (flags.stride !== undefined && flags.maxLength === undefined)
        command.error('error: --stride needs --max-length');
      const readsStdin = flags.file === undefined && texts.length === 0;
      if (readsStdin && terminal.stdin.isTerminal) command.error("error: missing required argument 'texts'");
      const inputs = readTexts({ texts: readsStdin ? ['-'] : texts, file: flags.file }, terminal.stdin);
      return tokenize(inputs, flags, terminal);
    });
  hubOptions(command);
}

async function tokenize(inputs: AsyncIterable<string>, flags: Flags, terminal: Terminal): Promise<void> {
  const { stdout } = terminal;
  const { pair, maxLength, stride, model, mode, json } = flags;
  const tokenizer = await loadTokenizer(await openModel(model, flags, terminal), { mode });
  const truncation = maxLength === undefined ? tokenizer.definition.truncation : { maxLength, stride };
  let isFirst = true;
  for await (const text of inputs) {
    const texts = pair === undefined ? [text] : [text, pair];
    const encoding = encode(texts, tokenizer, { truncation });
    if (json) {
      stdout.write(`${JSON.stringify({ text, pair, ...record(encoding), overflow: encoding.overflow.map(record) })}\n`);
      continue;
    }
    const whole = encoding.truncatedCount === 0 ? encoding : encode(texts, tokenizer, { truncation: false });
    const encoded = { texts: texts.map((each, i) => cutText(each, whole, i, tokenizer)), encoding };
    const lines = stdout.isTerminal
      ? [...(isFirst ? [] : ['']), ...tokenBlock(encoded, tokenizer, stdout)]
      : tokenLines(encoded, tokenizer, { titled: truncation !== undefined });
    stdout.write(`${lines.join('\n')}\n`);
    isFirst = false;
  }
}

/** Never filled up: padding is for batches. */
function encode([text = '', pair]: readonly string[], tokenizer: Tokenizer, options: EncodeOptions): Encoding {
  const unpadded = { ...options, padding: false } as const;
  return pair === undefined ? tokenizer.encode(text, unpadded) : tokenizer.encodePair(text, pair, unpadded);
}

/** An encoding as JSON has it. */
function record(encoding: Encoding) {
  const { tokens, inputIds, offsets, wordIds, sequenceIds, truncatedCount } = encoding;
  return {
    tokens,
    inputIds: [...inputIds],
    offsets: tokens.map((_, i) => [offsets[2 * i], offsets[2 * i + 1]]),
    wordIds: [...wordIds],
    sequenceIds: [...sequenceIds],
    tokenTypeIds: [...encoding.tokenTypeIds],
    attentionMask: [...encoding.attentionMask],
    specialTokensMask: [...encoding.specialTokensMask],
    truncatedCount,
  };
}
