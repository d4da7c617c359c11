import { pretrainingHead } from '@bertkit/heads';
import { createConfig, initializeParameters, type PublishedSize, saveModel } from '@bertkit/model';
import type { Files } from '@bertkit/runtime';
import { createTokenizer, tokenizerFiles } from '@bertkit/tokenizer';

/** Of `bert-base-uncased`. */
const vocabSize = 30522;

/**
 * Writes a BERT of a published size that has learnt nothing: its answers mean nothing, but it takes the time and the
 * memory that a trained one takes. It has both heads of pre-training, a pooler, and a tokenizer.
 *
 * @param options.seed  of the weights
 */
export async function writeRandomCheckpoint(
  files: Files,
  { size, seed }: { size: PublishedSize; seed: number },
): Promise<void> {
  const config = createConfig(size, { vocabSize });
  const parameters = initializeParameters(pretrainingHead.parameters(config), config, seed);
  await saveModel(files, { config, parameters, architecture: pretrainingHead.architecture });
  const tokenizer = createTokenizer({
    vocabulary: madeVocabulary(vocabSize),
    lowercase: true,
    modelMaxLength: config.maxPositionEmbeddings,
  });
  for (const [name, content] of Object.entries(tokenizerFiles(tokenizer))) await files.write(name, content);
}

/**
 * Pieces of one to three letters: English words are cut into about as many as a learnt vocabulary cuts them into, and no
 * letter, digit or mark of ASCII is unknown.
 *
 * @param size  how many; 20 000 or more have all of one and two letters
 */
export function madeVocabulary(size: number): string[] {
  const letters = Array.from('abcdefghijklmnopqrstuvwxyz');
  const joined = (starts: readonly string[]) => starts.flatMap((start) => letters.map((letter) => start + letter));
  const pairs = joined(letters);
  const triples = joined(pairs);
  const digits = Array.from('0123456789');
  const marks = Array.from('!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~');
  const continuing = [...letters, ...digits, ...pairs, ...triples].map((piece) => `##${piece}`);
  const specialTokens = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
  return [...specialTokens, ...marks, ...digits, ...letters, ...pairs, ...triples, ...continuing].slice(0, size);
}
