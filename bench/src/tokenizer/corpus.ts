import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BenchmarkFlag } from '../benchmark.js';
import { UsageError } from '../errors.js';
import { linesFile, readText } from '../text/files.js';
import { createSentenceSource, generatedSentences, generatedVocabulary, type Language } from '../text/generated.js';
import { byteCount, partsOf } from '../text/parts.js';
import { sentencesOf } from '../text/sentences.js';

/** The texts and the vocabulary of one language, as files that processes can read. */
export interface Corpus extends Vocabulary {
  /** For people; says so where the text is generated. */
  readonly name: string;
  readonly isGenerated: boolean;
  /** The path of text that no round has. */
  readonly warmUp: string;
  /** The text of each round, a sentence a line. */
  readonly parts: readonly Part[];
}

export interface Part {
  readonly path: string;
  readonly sentenceCount: number;
  /** In bytes of UTF-8, without the ends of lines. */
  readonly bytes: number;
}

export interface Vocabulary {
  /** The path of a `vocab.txt`. */
  readonly vocabulary: string;
  readonly lowercase: boolean;
}

const names: Readonly<Record<Language, string>> = { en: 'English', zh: 'Chinese' };
const languages = Object.keys(names) as readonly Language[];

export const corpusFlags: Readonly<Record<string, BenchmarkFlag>> = {
  'text-en': { kind: 'files', description: 'English text, plain or gzipped. Default: generated' },
  'vocab-en': { kind: 'file', description: 'its vocab.txt; a tokenizer_config.json beside it counts' },
  'text-zh': { kind: 'files', description: 'Chinese text. Default: generated' },
  'vocab-zh': { kind: 'file', description: 'its vocab.txt' },
};

/** In bytes of UTF-8. */
const partSize = 2_000_000;
/** As many parts as this are the text to warm up with. */
const warmUpParts = 2;

export interface CorpusOptions {
  /** The paths of each of {@link corpusFlags} that was given. */
  readonly given: Readonly<Record<string, readonly string[]>>;
  /** How many parts each language needs. */
  readonly rounds: number;
  /** Where the files are written. */
  readonly directory: string;
}

/**
 * The languages that options were given for, or both with generated text where there were none.
 *
 * @throws {UsageError} a file cannot be read, has too little text, or its vocabulary is missing
 */
export async function prepareCorpora({ given, rounds, directory }: CorpusOptions): Promise<Corpus[]> {
  const named = languages.filter((language) => given[`text-${language}`] ?? given[`vocab-${language}`]);
  const corpora: Corpus[] = [];
  for (const language of named.length > 0 ? named : languages) {
    const texts = given[`text-${language}`];
    const vocabularyPath = given[`vocab-${language}`]?.[0];
    if (texts !== undefined && vocabularyPath === undefined) {
      throw new UsageError(`--text-${language} needs --vocab-${language}: the vocabulary to encode it with.`);
    }
    const vocabulary = await prepareVocabulary(language, vocabularyPath, directory);
    const count = rounds + warmUpParts;
    const sentences =
      texts === undefined ? await generate(language, vocabulary, count * partSize) : await readSentences(texts);
    const parts = partsOf(sentences, { count, bytes: partSize });
    if (parts === undefined) {
      const size = (byteCount(sentences) / 1e6).toFixed(2);
      throw new UsageError(
        `--text-${language} has ${size} MB, too little for --runs ${rounds}: give more text, or fewer runs.`,
      );
    }
    const write = async (name: string, lines: readonly string[]): Promise<Part> => {
      const path = join(directory, `${language}-${name}.txt`);
      await writeFile(path, linesFile(lines));
      return { path, sentenceCount: lines.length, bytes: byteCount(lines) };
    };
    corpora.push({
      ...vocabulary,
      isGenerated: texts === undefined,
      name: texts === undefined ? `${names[language]} (generated)` : names[language],
      warmUp: (await write('warm-up', parts.slice(0, warmUpParts).flat())).path,
      parts: await Promise.all(parts.slice(warmUpParts).map((lines, round) => write(String(round), lines))),
    });
  }
  return corpora;
}

/**
 * A vocabulary as a file: the given one, with `do_lower_case` of the `tokenizer_config.json` beside it (true where there
 * is none), or a generated one.
 */
export async function prepareVocabulary(
  language: Language,
  path: string | undefined,
  directory: string,
): Promise<Vocabulary> {
  if (path === undefined) {
    const generated = join(directory, `${language}-vocab.txt`);
    await writeFile(generated, linesFile([...generatedVocabulary(language), '']));
    return { vocabulary: generated, lowercase: true };
  }
  const configPath = join(dirname(path), 'tokenizer_config.json');
  const config = existsSync(configPath) ? await readText(configPath) : '{}';
  try {
    return { vocabulary: path, lowercase: JSON.parse(config).do_lower_case ?? true };
  } catch (cause) {
    throw new UsageError(`${configPath} is not JSON: ${(cause as Error).message}.`, { cause });
  }
}

async function generate(language: Language, { vocabulary }: Vocabulary, bytes: number): Promise<string[]> {
  const pieces = (await readText(vocabulary)).split('\n');
  const source = createSentenceSource(pieces, language, 0);
  // A little more than is asked for: blocks are cut at lines.
  return generatedSentences(source, 1.02 * bytes);
}

async function readSentences(paths: readonly string[]): Promise<string[]> {
  const sentences: string[] = [];
  for (const path of paths) for (const sentence of sentencesOf(await readText(path))) sentences.push(sentence);
  return sentences;
}
