import type { BertConfig } from '@bertkit/model';
import type { Tokenizer } from '@bertkit/tokenizer';
import { ModelFilesError } from './errors.js';

/**
 * Refuses a tokenizer that makes ids for which a model has no row.
 *
 * @param location  where both come from, for the message
 * @throws {ModelFilesError}
 */
export function checkVocabulary({ vocabularySize }: Tokenizer, { vocabSize }: BertConfig, location: string): void {
  if (vocabularySize <= vocabSize) return;
  const found = `the vocabulary has ${vocabularySize} pieces, but vocab_size in config.json is ${vocabSize}`;
  throw new ModelFilesError(`The files in ${location} do not belong together: ${found}.`);
}
