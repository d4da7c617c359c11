export { type BertDefinitionOptions, bertDefinition } from './bert-definition.js';
export { buildTokenizer } from './build-tokenizer.js';
export type {
  AddedToken,
  DecoderDefinition,
  NormalizerStep,
  PreTokenizerStep,
  TokenizerDefinition,
  TokenizerMode,
} from './definition.js';
export { codePointOffsets } from './encoding/code-point-offsets.js';
export type { EncodeOptions, TextInput } from './encoding/encoder.js';
export type { Encoding } from './encoding/encoding.js';
export type { EncodingBatch } from './encoding/encoding-batch.js';
export type { PaddingOptions } from './encoding/padding.js';
export type { Template, TemplatePart, TemplateSequence, TemplateTokens } from './encoding/template.js';
export type { TruncationOptions, TruncationStrategy } from './encoding/truncation.js';
export { TokenizerFilesError, TokenizerOptionError, TruncationError, VocabularyError } from './errors.js';
export { definitionFiles, loadTokenizer, type TokenizerSource, tokenizerFiles } from './files/files.js';
export { parseVocabulary, serializeVocabulary } from './files/vocabulary.js';
export type { Text } from './pieces/text-reader.js';
export type { TokenizerOptions } from './settings.js';
export {
  createTokenizer,
  type DecodeOptions,
  type EncodeLinesOptions,
  type EncodeToIdsOptions,
  type Tokenizer,
} from './tokenizer.js';
export { type TrainWordPieceOptions, type TrainWordPieceProgress, trainWordPiece } from './trainer/train.js';
export type { NormalizerOptions } from './words/normalizer.js';
