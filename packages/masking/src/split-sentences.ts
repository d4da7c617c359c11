/**
 * Splits text into sentences: Unicode's rules for any language (UAX #29, by `Intl.Segmenter`), with three corrections.
 * Abbreviations and initials of English do not end a sentence ("Mr. Smith", "J. K. Rowling", "Fig. 3"); what goes on
 * in lower case is still the same sentence ('"Is it?" she asked.'); and an opening quote or bracket that follows a full
 * stop without a space, as in Chinese, belongs to what it opens (…。|『…).
 *
 * A line break always ends a sentence. In Chinese 。！？ do, with the closing quotes after them; ； does not.
 *
 * @param options.locale  a BCP 47 tag for the segmenter. Default `'en'`, whatever the machine's own language, so that
 *                        all machines agree; it serves Chinese just as well.
 * @returns the sentences without their outer white space. Nothing else is lost: put back together they are the text up
 *          to white space. Empty for blank text.
 *
 * @example
 * splitSentences('Dr. Wu left. “Why?” asked Li.'); // => ['Dr. Wu left.', '“Why?” asked Li.']
 */
export function splitSentences(text: string, { locale = 'en' }: { locale?: string } = {}): string[] {
  return createSentenceSplitter(locale)(text);
}

/** {@link splitSentences} for many texts: a segmenter takes a while to make. */
export function createSentenceSplitter(locale = 'en'): (text: string) => string[] {
  const segmenter = new Intl.Segmenter(locale, { granularity: 'sentence' });
  return (text) => {
    const sentences: string[] = [];
    let start = 0;
    for (const boundary of boundaries(text, segmenter)) {
      const isLast = boundary === text.length;
      const before = text.slice(Math.max(start, boundary - 64), boundary); // 64: what the patterns below may need
      if (!isLast && !endsSentence(before, text.slice(boundary, boundary + 2))) continue;
      const end = isLast ? boundary : boundary - (/[\p{Ps}\p{Pi}]+$/u.exec(before)?.[0].length ?? 0);
      const sentence = text.slice(start, end).trim();
      if (sentence !== '') sentences.push(sentence);
      start = end;
    }
    return sentences;
  };
}

/**
 * Where the segmenter ends sentences, the end of the text included. It takes time in the square of a text's length
 * (1 MB: 7 s, Node 20), so it is given windows. A window's last two sentences are cut again together with what follows
 * them, for whether a sentence ends may depend on everything up to the next letter.
 */
function* boundaries(text: string, segmenter: Intl.Segmenter): Generator<number> {
  const shortest = 4096; // UTF-16 units; windows of 1 000 to 10 000 are about equally fast
  for (let start = 0, size = shortest; start < text.length; ) {
    const pieces = Array.from(segmenter.segment(text.slice(start, start + size)), ({ segment }) => segment.length);
    const isLast = start + size >= text.length;
    if (!isLast) pieces.splice(-2);
    for (const length of pieces) {
      start += length;
      yield start;
    }
    size = pieces.length === 0 ? size * 2 : shortest;
  }
}

/** Titles and the like, which stand before a name. */
const beforeNames =
  /(?:^|[\s\p{P}])(?:Mr|Mrs|Ms|Mx|Dr|Prof|St|Mt|Ft|Rev|Hon|Gen|Col|Maj|Capt|Cmdr|Lt|Sgt|Cpl|Gov|Sen|Rep|Messrs|Mme|Mlle|vs|cf|viz|e\.g|i\.e|approx|ca|(?!I\.)(?:\p{Lu}\.)*\p{Lu})\.\s+$/u;

/** What stands before a number. "No." alone may well be a sentence. */
const beforeNumbers =
  /(?:^|[\s\p{P}])(?:No|Nos|Fig|Figs|Eq|Sec|Ch|Art|Vol|vol|pp?|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.\s+$/u;

/** Whether the segmenter is right to end a sentence between `before` and `next`. */
function endsSentence(before: string, next: string): boolean {
  if (/[\n\r\u0085\u2028\u2029]$/.test(before)) return true;
  if (/\s$/.test(before) && /^\p{Ll}/u.test(next)) return false;
  return !(beforeNames.test(before) || (/^\d/.test(next) && beforeNumbers.test(before)));
}
