import type { AddedToken } from '../definition.js';
import { AddedTokenFinder } from '../words/added-tokens.js';
import { stripEnd, stripStart } from './strip.js';

/** `[from, to)` of a text: an added token, or what stands between two of them. */
export interface Part {
  from: number;
  to: number;
  token: AddedToken | undefined;
}

/** `[from, to)` of a text, which is left out. */
export type Gap = Omit<Part, 'token'>;

/** Finds added tokens in a text as the slow tokenizers of transformers 4 do (`PreTrainedTokenizer.tokenize`). */
export class SlowAddedTokens {
  private readonly tokens: ReadonlyMap<string, AddedToken>;
  private readonly finder: AddedTokenFinder;

  constructor(tokens: readonly AddedToken[]) {
    this.tokens = new Map(tokens.map((token) => [token.content, token]));
    const flags = { singleWord: false, lstrip: false, rstrip: false }; // these have rules of their own, below
    this.finder = new AddedTokenFinder(
      tokens.map((token) => ({ token: { ...token, ...flags }, written: token.content })),
      true,
    );
  }

  /** The parts of a text: of the tokens in it the leftmost, and the longest there, whatever stands beside them. */
  find(text: string): Part[] {
    return Array.from(this.finder.split(text), ({ start, end, token }) => ({
      from: start,
      to: end,
      token: token && this.tokens.get(token.content),
    }));
  }

  /** The parts of a text, and white space within them that tokens have taken away. */
  split(text: string): { parts: Part[]; gaps: Gap[] } {
    const gaps: Gap[] = [];
    const parts = this.find(text);
    const update = (part: Part, from: number, to: number) => {
      part.from = from;
      part.to = to;
      part.token = this.tokens.get(text.slice(from, to));
    };
    for (const [i, part] of parts.entries()) {
      const { token, from, to } = part;
      if (token === undefined) continue;
      const left = notEmpty(parts[i - 1]);
      const right = notEmpty(parts[i + 1]);
      const touchesLeft = left && text[left.to - 1] !== ' ';
      const touchesRight = right && text[right.from] !== ' ';
      if (token.rstrip && right) {
        update(right, right.to - stripStart(text.slice(right.from, right.to)).length, right.to);
      }
      if (token.lstrip && left) {
        update(left, left.from, left.from + stripEnd(text.slice(left.from, left.to)).length);
      }
      if (!token.singleWord) continue;
      // A token that is to be a word, but touches something else than a blank, becomes part of that text, or takes its
      // place where that was white space that has just been taken away.
      if (touchesLeft) {
        if (notEmpty(left)) gaps.push({ from: left.to, to: from });
        update(left, notEmpty(left) ? left.from : from, to);
        part.to = from;
      } else if (touchesRight) {
        if (notEmpty(right)) gaps.push({ from: to, to: right.from });
        update(right, from, notEmpty(right) ? right.to : to);
        part.to = from;
      }
    }
    return { parts: parts.filter(notEmpty), gaps };
  }
}

function notEmpty(part: Part | undefined): Part | undefined {
  return part && part.from < part.to ? part : undefined;
}
