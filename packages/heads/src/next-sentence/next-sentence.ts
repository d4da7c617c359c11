import { input, type Tensor } from '@bertkit/graph';
import {
  affine,
  type BertConfig,
  type EncoderContext,
  encoderParameters,
  linearParameters,
  type ParameterSpec,
  pooler,
} from '@bertkit/model';
import { firstHidden } from '../first-hidden.js';
import type { TrainableHead } from '../head.js';
import { encoderInputs, inputNames } from '../inputs.js';
import { crossEntropyLoss } from '../loss.js';

/** `cls.seq_relationship…` */
export function nextSentenceParameters(config: BertConfig): ParameterSpec[] {
  return linearParameters(config, 'cls.seq_relationship', { from: 'hiddenSize', to: 2 });
}

/**
 * Next-sentence logits: f32 [B, 2], index 0 = B follows A, 1 = B is from elsewhere.
 *
 * @param first  the first tokens' last hidden state, f32 [B, H]
 * @see Devlin et al. 2019, section 3.1; `BertOnlyNSPHead` in HF transformers
 */
export function nextSentenceLogits(first: Tensor, context: EncoderContext): Tensor {
  return context.kernels.linear(pooler(first, context), affine(context.parameters, 'cls.seq_relationship'));
}

/** Next sentence alone. */
export const nextSentenceHead: TrainableHead = {
  architecture: 'BertForNextSentencePrediction',

  parameters: (config) => [...encoderParameters(config, { pooler: true }), ...nextSentenceParameters(config)],

  /** `logits`: f32 [B, 2] */
  outputs: (inputs, context) => ({ logits: nextSentenceLogits(firstHidden(inputs, context), context) }),

  losses(context, { batchSize, sequenceLength }) {
    const first = firstHidden(encoderInputs(batchSize, sequenceLength), context);
    return { nextSentence: crossEntropyLoss(nextSentenceLogits(first, context), nextSentenceLabels(batchSize)) };
  },
};

/** i32 [B]: 0 where B follows A, 1 where it does not, -100 for a row that does not count. */
export function nextSentenceLabels(batchSize: number): Tensor {
  return input(inputNames.nextSentenceLabels, 'int32', [batchSize]);
}
