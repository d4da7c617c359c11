import { pretrainingHead, type TrainingBatch } from '@bertkit/heads';
import { createConfig, initializeParameters } from '@bertkit/model';
import { Random } from '@bertkit/random';
import { createNodeRuntime } from '@bertkit/runtime-node';
import { createTrainee, train } from '@bertkit/training';
import type { TrainingSettings } from './settings.js';

/** bertkit's pre-training step on one random batch, the same every time. */
export interface TrainingStep extends AsyncDisposable {
  /** Dropout masks, forward and backward pass, norm and clipping, AdamW. */
  step(): Promise<{ readonly loss: number }>;
}

export async function createTrainingStep(settings: TrainingSettings): Promise<TrainingStep> {
  const { batchSize, sequenceLength, maskedPerSequence, dropout } = settings;
  const config = createConfig('mini', {
    vocabSize: settings.vocabSize,
    hiddenSize: settings.hiddenSize,
    numHiddenLayers: settings.layers,
    numAttentionHeads: settings.heads,
    intermediateSize: settings.intermediateSize,
    hiddenDropoutProb: dropout,
    attentionProbsDropoutProb: dropout,
    maxPositionEmbeddings: Math.max(512, sequenceLength),
  });
  const runtime = createNodeRuntime({ threads: settings.threads });
  const trainee = await createTrainee(runtime, {
    config,
    head: pretrainingHead,
    shape: { batchSize, sequenceLength, predictionsPerSequence: maskedPerSequence },
    parameters: initializeParameters(pretrainingHead.parameters(config), config, 0),
    seed: 0,
  });
  const steps = train(trainee, repeat(randomBatch(settings)), { schedule: () => 1e-4, maxGradientNorm: 1 });

  return {
    async step() {
      const { value } = await steps.next();
      if (value === undefined) throw new Error('internal: training ended, though its batches do not.');
      return value;
    },
    async [Symbol.asyncDispose]() {
      await steps.return();
      await trainee.dispose();
      await runtime.dispose();
    },
  };
}

/** A batch in the shape of one of text: two segments, no padding, masked positions in order. */
function randomBatch({ vocabSize, batchSize, sequenceLength, maskedPerSequence }: TrainingSettings): TrainingBatch {
  const random = new Random(0, 'batch');
  const tokenCount = batchSize * sequenceLength;
  const maskedCount = batchSize * maskedPerSequence;
  const ids = (count: number) => Int32Array.from({ length: count }, () => random.below(vocabSize));
  const positions = Array.from({ length: batchSize }, (_, b) =>
    random
      .permutation(sequenceLength)
      .subarray(0, maskedPerSequence)
      .sort()
      .map((s) => b * sequenceLength + s),
  );
  const segments = Int32Array.from({ length: tokenCount }, (_, i) => (i % sequenceLength < sequenceLength / 2 ? 0 : 1));
  const labels = Int32Array.from({ length: batchSize }, () => random.below(2));
  const perToken = [batchSize, sequenceLength];
  return {
    feeds: {
      input_ids: { dtype: 'int32', shape: perToken, data: ids(tokenCount) },
      token_type_ids: { dtype: 'int32', shape: perToken, data: segments },
      attention_mask: { dtype: 'uint8', shape: perToken, data: new Uint8Array(tokenCount).fill(1) },
      masked_positions: {
        dtype: 'int32',
        shape: [maskedCount],
        data: Int32Array.from(positions.flatMap((list) => [...list])),
      },
      masked_labels: { dtype: 'int32', shape: [maskedCount], data: ids(maskedCount) },
      next_sentence_labels: { dtype: 'int32', shape: [batchSize], data: labels },
    },
    targetCounts: { maskedLm: maskedCount, nextSentence: batchSize },
    tokenCount,
  };
}

function* repeat<Item>(item: Item): Generator<Item, never, void> {
  for (;;) yield item;
}
