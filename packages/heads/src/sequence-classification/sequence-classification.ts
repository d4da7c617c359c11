import { affine, encoderParameters, linearParameters, pooler } from '@bertkit/model';
import { firstHidden } from '../first-hidden.js';
import type { Head } from '../head.js';

/**
 * A label for each sequence, several, or a number: which of these is a matter of the loss. L is how many labels
 * `config.json` names, 2 where it names none; a regression has one for each number.
 *
 * @see Devlin et al. 2019, section 4.1; `BertForSequenceClassification` in HF transformers
 */
export const sequenceClassificationHead: Head = {
  architecture: 'BertForSequenceClassification',

  parameters: (config) => [
    ...encoderParameters(config, { pooler: true }),
    ...linearParameters(config, 'classifier', { from: 'hiddenSize', to: 'numLabels' }),
  ],

  /** `logits`: f32 [B, L] */
  outputs(inputs, context) {
    const pooled = pooler(firstHidden(inputs, context), context); // [B, H]
    return { logits: context.kernels.linear(pooled, affine(context.parameters, 'classifier')) };
  },
};
