import { type BatchRecipe, buildBatch, type Instance, type PretrainingBatch } from './build-batch.js';
import { checkProbability, checkWhole } from './check-option.js';
import type { Corpus } from './corpus.js';
import { MaskingOptionError } from './errors.js';
import { createMasker, type SpecialTokens } from './masker.js';
import { nextSentencePairs } from './next-sentence-pairs.js';

export interface PretrainingOptions {
  vocabulary: SpecialTokens;
  /** B. */
  batchSize: number;
  /** S: of [CLS] A [SEP] B [SEP], from 5 to 65 535. */
  maxSequenceLength: number;
  /** Which part of the tokens is predicted. Default: 0.15. */
  maskProbability?: number;
  /** M / B. Default: `ceil(maxSequenceLength * maskProbability)`, such as 20 of 128. */
  maxPredictionsPerSequence?: number;
  /** How often a document aims at a shorter length, see `nextSentencePairs`. Default: 0.1. */
  shortSequenceProbability?: number;
  seed: number;
}

/** Where a run stands in its data: plain numbers, to be kept in a checkpoint. */
export interface PretrainingState {
  /** How often the whole corpus has been gone through. */
  readonly pass: number;
  /** How many instances of this pass are done. */
  readonly position: number;
}

/** A batch to train on, and where the run stands after it. */
export interface TrainingBatch extends PretrainingBatch {
  readonly state: PretrainingState;
}

/**
 * Batches to train on, without end: pass after pass over the corpus, each with other pairs, another order and other
 * masks ("dynamic masking"). A batch that a pass cannot fill is filled from the next pass, so no instance is lost.
 *
 * Every number is a function of corpus, options and state: from the `state` of a batch on, the batches are those that
 * would have followed. Each batch has arrays of its own. The first batch of a pass takes as long as making its pairs,
 * about a second for a million.
 *
 * @param state  where to begin. Default: the beginning.
 * @throws {MaskingOptionError} for options that mean nothing, and (at the first batch) for a state beyond its pass
 *
 * @example
 * for (const batch of pretrainingBatches(corpus, options, checkpoint.state)) {
 *   …
 *   checkpoint.state = batch.state;
 * }
 */
export function pretrainingBatches(
  corpus: Corpus,
  options: PretrainingOptions,
  state: PretrainingState = { pass: 0, position: 0 },
): Generator<TrainingBatch, never, void> {
  checkWhole('state.pass', state.pass, 0);
  checkWhole('state.position', state.position, 0);
  return generate(corpus, options, createRecipe(options), state);
}

function* generate(
  corpus: Corpus,
  options: PretrainingOptions,
  recipe: BatchRecipe,
  { pass, position }: PretrainingState,
): Generator<TrainingBatch, never, void> {
  let pairs = nextSentencePairs(corpus, { ...options, pass });
  if (position > pairs.count) {
    const expected = `pass ${pass} has ${pairs.count} instances: the corpus or the options are not those of the run to go on with`;
    throw new MaskingOptionError({ option: 'state.position', value: position, expected });
  }
  for (;;) {
    const instances: Instance[] = [];
    while (instances.length < options.batchSize) {
      if (position === pairs.count) {
        pass++;
        position = 0;
        pairs = nextSentencePairs(corpus, { ...options, pass });
      }
      instances.push({ pass, pairs, index: position++ });
    }
    yield { ...buildBatch(corpus, instances, recipe), state: { pass, position } };
  }
}

/**
 * Batches to evaluate on: one pass, with the same pairs and masks every time. They are in random order, so the first few
 * are a fair sample. The last one is filled up with rows of padding, which no label counts.
 *
 * @param corpus  what was held out, see `splitCorpus`
 */
export function evaluationBatches(corpus: Corpus, options: PretrainingOptions): PretrainingBatch[] {
  const recipe = createRecipe(options);
  const pass = 'evaluation';
  const pairs = nextSentencePairs(corpus, { ...options, pass });
  return Array.from({ length: Math.ceil(pairs.count / options.batchSize) }, (_, batch) => {
    const first = batch * options.batchSize;
    const count = Math.min(options.batchSize, pairs.count - first);
    const instances = Array.from({ length: count }, (_, row): Instance => ({ pass, pairs, index: first + row }));
    return buildBatch(corpus, instances, recipe);
  });
}

function createRecipe(options: PretrainingOptions): BatchRecipe {
  const { vocabulary, batchSize, maxSequenceLength, maskProbability = 0.15, seed } = options;
  checkWhole('batchSize', batchSize, 1);
  checkWhole('maxSequenceLength', maxSequenceLength, 5, 65_535);
  checkProbability('maskProbability', maskProbability);
  checkProbability('shortSequenceProbability', options.shortSequenceProbability ?? 0.1);
  const { maxPredictionsPerSequence = Math.max(1, Math.ceil(maxSequenceLength * maskProbability)) } = options;
  checkWhole('maxPredictionsPerSequence', maxPredictionsPerSequence, 1, maxSequenceLength);
  const mask = createMasker(vocabulary, { maskProbability, maxPredictions: maxPredictionsPerSequence });
  return { vocabulary, batchSize, maxSequenceLength, maxPredictionsPerSequence, mask, seed };
}
