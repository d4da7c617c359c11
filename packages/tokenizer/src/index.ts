export { codePointOffsets } from './code-point-offsets.js';
export type { Encoding, PaddingOptions } from './encoding.js';
export { TokenizerFilesError, TokenizerOptionError, TruncationError, VocabularyError } from './errors.js';
export { loadTokenizer, type TokenizerSource, tokenizerFiles } from './files.js';
export type { NormalizerOptions } from './normalizer.js';
export type { TokenizerOptions, TokenizerSettings } from './settings.js';
export {
  createTokenizer,
  type DecodeOptions,
  type EncodeBatchOptions,
  type EncodeOptions,
  type EncodeToIdsOptions,
  type TextInput,
  type Tokenizer,
} from './tokenizer.js';
export { type TrainWordPieceOptions, type TrainWordPieceProgress, trainWordPiece } from './train.js';
export type { TruncationOptions, TruncationStrategy } from './truncation.js';
export { parseVocabulary, serializeVocabulary } from './vocabulary.js';
