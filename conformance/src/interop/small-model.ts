import { createConfig } from '@bertkit/model';
import type { Runtime } from '@bertkit/runtime';
import { createTokenizer, trainWordPiece } from '@bertkit/tokenizer';
import { pretrain } from '@bertkit/training';
import { madeDocuments } from '../made-text.js';

/** Tokens that the small model takes. */
export const maxPositions = 64;

/**
 * Makes a small BERT the way anybody would: a vocabulary, a few steps of pre-training, and the files that come of it.
 *
 * @param directory  for `model.safetensors`, `config.json`, `vocab.txt`, `tokenizer_config.json`
 * @param texts      that the vocabulary is to know too
 */
export async function makeSmallModel(runtime: Runtime, directory: string, texts: readonly string[]): Promise<void> {
  const documents = madeDocuments(60, 1);
  const vocabulary = await trainWordPiece([...documents.flat(), ...texts], {
    vocabularySize: 4000,
    limitAlphabet: 3000,
    lowercase: true,
  });
  await pretrain({
    runtime,
    output: runtime.open(directory),
    tokenizer: createTokenizer({ vocabulary, lowercase: true, modelMaxLength: maxPositions }),
    documents,
    config: {
      ...createConfig('tiny', { vocabSize: vocabulary.length }),
      hiddenSize: 32,
      numHiddenLayers: 2,
      numAttentionHeads: 2,
      intermediateSize: 64,
      maxPositionEmbeddings: maxPositions,
    },
    steps: 8,
    batchSize: 8,
    sequenceLength: maxPositions,
    learningRate: 1e-3,
    heldOutShare: 0.1,
  });
}
