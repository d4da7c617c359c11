import { input, type Tensor } from '@bertkit/graph';
import {
  affine,
  type BertConfig,
  type EncoderContext,
  encoder,
  encoderParameters,
  layerNormParameters,
  linearParameters,
  type ParameterSpec,
  parameterSpec,
  wordEmbeddings,
} from '@bertkit/model';
import type { TrainableHead } from '../head.js';
import { encoderInputs, inputNames } from '../inputs.js';
import { crossEntropyLoss } from '../loss.js';
import { sequences } from '../sequences.js';

/** `cls.predictions…`; the decoder has a table of its own only where it is not tied to the word embeddings. */
export function maskedLmParameters(config: BertConfig): ParameterSpec[] {
  const head = 'cls.predictions';
  return [
    parameterSpec(config, `${head}.bias`, ['vocabSize'], 'zeros'),
    ...linearParameters(config, `${head}.transform.dense`, { from: 'hiddenSize', to: 'hiddenSize' }),
    ...layerNormParameters(config, `${head}.transform.LayerNorm`),
    ...(config.tieWordEmbeddings
      ? []
      : linearParameters(config, `${head}.decoder`, { from: 'hiddenSize', to: 'vocabSize' })),
  ];
}

/**
 * Masked-LM logits of the tokens given: [M, V] is made, never [B, S, V].
 *
 * @param hidden  their last hidden state, f32 [M, H]
 * @returns       logits before softmax, f32 [M, V]
 * @see Devlin et al. 2019, section 3.1; `BertLMPredictionHead` in HF transformers
 */
export function maskedLmLogits(hidden: Tensor, { config, kernels, parameters }: EncoderContext): Tensor {
  const projected = kernels.linear(hidden, affine(parameters, 'cls.predictions.transform.dense')); // [M, H]
  const activated = kernels.activation(projected, config.hiddenAct);
  const normed = kernels.layerNorm(
    activated,
    affine(parameters, 'cls.predictions.transform.LayerNorm'),
    config.layerNormEps,
  );
  // Tied, the decoder is the word table itself and only the bias is its own. Untied, `cls.predictions.bias` is unused.
  const decoder = config.tieWordEmbeddings
    ? { weight: parameters(wordEmbeddings), bias: parameters('cls.predictions.bias') }
    : affine(parameters, 'cls.predictions.decoder');
  return kernels.linear(normed, decoder); // [M, V]
}

/** Masked words alone. */
export const maskedLmHead: TrainableHead = {
  architecture: 'BertForMaskedLM',

  parameters: (config) => [...encoderParameters(config, { pooler: false }), ...maskedLmParameters(config)],

  /** `logits`: f32 [B, S, V] */
  outputs(inputs, context) {
    const logits = maskedLmLogits(encoder(inputs, context), context); // [N, V]
    return { logits: sequences(logits, inputs.attentionMask) };
  },

  losses(context, { batchSize, sequenceLength, predictionsPerSequence }) {
    const { rows, labels } = maskedTokens(batchSize, predictionsPerSequence);
    const hidden = encoder(encoderInputs(batchSize, sequenceLength), context, {
      rows,
      perSequence: predictionsPerSequence,
    });
    return { maskedLm: crossEntropyLoss(maskedLmLogits(hidden, context), labels) };
  },
};

/** The masked tokens of a training batch: row `b * S + s` of each and its label, -100 in slots not used; i32 [B·P]. */
export function maskedTokens(batchSize: number, predictionsPerSequence: number): { rows: Tensor; labels: Tensor } {
  const shape = [batchSize * predictionsPerSequence];
  return {
    rows: input(inputNames.maskedPositions, 'int32', shape),
    labels: input(inputNames.maskedLabels, 'int32', shape),
  };
}
