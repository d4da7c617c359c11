import { UsageError } from '../errors.js';

/** Of the sentences that are taken, special tokens included. Natural text then has 31 on average. */
const fewestTokens = 7;
const mostTokens = 91;

/**
 * Sentences of mixed length from all over a text, in its order.
 *
 * @param tokenCount  of a sentence, special tokens included
 * @throws {UsageError} there are too few of 7 to 91 tokens
 */
export function pickSentences(
  sentences: readonly string[],
  tokenCount: (sentence: string) => number,
  count: number,
): string[] {
  const fitting = sentences.filter((sentence) => {
    const tokens = tokenCount(sentence);
    return tokens >= fewestTokens && tokens <= mostTokens;
  });
  if (fitting.length < count) {
    throw new UsageError(
      `The text has ${fitting.length} sentences of ${fewestTokens} to ${mostTokens} tokens, but ${count} are asked for: give more by --text.`,
    );
  }
  return Array.from({ length: count }, (_, i) => fitting[Math.floor((i * fitting.length) / count)] ?? '');
}

/**
 * The beginning of one of the sentences, in whole words, that has just so many tokens.
 *
 * @throws {UsageError} none begins so
 */
export function textOfTokens(
  sentences: readonly string[],
  tokenCount: (sentence: string) => number,
  tokens: number,
): string {
  for (const sentence of sentences) {
    const words = sentence.split(' ');
    for (let end = 1; end <= words.length; end++) {
      const text = words.slice(0, end).join(' ');
      const count = tokenCount(text);
      if (count === tokens) return text;
      if (count > tokens) break;
    }
  }
  throw new UsageError(`No sentence begins with words of ${tokens} tokens: give more text by --text.`);
}
