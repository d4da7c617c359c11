import type { Encoding, Tokenizer } from '@bertkit/tokenizer';
import { printable } from './columns.js';

/**
 * What became of characters: a piece that is the same, one that normalisation changed, the unknown token, or nothing,
 * because normalisation dropped them.
 */
export type Fate = 'same' | 'changed' | 'unknown' | 'nothing';

export interface TextPart {
  readonly text: string;
  readonly fate: Fate | 'blank';
}

/** A text, and what became of it. */
export interface CutText {
  readonly text: string;
  /** In order; together they are the text. Tokens of the same characters, as jamo of one syllable, are one part. */
  readonly parts: readonly TextPart[];
  /** What became nothing, by where the token starts that follows, or by the length of the text after the last one. */
  readonly dropped: ReadonlyMap<number, string>;
  /** Where the last token ends; 0 if there is none. */
  readonly tokensEnd: number;
}

/**
 * @param whole     the encoding of all of the text, nothing cut off
 * @param sequence  0 for the first text, 1 for the second
 */
export function cutText(text: string, whole: Encoding, sequence: number, tokenizer: Tokenizer): CutText {
  const parts: TextPart[] = [];
  const dropped = new Map<number, string>();
  const fateAt = fates(whole, tokenizer);
  let at = 0;
  const fillUpTo = (end: number) => {
    if (end <= at) return;
    const gap = text.slice(at, end);
    for (const part of gap.match(/\p{White_Space}+|\P{White_Space}+/gu) ?? []) {
      parts.push({ text: part, fate: /\p{White_Space}/u.test(part) ? 'blank' : 'nothing' });
    }
    const trimmed = gap.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, '');
    if (trimmed !== '') dropped.set(end, trimmed);
  };
  for (let i = 0; i < whole.length; i++) {
    const { start, end } = rangeOf(whole, i);
    if (whole.sequenceIds[i] !== sequence || end <= at) continue;
    fillUpTo(start);
    parts.push({ text: text.slice(Math.max(at, start), end), fate: fateAt(i, text.slice(start, end)) });
    at = end;
  }
  const tokensEnd = at;
  fillUpTo(text.length);
  return { text, parts, dropped, tokensEnd };
}

/** A token as people see it, or characters that became none. */
export interface ShownToken {
  readonly fate: Fate | 'added';
  /** `∅` where there is no token. */
  readonly token: string;
  /** Undefined where there is no token. */
  readonly id: number | undefined;
  /** What stands in the text; empty for what was added to it. */
  readonly source: string;
}

/** The tokens of an encoding, which may be a window of the whole, and at their places what became nothing. */
export function shownTokens(encoding: Encoding, texts: readonly CutText[], tokenizer: Tokenizer): ShownToken[] {
  const { length, tokens, inputIds, sequenceIds } = encoding;
  const fateAt = fates(encoding, tokenizer);
  const shown: ShownToken[] = [];
  const showDropped = (source: string | undefined) => {
    if (source !== undefined) shown.push({ fate: 'nothing', token: '∅', id: undefined, source: visible(source) });
  };
  for (let i = 0; i < length; i++) {
    const token = visible(tokens[i] ?? '');
    const id = inputIds[i] ?? 0;
    const sequence = sequenceIds[i] ?? -1;
    const cut = texts[sequence];
    if (cut === undefined) {
      shown.push({ fate: 'added', token, id, source: '' });
      continue;
    }
    const { text, dropped, tokensEnd } = cut;
    const { start, end } = rangeOf(encoding, i);
    const follows = sequenceIds[i - 1] === sequence && rangeOf(encoding, i - 1).start === start; // as one jamo another
    if (!follows) showDropped(dropped.get(start));
    const source = text.slice(start, end);
    shown.push({ fate: fateAt(i, source), token, id, source: visible(source) });
    if (sequenceIds[i + 1] !== sequence && end === tokensEnd) showDropped(dropped.get(text.length));
  }
  for (const { text, dropped, tokensEnd } of texts) {
    if (tokensEnd === 0) showDropped(dropped.get(text.length)); // there is no token for it to stand after
  }
  return shown;
}

function fates({ tokens, inputIds }: Encoding, tokenizer: Tokenizer): (i: number, source: string) => Fate {
  const { unkToken, continuingPrefix } = tokenizer.definition;
  const unkId = tokenizer.tokenToId(unkToken);
  return (i, source) => {
    if (tokens[i] === source || tokens[i] === continuingPrefix + source) return 'same';
    return inputIds[i] === unkId ? 'unknown' : 'changed';
  };
}

function rangeOf({ offsets }: Encoding, i: number): { start: number; end: number } {
  return { start: offsets[2 * i] ?? 0, end: offsets[2 * i + 1] ?? 0 };
}

/** Text on one line, in which every character is seen: `␣` for a blank, `\u{200b}` for what has no shape. */
export function visible(text: string): string {
  return escaped(text).replace(/\p{Zs}/gu, '␣');
}

/** Text without what would steer the terminal, or turn the direction of writing. */
export function escaped(text: string): string {
  return printable(text).replace(
    /[\p{Cf}\p{Cn}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}
