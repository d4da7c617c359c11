import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BertConfig, encoderParameters, initializeParameters, saveModel } from '@bertkit/model';
import { createNodeFiles } from '@bertkit/runtime-node';
import { createTokenizer, tokenizerFiles } from '@bertkit/tokenizer';

export interface RandomModelOptions {
  readonly config: BertConfig;
  /** In lower case, as that of `bert-base-uncased`. */
  readonly vocabulary: readonly string[];
}

/** How much of a text MiniLM's sentence models read. */
const maxSequenceLength = 256;

/**
 * Writes a sentence model with weights that have not learnt anything, as sentence-transformers keeps one: the mean of the
 * tokens, scaled to length 1. It takes as long as one that has learnt.
 *
 * @param directory  is made
 */
export async function writeRandomModel(directory: string, { config, vocabulary }: RandomModelOptions): Promise<void> {
  const files = createNodeFiles(directory);
  const parameters = initializeParameters(encoderParameters(config, { pooler: true }), config, 0);
  await saveModel(files, { config, parameters, architecture: 'BertModel' });
  const tokenizer = createTokenizer({ vocabulary, lowercase: true });
  for (const [name, content] of Object.entries(tokenizerFiles(tokenizer))) await files.write(name, content);

  const module = (idx: number, path: string, type: string) => {
    return { idx, name: String(idx), path, type: `sentence_transformers.models.${type}` };
  };
  const json = {
    'modules.json': [
      module(0, '', 'Transformer'),
      module(1, '1_Pooling', 'Pooling'),
      module(2, '2_Normalize', 'Normalize'),
    ],
    'sentence_bert_config.json': { max_seq_length: maxSequenceLength, do_lower_case: false },
    '1_Pooling/config.json': {
      word_embedding_dimension: config.hiddenSize,
      pooling_mode_cls_token: false,
      pooling_mode_mean_tokens: true,
      pooling_mode_max_tokens: false,
      pooling_mode_mean_sqrt_len_tokens: false,
    },
  };
  await Promise.all(['1_Pooling', '2_Normalize'].map((folder) => mkdir(join(directory, folder))));
  for (const [name, content] of Object.entries(json)) await writeFile(join(directory, name), JSON.stringify(content));
}
