export type { BatchShape, TrainableHead, TrainingBatch } from './head.js';
export { encoderInputs, inputNames } from './inputs.js';
export { crossEntropyLoss, type Loss } from './loss.js';
export {
  blankPositions,
  blanksFeeds,
  type InferenceModel,
  maskedLmModel,
  type Prediction,
  topPredictions,
} from './masked-lm/blanks.js';
export { maskedLmHead, maskedLmLogits, maskedLmParameters } from './masked-lm/masked-lm.js';
export { nextSentenceHead, nextSentenceLogits, nextSentenceParameters } from './next-sentence/next-sentence.js';
export { type PretrainingArrays, pretrainingBatch } from './pretraining/batch.js';
export { pretrainingHead } from './pretraining/pretraining.js';
