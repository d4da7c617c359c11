/** A vocabulary that cannot be used: empty, without a special token, or with a piece that no file can hold. */
export class VocabularyError extends Error {
  override readonly name = 'VocabularyError';
  readonly code = 'BERTKIT_VOCABULARY';
}

/** A tokenizer directory lacks a file, or a setting in it is of the wrong kind or asks for another tokenizer. */
export class TokenizerFilesError extends Error {
  override readonly name = 'TokenizerFilesError';
  readonly code = 'BERTKIT_TOKENIZER_FILES';
}

/** Tokens cannot be cut as asked: the part to cut is missing or too short, or the special tokens alone are too many. */
export class TruncationError extends Error {
  override readonly name = 'TruncationError';
  readonly code = 'BERTKIT_TRUNCATION';
}

/** An option has a value that means nothing. */
export class TokenizerOptionError extends Error {
  override readonly name = 'TokenizerOptionError';
  readonly code = 'BERTKIT_TOKENIZER_OPTION';
}
