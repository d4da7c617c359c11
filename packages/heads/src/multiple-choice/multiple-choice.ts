import { affine, encoderParameters, linearParameters, pooler } from '@bertkit/model';
import { firstHidden } from '../first-hidden.js';
import type { Head } from '../head.js';

/**
 * A number for each sequence that joins a question with one of its choices: the most probable choice has the largest.
 *
 * transformers takes sequences as [B, K, S], K choices for each question, and gives [B, K]. Here they are rows of one
 * batch, [B·K, S], so that questions may have different numbers of choices and like lengths go together.
 *
 * @see Zellers et al. 2018, "SWAG"; Devlin et al. 2019, section 4.4; `BertForMultipleChoice` in HF transformers
 */
export const multipleChoiceHead: Head = {
  architecture: 'BertForMultipleChoice',

  parameters: (config) => [
    ...encoderParameters(config, { pooler: true }),
    ...linearParameters(config, 'classifier', { from: 'hiddenSize', to: 1 }),
  ],

  /** `logits`: f32 [B·K, 1] */
  outputs(inputs, context) {
    const pooled = pooler(firstHidden(inputs, context), context); // [B·K, H]
    return { logits: context.kernels.linear(pooled, affine(context.parameters, 'classifier')) };
  },
};
