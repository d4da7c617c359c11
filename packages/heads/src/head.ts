import type { Tensor } from '@bertkit/graph';
import type { BertArchitecture, BertConfig, EncoderContext, EncoderInputs, ParameterSpec } from '@bertkit/model';
import type { TensorData } from '@bertkit/runtime';
import type { Loss } from './loss.js';

/** The sizes of a training batch, the same for a whole run. */
export interface BatchShape {
  /** B */
  readonly batchSize: number;
  /** S */
  readonly sequenceLength: number;
  /** P: how many masked tokens a sequence has room for. */
  readonly predictionsPerSequence: number;
}

/** A batch as a training graph takes it. */
export interface TrainingBatch {
  /** A tensor for each of the graph's inputs but parameters and dropout masks. */
  readonly feeds: Readonly<Record<string, TensorData>>;
  /** How many targets each loss has in this batch. */
  readonly targetCounts: Readonly<Record<string, number>>;
  /** Tokens that are not padding. */
  readonly tokenCount: number;
}

/** A task's parameters, and what comes out of its model. */
export interface Head {
  /** The class of transformers that has the same parameters and outputs. */
  readonly architecture: BertArchitecture;
  /** Every parameter of the model, the encoder's first, in the order of transformers. */
  parameters(config: BertConfig): ParameterSpec[];
  /** What comes out, under the names and in the shapes of transformers: `logits`, f32 [B, L]. */
  outputs(inputs: EncoderInputs, context: EncoderContext): Readonly<Record<string, Tensor>>;
}

/** All that training knows of a task. */
export interface TrainableHead extends Head {
  /** The losses of a batch by name; what is trained is the sum of their means. */
  losses(context: EncoderContext, shape: BatchShape): Readonly<Record<string, Loss>>;
}
