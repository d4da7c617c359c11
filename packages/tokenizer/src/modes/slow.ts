import type { TokenizerDefinition } from '../definition.js';
import { codePointAt } from '../unicode/code-points.js';
import { PRIVATE_USE, PythonCharacters, UNASSIGNED } from '../unicode/python-characters.js';
import { DROPPED } from '../unicode/unicode.js';
import type { Segmenter, SegmentVisitor } from '../words/segmenter.js';
import { textOf } from '../words/text-of.js';
import { Word } from '../words/word.js';
import { basicSettings } from './basic-settings.js';
import { BasicTokenizer, type BasicTokenizerOptions } from './basic-tokenizer.js';
import { SlowAddedTokens } from './slow-added-tokens.js';

/**
 * Splits text as the slow `BertTokenizer` of transformers 4 does (`PreTrainedTokenizer.tokenize`, `BasicTokenizer`).
 *
 * The reference gives no offsets. Here a character that NFC has composed comes from where all its parts stand, and white
 * space that an added token takes away belongs to no token.
 *
 * @throws {TokenizerOptionError} for a setting that this mode has not
 */
export function createSlowSegmenter(definition: TokenizerDefinition): Segmenter {
  return new SlowSegmenter(definition);
}

class SlowSegmenter implements Segmenter {
  private readonly options: BasicTokenizerOptions;
  private readonly addedTokens: SlowAddedTokens;
  /** Finds what is not lowercased. */
  private readonly protectedTokens: SlowAddedTokens;

  constructor(definition: TokenizerDefinition) {
    const { addedTokens } = definition;
    const settings = basicSettings(definition);
    const python = new PythonCharacters();
    this.options = {
      ...settings,
      python,
      dropped: DROPPED | PRIVATE_USE | UNASSIGNED,
      composes: true,
      neverSplit: new Set(addedTokens.filter(({ special }) => special).map(({ content }) => content)),
    };
    this.addedTokens = new SlowAddedTokens(addedTokens);
    this.protectedTokens = new SlowAddedTokens(
      addedTokens.filter(({ special, normalized }) => settings.lowercase && (special || normalized)),
    );
  }

  segment(text: string, visitor: SegmentVisitor): void {
    const lowered = this.lowercased(text);
    const words = new BasicTokenizer(this.options, (word) => visitor.word(word));
    const { parts, gaps } = this.addedTokens.split(textOf(lowered));
    for (const { from, to } of gaps) lowered.units.fill(0, from, to); // which cleaning drops
    for (const { from, to, token } of parts) {
      if (token) {
        visitor.token(token.id, lowered.starts[from] ?? 0, lowered.ends[to - 1] ?? 0);
      } else {
        addCharacters(words, lowered, from, to);
        words.end();
      }
    }
  }

  /**
   * The text with each character lowercased alone, but for the added tokens in it: so a capital sigma becomes σ, also at
   * the end of a word, and `[MASK]` is found where `[mask]` is not.
   */
  private lowercased(text: string): Word {
    const { lowercase, python } = this.options;
    const lowered = new Word();
    for (const { from, to, token } of this.protectedTokens.find(text)) {
      for (let i = from; i < to; ) {
        const codePoint = codePointAt(text, i);
        const next = i + (codePoint > 0xffff ? 2 : 1);
        const form = lowercase && !token ? python.lowercase(codePoint) : undefined;
        if (form === undefined) lowered.append(codePoint, i, next);
        else for (const part of form) lowered.append(part, i, next);
        i = next;
      }
    }
    return lowered;
  }
}

function addCharacters(words: BasicTokenizer, { units, starts, ends }: Word, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const start = starts[i] ?? 0;
    const end = ends[i] ?? 0;
    const unit = units[i] ?? 0;
    if ((unit & 0xfc00) === 0xd800) {
      words.add(0x10000 + ((unit & 0x3ff) << 10) + ((units[++i] ?? 0) & 0x3ff), start, end);
    } else {
      words.add(unit, start, end);
    }
  }
}
