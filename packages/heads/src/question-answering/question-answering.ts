import { gather, reshape, scalar, sizeOf, transpose } from '@bertkit/graph';
import { affine, encoder, encoderParameters, linearParameters } from '@bertkit/model';
import type { Head } from '../head.js';

/**
 * Where an answer starts, and where it ends: a logit of each for every token.
 *
 * @see Devlin et al. 2019, section 4.2; `BertForQuestionAnswering` in HF transformers
 */
export const questionAnsweringHead: Head = {
  architecture: 'BertForQuestionAnswering',

  parameters: (config) => [
    ...encoderParameters(config, { pooler: false }),
    ...linearParameters(config, 'qa_outputs', { from: 'hiddenSize', to: 2 }),
  ],

  /** `start_logits` and `end_logits`: f32 [B, S] */
  outputs(inputs, context) {
    const { attentionMask } = inputs;
    const logits = context.kernels.linear(encoder(inputs, context), affine(context.parameters, 'qa_outputs')); // [N, 2]
    const sizes = [2, sizeOf(attentionMask, 0), sizeOf(attentionMask, 1)];
    const both = reshape(transpose(logits, [1, 0]), sizes); // [2, B, S]
    return { start_logits: gather(both, scalar(0, 'int32')), end_logits: gather(both, scalar(1, 'int32')) };
  },
};
