/** A pre-training step, as each peer is told of it. */
export interface TrainingSettings {
  /** L */
  readonly layers: number;
  /** H */
  readonly hiddenSize: number;
  /** A */
  readonly heads: number;
  /** I */
  readonly intermediateSize: number;
  /** V */
  readonly vocabSize: number;
  /** B */
  readonly batchSize: number;
  /** S */
  readonly sequenceLength: number;
  /** P */
  readonly maskedPerSequence: number;
  /** Of hidden states and of attention probabilities. */
  readonly dropout: number;
  readonly threads: number;
}

/** BERT-mini with the vocabulary of `bert-base-uncased`. */
export const miniSettings: TrainingSettings = {
  layers: 4,
  hiddenSize: 256,
  heads: 4,
  intermediateSize: 1024,
  vocabSize: 30_522,
  batchSize: 32,
  sequenceLength: 128,
  maskedPerSequence: 20,
  dropout: 0.1,
  threads: 2,
};
