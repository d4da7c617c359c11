import { concat, constant, reshape } from '@bertkit/graph';
import { encoder, encoderParameters, firstTokens } from '@bertkit/model';
import type { TrainableHead } from '../head.js';
import { encoderInputs } from '../inputs.js';
import { crossEntropyLoss } from '../loss.js';
import { maskedLmLogits, maskedLmParameters, maskedTokens } from '../masked-lm/masked-lm.js';
import { nextSentenceLabels, nextSentenceLogits, nextSentenceParameters } from '../next-sentence/next-sentence.js';
import { sequences } from '../sequences.js';

/** Masked words and next sentence together: what BERT is pre-trained on (Devlin et al. 2019, section 3.1). */
export const pretrainingHead: TrainableHead = {
  architecture: 'BertForPreTraining',

  parameters: (config) => [
    ...encoderParameters(config, { pooler: true }),
    ...maskedLmParameters(config),
    ...nextSentenceParameters(config),
  ],

  /** `prediction_logits`: f32 [B, S, V]; `seq_relationship_logits`: f32 [B, 2] */
  outputs(inputs, context) {
    const hidden = encoder(inputs, context); // [N, H]
    return {
      prediction_logits: sequences(maskedLmLogits(hidden, context), inputs.attentionMask),
      seq_relationship_logits: nextSentenceLogits(context.kernels.embed(hidden, firstTokens(inputs)), context),
    };
  },

  losses(context, { batchSize, sequenceLength, predictionsPerSequence }) {
    const inputs = encoderInputs(batchSize, sequenceLength);
    const masked = maskedTokens(batchSize, predictionsPerSequence);
    // Of each sequence, two things are read: its first token, and then its masked ones.
    const perSequence = 1 + predictionsPerSequence;
    const first = reshape(firstTokens(inputs), [batchSize, 1]);
    const rows = concat([first, reshape(masked.rows, [batchSize, predictionsPerSequence])], { axis: 1 });
    const hidden = encoder(inputs, context, { rows: reshape(rows, [-1]), perSequence }); // [B·(1+P), H]

    const sequences = Array.from({ length: batchSize }, (_, b) => b * perSequence);
    const predictions = sequences.flatMap((start) =>
      Array.from({ length: predictionsPerSequence }, (_, p) => start + 1 + p),
    );
    const select = (indices: readonly number[]) =>
      context.kernels.embed(hidden, constant(indices, [indices.length], 'int32'));
    return {
      maskedLm: crossEntropyLoss(maskedLmLogits(select(predictions), context), masked.labels),
      nextSentence: crossEntropyLoss(nextSentenceLogits(select(sequences), context), nextSentenceLabels(batchSize)),
    };
  },
};
