import { type BatchShape, pretrainingBatch } from '@bertkit/heads';
import {
  type Corpus,
  countCorpus,
  evaluationBatches,
  type PretrainingOptions,
  type PretrainingState,
  pretrainingBatches,
  splitCorpus,
  unigramBaseline,
} from '@bertkit/masking';
import type { Tokenizer } from '@bertkit/tokenizer';
import type { PretrainSettings } from './pretrain-settings.js';

const maskProbability = 0.15; // Devlin et al. 2019, section 3.1

/** The text in two parts, and the batches of each. */
export function preparePretrainingData(corpus: Corpus, tokenizer: Tokenizer, settings: PretrainSettings) {
  const { batchSize, sequenceLength, seed } = settings;
  const { training, heldOut } = splitCorpus(corpus, { share: settings.heldOutShare, seed });
  const predictionsPerSequence = Math.ceil(sequenceLength * maskProbability);
  const shape: BatchShape = { batchSize, sequenceLength, predictionsPerSequence };
  const { clsId, sepId, maskId, padId, unkId, vocabularySize } = tokenizer;
  const vocabulary = { clsId, sepId, maskId, padId, vocabularySize, specialIds: [padId, unkId, clsId, sepId, maskId] };
  const options: PretrainingOptions = {
    vocabulary,
    batchSize,
    maxSequenceLength: sequenceLength,
    maskProbability,
    maxPredictionsPerSequence: predictionsPerSequence,
    seed,
  };
  const held = evaluationBatches(heldOut, options).slice(0, Math.ceil(settings.evaluationSequences / batchSize));
  return {
    shape,
    trainingTokens: countCorpus(training).tokenCount,
    heldOutTokens: countCorpus(heldOut).tokenCount,
    unigramBaseline: unigramBaseline(training, held, vocabulary),
    nextSentenceBaseline: majorityShare(held.flatMap(({ nextSentenceLabel }) => [...nextSentenceLabel])),
    evaluation: () => held.map((batch) => pretrainingBatch(batch, shape)),
    *training(from: PretrainingState, onState: (state: PretrainingState) => void) {
      for (const batch of pretrainingBatches(training, options, from)) {
        onState(batch.state);
        yield pretrainingBatch(batch, shape);
      }
    },
  };
}

/** The share of the more frequent of two labels, 0 and 1; others do not count. */
function majorityShare(labels: readonly number[]): number {
  const [zeros, ones] = [0, 1].map((label) => labels.filter((other) => other === label).length);
  return Math.max(zeros ?? 0, ones ?? 0) / ((zeros ?? 0) + (ones ?? 0));
}
