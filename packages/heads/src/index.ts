export { type BatchOptions, defaultMaxTokens, planBatches } from './batches.js';
export { encoderHead } from './encoder/encoder-head.js';
export { hasPooler } from './encoder/has-pooler.js';
export { ExportError, KernelSetError, SentenceSettingsError } from './errors.js';
export {
  type ExportedModel,
  type ExportModelOptions,
  type ExportProgress,
  exportModel,
} from './export-model.js';
export type { BatchShape, Head, TrainableHead, TrainingBatch } from './head.js';
export { type EncoderInputsOptions, encoderInputs, exportedInputs, inputNames } from './inputs.js';
export { type LoadModelOptions, loadModel, type Model } from './load-model.js';
export { crossEntropyLoss, type Loss } from './loss.js';
export { blankPositions, blanksFeeds, type Prediction, topPredictions } from './masked-lm/blanks.js';
export { maskedLmHead, maskedLmLogits, maskedLmParameters } from './masked-lm/masked-lm.js';
export { maskedWordsHead } from './masked-lm/masked-words.js';
export { kernelSets, type MakeKernels, modelGraph } from './model-graph.js';
export { multipleChoiceHead } from './multiple-choice/multiple-choice.js';
export { nextSentenceHead, nextSentenceLogits, nextSentenceParameters } from './next-sentence/next-sentence.js';
export { type PretrainingArrays, pretrainingBatch } from './pretraining/batch.js';
export { pretrainingHead } from './pretraining/pretraining.js';
export { questionAnsweringHead } from './question-answering/question-answering.js';
export { type BatchResult, batchFeeds, type RunBatchesOptions, runBatches } from './run-batches.js';
export { loadSentenceSettings } from './sentence-embedding/load-settings.js';
export { sentenceEmbeddingHead } from './sentence-embedding/sentence-embedding.js';
export {
  type Pooling,
  poolings,
  type SentenceSettings,
  type Similarity,
  similarities,
} from './sentence-embedding/settings.js';
export { sequenceClassificationHead } from './sequence-classification/sequence-classification.js';
export { sequences } from './sequences.js';
export { tokenClassificationHead } from './token-classification/token-classification.js';
