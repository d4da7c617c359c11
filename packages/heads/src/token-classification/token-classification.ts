import { affine, encoder, encoderParameters, linearParameters } from '@bertkit/model';
import type { Head } from '../head.js';
import { sequences } from '../sequences.js';

/**
 * A label for each token. L is how many labels `config.json` names, 2 where it names none.
 *
 * @see Devlin et al. 2019, section 5.3; `BertForTokenClassification` in HF transformers
 */
export const tokenClassificationHead: Head = {
  architecture: 'BertForTokenClassification',

  parameters: (config) => [
    ...encoderParameters(config, { pooler: false }),
    ...linearParameters(config, 'classifier', { from: 'hiddenSize', to: 'numLabels' }),
  ],

  /** `logits`: f32 [B, S, L] */
  outputs(inputs, context) {
    const logits = context.kernels.linear(encoder(inputs, context), affine(context.parameters, 'classifier')); // [N, L]
    return { logits: sequences(logits, inputs.attentionMask) };
  },
};
