import { EmptyCorpusError, MaskingOptionError } from './errors.js';
import { createSentenceSplitter } from './split-sentences.js';

/** A document: its sentences, in order. */
export type Document = readonly string[];

/** How a text file shows its sentences; {@link readDocuments} tells what each means. */
export type Layout = 'sentences' | 'text';

export interface ReadDocumentsOptions {
  /** Default: `'auto'`. */
  layout?: Layout | 'auto';
  /** For the sentence splitter, see `splitSentences`. Default: `'en'`. */
  locale?: string;
  /** What the lines come from, for messages: a path. Default: `'The text'`. */
  source?: string;
  /** Is told once how the lines are read, before the first document. */
  onLayout?: (decision: LayoutDecision) => void;
}

export interface LayoutDecision {
  layout: Layout;
  /** How many of the first lines were looked at, blank ones not counted; 0 where the layout was given. */
  lineCount: number;
  /** How many of these hold more than one sentence. */
  severalSentencesCount: number;
}

const linesLookedAt = 1000;
const maxParagraphs = 64;

/**
 * Puts lines together into documents. A blank line ends a document in either layout:
 *
 * - `'sentences'`: each line is one sentence (the layout of Google's `create_pretraining_data.py`).
 * - `'text'`: each line is a paragraph, which is split into sentences. Much text has no blank lines at all, and a
 *   document is where "not the next sentence" never comes from; so a document ends after 64 paragraphs too.
 * - `'auto'`: `'text'` if more than a fifth of the first 1000 lines hold several sentences, else `'sentences'`.
 *
 * Lines are trimmed. Each is taken for whole, so text that is wrapped at some column has its lines joined first.
 *
 * @throws {EmptyCorpusError} after the last line, if there was no sentence
 * @throws {MaskingOptionError} before the first, for another layout
 */
export async function* readDocuments(
  lines: Iterable<string> | AsyncIterable<string>,
  { layout = 'auto', locale = 'en', source = 'The text', onLayout }: ReadDocumentsOptions = {},
): AsyncGenerator<Document, void, void> {
  if (layout !== 'sentences' && layout !== 'text' && layout !== 'auto') {
    throw new MaskingOptionError({
      option: 'layout',
      value: layout,
      expected: "it must be 'sentences', 'text' or 'auto'",
    });
  }
  const split = createSentenceSplitter(locale);
  const rest = all(lines);
  try {
    const head: string[] = [];
    const decision = layout === 'auto' ? await decideLayout(rest, head, split) : given(layout);
    onLayout?.(decision);
    const isText = decision.layout === 'text';

    let document: string[] = [];
    let lineCount = 0;
    let paragraphCount = 0;
    let isEmpty = true;
    for await (const line of chain(head, rest)) {
      lineCount++;
      const sentence = line.trim();
      const isEnd = sentence === '' || (isText && paragraphCount === maxParagraphs);
      if (isEnd && document.length > 0) {
        yield document;
        document = [];
        paragraphCount = 0;
      }
      if (sentence === '') continue;
      for (const part of isText ? split(sentence) : [sentence]) document.push(part);
      paragraphCount++;
      isEmpty = false;
    }
    if (document.length > 0) yield document;
    if (isEmpty) throw new EmptyCorpusError({ source, because: `all of its ${lineCount} lines are blank` });
  } finally {
    await rest.return(); // the reader may break off while lines of `head` are left
  }
}

/** Reads lines into `head` until the layout is plain. */
async function decideLayout(
  lines: AsyncIterator<string>,
  head: string[],
  split: (text: string) => string[],
): Promise<LayoutDecision> {
  let lineCount = 0;
  let severalSentencesCount = 0;
  while (lineCount < linesLookedAt) {
    const next = await lines.next();
    if (next.done) break;
    head.push(next.value);
    const sentenceCount = split(next.value).length;
    if (sentenceCount > 0) lineCount++;
    if (sentenceCount > 1) severalSentencesCount++;
  }
  return { layout: severalSentencesCount * 5 > lineCount ? 'text' : 'sentences', lineCount, severalSentencesCount };
}

function given(layout: Layout): LayoutDecision {
  return { layout, lineCount: 0, severalSentencesCount: 0 };
}

async function* all(lines: Iterable<string> | AsyncIterable<string>): AsyncGenerator<string, void, void> {
  yield* lines;
}

async function* chain(head: readonly string[], rest: AsyncIterable<string>): AsyncGenerator<string, void, void> {
  yield* head;
  yield* rest;
}
