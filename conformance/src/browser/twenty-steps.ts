import { createConfig } from '@bertkit/model';
import { createMemoryFiles, type Runtime } from '@bertkit/runtime';
import { createTokenizer, trainWordPiece } from '@bertkit/tokenizer';
import { pretrain } from '@bertkit/training';
import { madeDocuments } from '../made-text.js';

/** The loss of each of twenty steps of pre-training, dropout on: a function of nothing but the runtime's arithmetic. */
export async function lossesOfTwentySteps(runtime: Runtime): Promise<number[]> {
  const documents = madeDocuments(40, 7);
  const vocabulary = await trainWordPiece(documents.flat(), { vocabularySize: 400 });
  const losses: number[] = [];
  await pretrain({
    runtime,
    output: createMemoryFiles(),
    tokenizer: createTokenizer({ vocabulary }),
    documents,
    config: {
      ...createConfig('tiny', { vocabSize: vocabulary.length }),
      hiddenSize: 32,
      numHiddenLayers: 2,
      numAttentionHeads: 2,
      intermediateSize: 64,
      maxPositionEmbeddings: 32,
    },
    steps: 20,
    batchSize: 8,
    sequenceLength: 32,
    learningRate: 5e-3,
    heldOutShare: 0.1,
    seed: 3,
    onProgress: (event) => {
      if (event.kind === 'step') losses.push(event.maskedLm.loss + event.nextSentence.loss);
    },
  });
  return losses;
}
