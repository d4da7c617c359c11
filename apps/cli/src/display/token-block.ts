import type { Tokenizer } from '@bertkit/tokenizer';
import stringWidth from 'string-width';
import type { Output } from '../terminal.js';
import { padEnd } from './columns.js';
import { counted, plural } from './numbers.js';
import { type Paint, painter } from './paint.js';
import { type EncodedTexts, signedSource, windowsOf, windowTitle } from './token-lines.js';
import { escaped, type ShownToken, shownTokens, type TextPart } from './token-view.js';

const indent = '  ';
const gap = '  ';

/**
 * For terminals: the text with its pieces in alternating colours; then, window by window, the pieces, their ids below,
 * and below these what stands in the text where the piece is another.
 */
export function tokenBlock({ texts, encoding }: EncodedTexts, tokenizer: Tokenizer, output: Output): string[] {
  const paint = painter(output);
  return [
    ...texts.flatMap(({ parts }) => textLines(parts, output.columns, paint)),
    ...windowsOf(encoding).flatMap((window, i, windows) => {
      const shown = shownTokens(window, texts, tokenizer);
      const isWhole = windows.length === 1 && window.truncatedCount === 0;
      const title = isWhole ? plural(window.length, 'token') : windowTitle(window, i, windows.length);
      const unknownCount = shown.filter(({ fate }) => fate === 'unknown').length;
      return [
        paint('dim', unknownCount === 0 ? title : `${title}, ${counted(unknownCount)} unknown`),
        ...cellLines(shown, output.columns - indent.length, paint).map((line) => indent + line),
      ];
    }),
  ];
}

/** Broken by us: where a terminal breaks a line, it may go on with the background up to its edge. */
function textLines(parts: readonly TextPart[], columns: number, paint: Paint): string[] {
  const formatOf = alternating();
  const items = parts.flatMap(({ text, fate }) => {
    const format = formatOf(fate);
    return split(escaped(text), columns).map((line) => ({ line: paint(format, line), width: stringWidth(line) }));
  });
  return rowsOf(items, columns, 0).map((row) => row.map(({ line }) => line).join(''));
}

function cellLines(shown: readonly ShownToken[], columns: number, paint: Paint): string[] {
  const formatOf = alternating();
  const cells = shown.map((each) => {
    const lines = [
      { text: each.token, format: formatOf(each.fate) },
      { text: String(each.id ?? ''), format: ['dim'] satisfies Format },
      { text: signedSource(each), format: each.fate === 'unknown' ? formats.unknown : formats.blank },
    ];
    const painted = lines.map(({ text, format }) => (text === '' ? '' : paint(format, text)));
    return { painted, width: Math.max(...lines.map(({ text }) => stringWidth(text))) };
  });
  return rowsOf(cells, columns, gap.length).flatMap((row) =>
    [0, 1, 2]
      .map((i) => row.map(({ painted, width }) => padEnd(painted[i] ?? '', width)).join(gap))
      .filter((line) => line.trim() !== '')
      .map((line) => line.trimEnd()),
  );
}

type Format = Extract<Parameters<Paint>[0], readonly unknown[]>;

/** Readable on light and dark terminals alike, of the sixteen colours that all have. */
const formats = {
  unknown: ['whiteBright', 'bgRed'],
  nothing: ['red', 'underline'],
  added: ['dim'],
  blank: [],
} satisfies Record<string, Format>;

/** Formats that change from piece to piece; what normalisation changed is underlined. */
function alternating(): (fate: ShownToken['fate'] | TextPart['fate']) => Format {
  let pieceCount = 0;
  return (fate) => {
    if (fate !== 'same' && fate !== 'changed') return formats[fate];
    const background = pieceCount++ % 2 === 0 ? 'bgCyan' : 'bgYellow';
    return fate === 'changed' ? ['black', background, 'underline'] : ['black', background];
  };
}

/** Items side by side, in order, in as few rows as hold them; one that is wider than a row has its own. */
function rowsOf<Item extends { readonly width: number }>(
  items: readonly Item[],
  columns: number,
  between: number,
): Item[][] {
  const rows: Item[][] = [];
  let taken = 0;
  for (const item of items) {
    const row = rows.at(-1);
    if (row !== undefined && taken + between + item.width <= columns) {
      row.push(item);
      taken += between + item.width;
    } else {
      rows.push([item]);
      taken = item.width;
    }
  }
  return rows;
}

/** A text in parts no wider than so many columns. */
function split(text: string, columns: number): string[] {
  if (stringWidth(text) <= columns) return [text];
  const characters = [...text].map((character) => ({ character, width: stringWidth(character) }));
  return rowsOf(characters, columns, 0).map((row) => row.map(({ character }) => character).join(''));
}
