import { input } from '@bertkit/graph';
import { encoderParameters } from '@bertkit/model';
import type { Head } from '../head.js';
import { inputNames } from '../inputs.js';
import { pool } from './pool.js';
import type { SentenceSettings } from './settings.js';
import { unitRows } from './unit-rows.js';

/**
 * One vector for a text: `sentence_embedding`, f32 [B, E], where E is H for each pooling.
 *
 * Where prompts are left out of pooling, the model has one more input: `pooling_mask` [B, S], of the attention mask's
 * dtype, which is the attention mask with 0 for the tokens of the prompt too.
 *
 * @see Reimers & Gurevych 2019, "Sentence-BERT"; `Pooling` and `Normalize` of sentence-transformers
 */
export function sentenceEmbeddingHead({
  pooling,
  normalize,
  includePrompt,
}: Pick<SentenceSettings, 'pooling' | 'normalize' | 'includePrompt'>): Head {
  return {
    architecture: 'BertModel',

    parameters: (config) => encoderParameters(config, { pooler: false }),

    outputs(inputs, context) {
      const { attentionMask } = inputs;
      const poolingMask = includePrompt
        ? attentionMask
        : input(inputNames.poolingMask, attentionMask.dtype, attentionMask.shape);
      const embedding = pool(pooling, inputs, poolingMask, context);
      return { sentence_embedding: normalize ? unitRows(embedding) : embedding };
    },
  };
}
