import { canonicallyOrdered } from '../unicode/canonical-order.js';
import { codePointAt } from '../unicode/code-points.js';
import type { Normalizer } from './normalizer.js';
import { Word } from './word.js';

/**
 * Normalises text and splits it into words: at white space, which goes, and around each punctuation mark and each
 * Chinese character, which are words of their own (Hugging Face's `BertNormalizer`, then `BertPreTokenizer`).
 */
export class WordSplitter {
  private readonly normalizer: Normalizer;
  private readonly word = new Word();

  constructor(normalizer: Normalizer) {
    this.normalizer = normalizer;
  }

  /** Calls `visit` with each word of `text[start, end)`; the word is overwritten afterwards. */
  split(text: string, start: number, end: number, visit: (word: Word) => void): void {
    if (this.hasMovable(text, start, end)) {
      for (const part of canonicallyOrdered(text, start, end, this.normalizer)) {
        this.add(part.codePoint, part.start, part.end, visit);
      }
    } else {
      for (let i = start; i < end; ) {
        const codePoint = codePointAt(text, i);
        const next = i + (codePoint > 0xffff ? 2 : 1);
        this.add(codePoint, i, next, visit);
        i = next;
      }
    }
    this.endWord(visit);
  }

  private add(codePoint: number, start: number, end: number, visit: (word: Word) => void): void {
    const { normalizer } = this;
    if (normalizer.isIsolated(codePoint)) {
      this.endWord(visit);
      for (const part of normalizer.normalize(codePoint)) this.word.append(part, start, end);
      this.endWord(visit);
    } else if (normalizer.keeps(codePoint)) {
      this.addNormalized(codePoint, start, end, visit);
    } else {
      for (const part of normalizer.normalize(codePoint)) this.addNormalized(part, start, end, visit);
    }
  }

  private addNormalized(codePoint: number, start: number, end: number, visit: (word: Word) => void): void {
    if (this.normalizer.isWhitespace(codePoint)) {
      this.endWord(visit);
    } else if (this.normalizer.isPunctuation(codePoint)) {
      this.endWord(visit);
      this.word.append(codePoint, start, end);
      this.endWord(visit);
    } else {
      this.word.append(codePoint, start, end);
    }
  }

  private endWord(visit: (word: Word) => void): void {
    if (this.word.length > 0) visit(this.word);
    this.word.clear();
  }

  private hasMovable(text: string, start: number, end: number): boolean {
    if (!this.normalizer.decomposes) return false;
    for (let i = start; i < end; i++) {
      // Below U+08D4 there is none. A low surrogate is looked at twice, which does no harm.
      if (text.charCodeAt(i) >= 0x8d4 && this.normalizer.isMovable(codePointAt(text, i))) return true;
    }
    return false;
  }
}
