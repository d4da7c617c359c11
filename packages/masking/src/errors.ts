/** A corpus, or the text it was to be read from, holds nothing to learn from. */
export class EmptyCorpusError extends Error {
  override readonly name = 'EmptyCorpusError';
  readonly code = 'BERTKIT_EMPTY_CORPUS';
  /** What is empty, as its owner calls it: a file's path, "the corpus". */
  readonly source: string;

  constructor({ source, because }: { source: string; because: string }) {
    super(`${source} holds nothing to learn from: ${because}.`);
    this.source = source;
  }
}

/** A corpus has too few sentences for what was asked of it. */
export class CorpusTooSmallError extends Error {
  override readonly name = 'CorpusTooSmallError';
  readonly code = 'BERTKIT_CORPUS_TOO_SMALL';
  readonly sentenceCount: number;

  constructor({ sentenceCount, needed }: { sentenceCount: number; needed: string }) {
    super(`The corpus has ${sentenceCount} ${sentenceCount === 1 ? 'sentence' : 'sentences'}, but ${needed}.`);
    this.sentenceCount = sentenceCount;
  }
}

/** A corpus has more tokens than 32-bit offsets can address. */
export class CorpusTooLargeError extends Error {
  override readonly name = 'CorpusTooLargeError';
  readonly code = 'BERTKIT_CORPUS_TOO_LARGE';

  constructor() {
    super('The corpus has more than 2^32 - 1 tokens, which its offsets cannot address: train on a part of it.');
  }
}

/** A token id lies outside the vocabulary. */
export class TokenIdError extends Error {
  override readonly name = 'TokenIdError';
  readonly code = 'BERTKIT_TOKEN_ID';
  readonly id: number;
  readonly vocabularySize: number;

  constructor({ id, where, vocabularySize }: { id: number; where: string; vocabularySize: number }) {
    super(
      `${where} is ${id}, but ids of a vocabulary of ${vocabularySize} are whole numbers from 0 to ${vocabularySize - 1}.`,
    );
    this.id = id;
    this.vocabularySize = vocabularySize;
  }
}

/** An option has a value that means nothing, or that does not fit the corpus. */
export class MaskingOptionError extends Error {
  override readonly name = 'MaskingOptionError';
  readonly code = 'BERTKIT_MASKING_OPTION';
  readonly option: string;

  constructor({ option, value, expected }: { option: string; value: unknown; expected: string }) {
    super(`${option} is ${String(value)}, but ${expected}.`);
    this.option = option;
  }
}
