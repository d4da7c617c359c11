import type { TokenizerDefinition } from '../definition.js';
import { characterFlags, PUNCTUATION, WHITESPACE } from '../unicode/unicode.js';
import { AddedTokenFinder } from './added-tokens.js';
import { forEachCharacter } from './for-each-character.js';
import { NormalizerSteps } from './normalizer-steps.js';
import type { Segmenter, SegmentVisitor } from './segmenter.js';
import { textOf } from './text-of.js';
import { Word } from './word.js';

export interface HfSegmenterOptions {
  /** Whether special tokens in the text are found; otherwise they are text (`encode_special_tokens`). Default: true. */
  readonly findsSpecial?: boolean | undefined;
}

/**
 * A segmenter for any definition, exact in every flag and step, as Hugging Face's Rust `tokenizers` work: tokens with
 * `normalized: false` are found in the text as it is; what stands between is normalised, each stretch on its own; in it
 * the other tokens are found, by their normalised names; the rest is split into words.
 *
 * @throws {VocabularyError} where an added token is nothing once it is normalised
 */
export function createHfSegmenter(
  definition: Pick<TokenizerDefinition, 'addedTokens' | 'normalizer' | 'preTokenizer'>,
  { findsSpecial = true }: HfSegmenterOptions = {},
): Segmenter {
  return new HfSegmenter(definition, findsSpecial);
}

/** Id → how a normalised text has an added token, where that is not its content. */
export function normalizedContents({
  addedTokens,
  normalizer,
}: Pick<TokenizerDefinition, 'addedTokens' | 'normalizer'>): Map<number, string> {
  const contents = new Map<number, string>();
  const normalized = addedTokens.filter((token) => token.normalized);
  if (normalized.length === 0 || normalizer.length === 0) return contents;
  const steps = new NormalizerSteps(normalizer, characterFlags());
  for (const { id, content } of normalized) {
    const written = textOf(steps.normalize(content));
    if (written !== content) contents.set(id, written);
  }
  return contents;
}

class HfSegmenter implements Segmenter {
  private readonly flags = characterFlags();
  private readonly steps: NormalizerSteps;
  private readonly inText: AddedTokenFinder;
  private readonly inNormalized: AddedTokenFinder;
  private readonly hasNormalized: boolean;
  // The steps of splitting look at single characters, and at different ones: their order makes no difference.
  private readonly splitsAtWhitespace: boolean;
  private readonly isolatesPunctuation: boolean;
  private readonly word = new Word();

  constructor(
    { addedTokens, normalizer, preTokenizer }: Pick<TokenizerDefinition, 'addedTokens' | 'normalizer' | 'preTokenizer'>,
    findsSpecial: boolean,
  ) {
    this.steps = new NormalizerSteps(normalizer, this.flags);
    const raw = addedTokens.filter((token) => !token.normalized);
    const normalized = addedTokens.filter((token) => token.normalized);
    this.hasNormalized = normalized.length > 0;
    this.inText = new AddedTokenFinder(
      raw.map((token) => ({ token, written: token.content })),
      findsSpecial,
    );
    this.inNormalized = new AddedTokenFinder(
      normalized.map((token) => ({ token, written: textOf(this.steps.normalize(token.content)) })),
      findsSpecial,
    );
    this.splitsAtWhitespace = preTokenizer.some(({ type }) => type !== 'Punctuation');
    this.isolatesPunctuation = preTokenizer.some(({ type }) => type !== 'WhitespaceSplit');
  }

  segment(text: string, visitor: SegmentVisitor): void {
    const wellFormed = text.replace(/\p{Surrogate}/gu, '\ufffd');
    for (const { start, end, token } of this.inText.split(wellFormed)) {
      if (token === undefined) this.segmentStretch(wellFormed, start, end, visitor);
      else visitor.token(token.id, start, end, unlessEqual(wellFormed.slice(start, end), token.content));
    }
  }

  private segmentStretch(text: string, start: number, end: number, visitor: SegmentVisitor): void {
    const stretch = this.steps.normalize(text, start, end);
    if (!this.hasNormalized) {
      this.splitWords(stretch, 0, stretch.length, visitor);
      return;
    }
    const normalized = textOf(stretch);
    for (const { start, end, token } of this.inNormalized.split(normalized)) {
      if (token === undefined) {
        this.splitWords(stretch, start, end, visitor);
      } else {
        const spelled = unlessEqual(normalized.slice(start, end), token.content);
        visitor.token(token.id, stretch.starts[start] ?? 0, stretch.ends[end - 1] ?? 0, spelled);
      }
    }
  }

  private splitWords(stretch: Word, from: number, to: number, visitor: SegmentVisitor): void {
    const { word, flags } = this;
    const endWord = () => {
      if (word.length > 0) visitor.word(word);
      word.clear();
    };
    forEachCharacter(stretch, from, to, (codePoint, start, end) => {
      const is = flags[codePoint] ?? 0;
      if (this.splitsAtWhitespace && (is & WHITESPACE) !== 0) {
        endWord();
      } else if (this.isolatesPunctuation && (is & PUNCTUATION) !== 0) {
        endWord();
        word.append(codePoint, start, end);
        endWord();
      } else {
        word.append(codePoint, start, end);
      }
    });
    endWord();
  }
}

function unlessEqual(spelled: string, content: string): string | undefined {
  return spelled === content ? undefined : spelled;
}
