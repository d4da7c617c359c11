import { Random } from '@bertkit/random';
import { UsageError } from '../errors.js';

/** Languages whose shape of text can be made up: words between blanks, or characters without any. */
export type Language = 'en' | 'zh';

const specials = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const ascii = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)).filter((c) => !/[A-Z]/.test(c));
const chineseMarks = [...'，。、；：？！“”《》（）'];

/** As many pieces as `bert-base-uncased` has: about four fifths of them words, the others continuations. */
const englishSize = 30_522;
const englishWords = 23_700;
/** Of the 20 992 in their Unicode block, as many as `bert-base-chinese` knows. */
const chineseCharacters = 7_300;

/**
 * A vocabulary of the size and make of BERT's own, words in order of frequency. Always the same.
 *
 * English: made-up words of one to four syllables, the frequent ones short, and syllables as continuations.
 * Chinese: single characters, and each as a continuation.
 */
export function generatedVocabulary(language: Language): string[] {
  const pieces = new Set([...specials, ...ascii, ...ascii.map((character) => `##${character}`)]);
  const random = new Random(0, 'vocabulary', language);
  if (language === 'en') {
    while (pieces.size < englishWords) {
      const longest = Math.floor(Math.log10(pieces.size)); // 2 in the first thousand, 3, then 4
      pieces.add(syllables(random, 1 + random.below(longest)));
    }
    while (pieces.size < englishSize) pieces.add(`##${syllables(random, 1 + random.below(3))}`);
  } else {
    const order = random.permutation(20_992).subarray(0, chineseCharacters);
    const characters = [...chineseMarks, ...Array.from(order, (i) => String.fromCharCode(0x4e00 + i))];
    for (const character of characters) pieces.add(character);
    for (const character of characters) pieces.add(`##${character}`);
  }
  return [...pieces];
}

/** Makes sentences up, one after another: the same for the same vocabulary, language and seed. */
export interface SentenceSource {
  next(): string;
}

/**
 * Sentences of words that are as frequent as in real text: a piece's rank is its place in the vocabulary, and its
 * frequency follows the law of Zipf and Mandelbrot. In English one word of twelve is put together from pieces.
 *
 * @throws {UsageError} the vocabulary has no words of the language
 */
export function createSentenceSource(vocabulary: readonly string[], language: Language, seed: number): SentenceSource {
  const random = new Random(seed, 'sentences', language);
  const isWord = language === 'en' ? /^[a-z]{2,}$/ : /^[\u4e00-\u9fff]$/;
  const found = vocabulary.filter((piece) => isWord.test(piece));
  // Of Chinese characters a vocabulary tells no order of frequency.
  const words = language === 'en' ? found : new Random(0, 'ranks').shuffle(found);
  const endings = vocabulary.filter((piece) => /^##[a-z]{2,}$/.test(piece)).map((piece) => piece.slice(2));
  if (words.length === 0) throw new UsageError(`No piece of the vocabulary is a word of the language "${language}".`);

  // The inverse of the distribution with density 1 / (rank + offset), which is the law with exponent 1.
  const draw = (list: readonly string[], offset: number) =>
    list[Math.floor(offset * ((1 + list.length / offset) ** random.float() - 1))] ?? '';
  const chance = (probability: number) => random.float() < probability;

  const english = () => {
    const parts = Array.from({ length: 8 + random.below(30) }, (_, i) => {
      let word = chance(0.02) ? String(random.below(2100)) : draw(words, 1);
      if (endings.length > 0 && chance(1 / 12)) word += draw(endings, 50);
      if (i === 0 || chance(0.06)) word = `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
      return chance(0.06) ? `${word},` : word;
    });
    return `${parts.join(' ')}.`;
  };
  const chinese = () => {
    const parts = Array.from({ length: 1 + random.below(5) }, () => {
      const clause = Array.from({ length: 5 + random.below(15) }, () => draw(words, 60)).join('');
      return chance(0.1) ? `${clause}${random.below(2100)}年` : clause;
    });
    return `${parts.join('，')}。`;
  };
  return { next: language === 'en' ? english : chinese };
}

/** Sentences of `bytes` of UTF-8 in all, or a little more. */
export function generatedSentences(source: SentenceSource, bytes: number): string[] {
  return untilBytes(bytes, () => source.next());
}

/** Lines of words that are random letters, 3 to 12 each: hardly one is there twice, or in any vocabulary. */
export function distinctWords({ bytes, seed }: { bytes: number; seed: number }): string[] {
  const random = new Random(seed, 'distinct');
  return untilBytes(bytes, () => Array.from({ length: 20 }, () => randomWord(random, 3 + random.below(10))).join(' '));
}

/** A word of random letters. */
export function randomWord(random: Random, length: number): string {
  return Array.from({ length }, () => String.fromCharCode(97 + random.below(26))).join('');
}

function syllables(random: Random, count: number): string {
  const one = (letters: string) => letters[random.below(letters.length)] ?? '';
  const consonants = 'bcdfghjklmnpqrstvwz';
  return Array.from(
    { length: count },
    () => one(consonants) + one('aeiouy') + (random.float() < 0.5 ? one(consonants) : ''),
  ).join('');
}

function untilBytes(bytes: number, next: () => string): string[] {
  const lines: string[] = [];
  for (let size = 0; size < bytes; ) {
    const line = next();
    lines.push(line);
    size += Buffer.byteLength(line);
  }
  return lines;
}
