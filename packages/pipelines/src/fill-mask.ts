import { blankPositions, blanksFeeds, loadModel, type Model, maskedWordsHead, topPredictions } from '@bertkit/heads';
import { type BertConfig, loadConfig } from '@bertkit/model';
import type { Files, Runtime } from '@bertkit/runtime';
import { loadTokenizer, type Tokenizer } from '@bertkit/tokenizer';
import { checkVocabulary } from './check-vocabulary.js';
import { ModelFilesError, TextError } from './errors.js';

/** A word that may stand in a blank. */
export interface Candidate {
  readonly token: string;
  readonly tokenId: number;
  /** Its probability, in [0, 1]. */
  readonly score: number;
  /** The text with this word in the blank; other blanks stay. */
  readonly text: string;
}

/** A blank of a text, and what may fill it. */
export interface Blank {
  /** Where `[MASK]` stands in the text: `[start, end)` in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** The most probable first. */
  readonly candidates: readonly Candidate[];
}

export interface FillMaskResult {
  /** How WordPiece cut the text. */
  readonly tokens: readonly string[];
  readonly blanks: readonly Blank[];
}

/** A model that fills in blanks. Dispose of it when done. */
export interface FillMask extends AsyncDisposable {
  readonly config: BertConfig;
  readonly tokenizer: Tokenizer;
  /**
   * The most probable words for each `[MASK]` of a text, each blank on its own.
   *
   * @param options.topK  how many of them. Default 5
   * @throws {TextError} the text has no `[MASK]`, or more tokens than the model has positions
   */
  fill(text: string, options?: { topK?: number }): Promise<FillMaskResult>;
  dispose(): Promise<void>;
}

/**
 * Loads a masked-LM model from a Hugging Face directory.
 *
 * @example
 * await using fillMask = await createFillMask(runtime, runtime.open('my-bert'));
 * const { blanks } = await fillMask.fill('the capital of [MASK] is a large city .');
 */
export async function createFillMask(runtime: Runtime, files: Files): Promise<FillMask> {
  const tokenizer = await loadTokenizer(files);
  checkVocabulary(tokenizer, await loadConfig(files), files.location);
  const model = await loadModel(runtime, files, maskedWordsHead);
  return {
    config: model.config,
    tokenizer,
    fill: (text, { topK = 5 } = {}) => fill(text, topK, tokenizer, model),
    dispose: () => model.dispose(),
    [Symbol.asyncDispose]: () => model.dispose(),
  };
}

async function fill(
  text: string,
  topK: number,
  tokenizer: Tokenizer,
  { config, session }: Model,
): Promise<FillMaskResult> {
  const encoding = tokenizer.encode(text);
  const maskToken = tokenizer.idToToken(tokenizer.maskId);
  const length = encoding.inputIds.length;
  if (length > config.maxPositionEmbeddings) {
    throw new TextError(
      `The text has ${length} tokens, but the model takes ${config.maxPositionEmbeddings}: shorten it.`,
    );
  }
  const positions = blankPositions(encoding, tokenizer.maskId);
  if (positions.length === 0)
    throw new TextError(`The text has no blank: write ${maskToken} where a word is to be filled in.`);

  const { logits } = await session.run(blanksFeeds(encoding, positions), { logits: 'data' });
  if (!logits.data.every(Number.isFinite)) {
    throw new ModelFilesError(
      'The model answers with numbers that are not finite: its weights are damaged, or its training went wrong.',
    );
  }
  const blanks = topPredictions(logits, topK).map((predictions, i): Blank => {
    const position = positions[i] ?? 0;
    const start = encoding.offsets[2 * position] ?? 0;
    const end = encoding.offsets[2 * position + 1] ?? 0;
    const candidates = predictions.map(({ id, score }): Candidate => {
      const token = tokenizer.idToToken(id) ?? '';
      return {
        token,
        tokenId: id,
        score,
        text: `${text.slice(0, start)}${token.replace(/^##/, '')}${text.slice(end)}`,
      };
    });
    return { start, end, candidates };
  });
  return { tokens: encoding.tokens, blanks };
}
