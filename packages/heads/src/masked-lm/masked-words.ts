import { input, reshape, sizeOf } from '@bertkit/graph';
import { encoder } from '@bertkit/model';
import type { Head } from '../head.js';
import { inputNames } from '../inputs.js';
import { maskedLmHead, maskedLmLogits } from './masked-lm.js';

/**
 * A masked-LM model that answers for some of the tokens: those in one more input, `masked_positions`, int32 [B, M], which
 * are rows `b * S + s` of the batch's tokens, as many in each sequence. Logits of a whole vocabulary for every token
 * would be far larger.
 */
export const maskedWordsHead: Head = {
  architecture: maskedLmHead.architecture,

  parameters: maskedLmHead.parameters,

  /** `logits`: f32 [B·M, V], in the order of `masked_positions` */
  outputs(inputs, context) {
    const [batchSize = 'batch'] = inputs.attentionMask.shape;
    const positions = input(inputNames.maskedPositions, 'int32', [batchSize, 'masked']);
    const read = { rows: reshape(positions, [-1]), perSequence: sizeOf(positions, 1) };
    return { logits: maskedLmLogits(encoder(inputs, context, read), context) };
  },
};
