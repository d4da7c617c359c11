export type { PretrainingBatch } from './build-batch.js';
export {
  type Corpus,
  type CorpusProgress,
  type CreateCorpusOptions,
  countCorpus,
  createCorpus,
} from './corpus.js';
export { corpusFingerprint } from './corpus-fingerprint.js';
export {
  CorpusTooLargeError,
  CorpusTooSmallError,
  EmptyCorpusError,
  MaskingOptionError,
  TokenIdError,
} from './errors.js';
export { createMasker, type Masker, type MaskerOptions, type SpecialTokens } from './masker.js';
export { type NextSentencePairsOptions, nextSentencePairs, type SentencePairs } from './next-sentence-pairs.js';
export {
  evaluationBatches,
  type PretrainingOptions,
  type PretrainingState,
  pretrainingBatches,
  type TrainingBatch,
} from './pretraining-batches.js';
export {
  type Document,
  type Layout,
  type LayoutDecision,
  type ReadDocumentsOptions,
  readDocuments,
} from './read-documents.js';
export { type SplitCorpusOptions, splitCorpus } from './split-corpus.js';
export { splitSentences } from './split-sentences.js';
export { unigramBaseline } from './unigram-baseline.js';
