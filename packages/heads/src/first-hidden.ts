import type { Tensor } from '@bertkit/graph';
import { type EncoderContext, type EncoderInputs, encoder, firstTokens } from '@bertkit/model';

/** The last hidden state of each sequence's first token, [CLS]: f32 [B, H]. The last layer computes no others. */
export function firstHidden(inputs: EncoderInputs, context: EncoderContext): Tensor {
  return encoder(inputs, context, { rows: firstTokens(inputs), perSequence: 1 });
}
