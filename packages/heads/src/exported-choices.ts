import { input, reshape, sizeOf, type Tensor } from '@bertkit/graph';
import type { EncoderInputs } from '@bertkit/model';
import type { Head } from './head.js';
import { inputNames } from './inputs.js';

/** As transformers feeds multiple choice: int64 [batch, choices, sequence]. */
export function choicesInputs(): EncoderInputs {
  const tokens = (name: string) => input(name, 'int64', ['batch', 'choices', 'sequence']);
  return {
    inputIds: tokens(inputNames.inputIds),
    attentionMask: tokens(inputNames.attentionMask),
    tokenTypeIds: tokens(inputNames.tokenTypeIds),
  };
}

/** A head of {@link choicesInputs}: its logits of all sequences, f32 [B·K, 1], stand side by side, [B, K]. */
export function choicesAside(head: Head): Head {
  return {
    ...head,
    outputs(inputs, context) {
      const { attentionMask } = inputs;
      const rows = Object.fromEntries(Object.entries(inputs).map(([name, tensor]) => [name, asRows(tensor)]));
      const outputs = head.outputs(rows as unknown as EncoderInputs, context); // the same inputs
      const choices = [sizeOf(attentionMask, 0), sizeOf(attentionMask, 1)];
      return Object.fromEntries(Object.entries(outputs).map(([name, rows]) => [name, reshape(rows, choices)]));
    },
  };
}

/** [B, K, S] → [B·K, S] */
function asRows(tokens: Tensor): Tensor {
  return reshape(tokens, [-1, sizeOf(tokens, 2)]);
}
