/** A training of a vocabulary, as each peer is told of it. */
export interface VocabularySettings {
  /** Paths of plain text. */
  readonly files: readonly string[];
  readonly vocabularySize: number;
  readonly minFrequency: number;
  readonly limitAlphabet: number;
  readonly lowercase: boolean;
}

export interface VocabularyAnswer {
  readonly seconds: number;
  readonly peakBytes: number;
  readonly pieces: readonly string[];
}

/** Those of small BERT vocabularies; the last two are also the trainers' defaults. */
export const smallVocabulary: Omit<VocabularySettings, 'files'> = {
  vocabularySize: 8000,
  lowercase: true,
  minFrequency: 2,
  limitAlphabet: 1000,
};
