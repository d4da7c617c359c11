import { encoder, encoderParameters, firstTokens, pooler } from '@bertkit/model';
import type { Head } from '../head.js';
import { sequences } from '../sequences.js';

/**
 * The encoder alone: what it makes of every token.
 *
 * @param options.pooler  with the pooler. Checkpoints of some heads have none; {@link hasPooler} tells. Default: true
 * @see `BertModel` in HF transformers
 */
export function encoderHead({ pooler: isPooled = true }: { pooler?: boolean } = {}): Head {
  return {
    architecture: 'BertModel',

    parameters: (config) => encoderParameters(config, { pooler: isPooled }),

    /** `last_hidden_state`: f32 [B, S, H]; with the pooler, `pooler_output`: f32 [B, H] */
    outputs(inputs, context) {
      const hidden = encoder(inputs, context); // [N, H]
      const first = context.kernels.embed(hidden, firstTokens(inputs)); // [B, H]
      return {
        last_hidden_state: sequences(hidden, inputs.attentionMask),
        ...(isPooled && { pooler_output: pooler(first, context) }),
      };
    },
  };
}
