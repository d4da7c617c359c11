import { readFile } from 'node:fs/promises';
import { planBatches } from '@bertkit/heads';
import { Random } from '@bertkit/random';
import { createNodeFiles } from '@bertkit/runtime-node';
import { createTokenizer, loadTokenizer, parseVocabulary, type Tokenizer } from '@bertkit/tokenizer';
import type { BenchmarkFlag } from '../benchmark.js';
import { UsageError } from '../errors.js';
import { readText } from '../text/files.js';
import { createSentenceSource, generatedSentences, generatedVocabulary } from '../text/generated.js';
import { sentencesOf } from '../text/sentences.js';
import { pickSentences, textOfTokens } from './sentences.js';
import type { EncoderBatches, TokenBatch } from './settings.js';

/** What all contestants work on. */
export interface Corpus {
  readonly vocabulary: readonly string[];
  /** Of mixed length, in the order of the text. */
  readonly sentences: readonly string[];
  /** Of all sentences, special tokens included. */
  readonly tokenCount: number;
  /** Single texts, by how many tokens they have. */
  readonly texts: Readonly<Record<number, string>>;
  /** The same sentences, put together by length. */
  readonly batches: EncoderBatches;
  /** For people. */
  readonly description: string;
}

export const corpusFlags: Readonly<Record<string, BenchmarkFlag>> = {
  text: {
    kind: 'files',
    description: 'what the sentences are taken from, plain or gzipped. Default: generated English',
  },
  vocab: { kind: 'file', description: 'the vocab.txt that fits the text, of lower case, where no --model has one' },
  model: { kind: 'file', description: "a sentence model's directory of MiniLM's size. Default: random weights" },
  sentences: { kind: 'number', description: 'how many sentences. Default: 512' },
};

const usualCount = 512;
/** Of single texts. */
const textSizes = [8, 16, 32];
const generatedBytes = 200_000;
export const blockShape = [8, 128] as const;

/** @throws {UsageError} an option lacks another one, or the text is too small */
export async function prepareCorpus(given: Readonly<Record<string, readonly string[]>>): Promise<Corpus> {
  const [modelPath, vocabPath, textPaths] = [given['model']?.[0], given['vocab']?.[0], given['text']];
  if (textPaths !== undefined && modelPath === undefined && vocabPath === undefined) {
    throw new UsageError('--text needs --vocab or --model: the vocabulary to encode it with.');
  }
  const tokenizer = await tokenizerOf(modelPath, vocabPath);
  const { vocabulary } = tokenizer.definition;
  const source = () => createSentenceSource(vocabulary, 'en', 0);
  const all =
    textPaths === undefined
      ? generatedSentences(source(), generatedBytes)
      : (await Promise.all(textPaths.map(readText))).flatMap(sentencesOf);
  const tokenCount = (sentence: string) => encodeWhole(tokenizer, sentence).length;
  const sentences = pickSentences(all, tokenCount, Number(given['sentences']?.[0] ?? usualCount));
  const lengths = sentences.map(tokenCount);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const kind = textPaths === undefined ? 'generated sentences' : 'sentences';
  const mean = (total / sentences.length).toFixed(1);
  return {
    vocabulary,
    sentences,
    tokenCount: total,
    texts: Object.fromEntries(textSizes.map((size) => [size, textOfTokens(all, tokenCount, size)])),
    batches: batchesOf(sentences, tokenizer),
    description: `${sentences.length} ${kind} of ${Math.min(...lengths)} to ${Math.max(...lengths)} tokens, ${mean} on average`,
  };
}

async function tokenizerOf(modelPath: string | undefined, vocabPath: string | undefined): Promise<Tokenizer> {
  if (modelPath !== undefined) return loadTokenizer(createNodeFiles(modelPath));
  const vocabulary =
    vocabPath === undefined ? generatedVocabulary('en') : parseVocabulary(await readFile(vocabPath, 'utf8'));
  return createTokenizer({ vocabulary, lowercase: true });
}

/** Neither cut nor padded, whatever the model's files say. */
function encodeWhole(tokenizer: Tokenizer, sentence: string): Int32Array {
  return tokenizer.encode(sentence, { padding: false, truncation: false }).inputIds;
}

function batchesOf(sentences: readonly string[], tokenizer: Tokenizer): EncoderBatches {
  const rows = sentences.map((sentence) => [...encodeWhole(tokenizer, sentence)]);
  const plan = planBatches(rows.map(({ length }) => length));
  return {
    sentences: plan.map((indices) => tokenBatch(indices.map((index) => rows[index] ?? []))),
    block: tokenBatch(randomRows(tokenizer.vocabularySize)),
  };
}

/** Rows as they are, the shorter ones padded at their end. */
export function tokenBatch(rows: readonly (readonly number[])[]): TokenBatch {
  const width = Math.max(...rows.map(({ length }) => length));
  const padded = (row: readonly number[]) => [...row, ...new Array<number>(width - row.length).fill(0)];
  return {
    shape: [rows.length, width],
    inputIds: rows.flatMap(padded),
    attentionMask: rows.flatMap((row) => padded(row.map(() => 1))),
  };
}

function randomRows(vocabularySize: number): number[][] {
  const random = new Random(0, 'block');
  const [rowCount, width] = blockShape;
  return Array.from({ length: rowCount }, () => Array.from({ length: width }, () => random.below(vocabularySize)));
}
