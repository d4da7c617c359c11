import { loadConfig } from '@bertkit/model';
import type { Files } from '@bertkit/runtime';
import { SentenceSettingsError } from '../errors.js';
import { readModules } from './read-modules.js';
import { readPooling } from './read-pooling.js';
import { noPrompts, readPrompts } from './read-prompts.js';
import { type SentenceSettings, similarities } from './settings.js';
import { field, flag, type Kind, oneOf, readSettingsFile } from './settings-file.js';

/**
 * Reads how a directory's model makes embeddings: `modules.json`, `config.json` of the pooling it names,
 * `config_sentence_transformers.json`, `sentence_bert_config.json`.
 *
 * A directory without `modules.json` holds a BERT that is no sentence model yet: as in sentence-transformers, its
 * embeddings are the means of all tokens, and there are no prompts.
 *
 * @throws {SentenceSettingsError} a file is not sound, or asks for what bertkit does not have: a `Dense` module, …
 * @throws {ConfigError | CheckpointFilesError} as {@link loadConfig}
 */
export async function loadSentenceSettings(files: Files): Promise<SentenceSettings> {
  const { maxPositionEmbeddings } = await loadConfig(files);
  const tokenizer = await readSettingsFile(files, 'tokenizer_config.json');
  const tokenizerLength = field(tokenizer, 'model_max_length', length, Number.POSITIVE_INFINITY);
  const modules = await readSettingsFile(files, 'modules.json');
  if (modules === undefined) {
    return {
      ...noPrompts,
      pooling: ['mean'],
      normalize: false,
      includePrompt: true,
      similarity: 'cosine',
      maxSequenceLength: Math.min(tokenizerLength, maxPositionEmbeddings),
      doLowerCase: false,
    };
  }
  const { poolingFolder, normalize } = readModules(modules);
  const pooling = await readSettingsFile(files, `${poolingFolder}/config.json`);
  if (pooling === undefined) {
    throw new SentenceSettingsError(
      `${files.location} has no ${poolingFolder}/config.json, which modules.json asks for.`,
    );
  }
  const main = await readSettingsFile(files, 'config_sentence_transformers.json');
  const bert = await readSettingsFile(files, 'sentence_bert_config.json');
  field(bert, 'transformer_task', oneOf(['feature-extraction']), undefined); // with another head it gives other vectors
  return {
    ...readPooling(pooling),
    normalize,
    ...readPrompts(main),
    similarity: field(main, 'similarity_fn_name', oneOf(similarities), 'cosine'),
    // The reference takes more than there are positions, and fails on the first text that has more.
    maxSequenceLength: Math.min(field(bert, 'max_seq_length', length, tokenizerLength), maxPositionEmbeddings),
    doLowerCase: field(bert, 'do_lower_case', flag, false),
  };
}

/** Hugging Face writes 1e30 for "no limit". */
const length: Kind<number> = {
  parse: (stored) => (Number.isInteger(stored) && Number(stored) > 0 ? Number(stored) : undefined),
  expected: 'a whole number above 0',
};
