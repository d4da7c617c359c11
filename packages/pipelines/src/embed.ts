import {
  type LoadModelOptions,
  loadModel,
  loadSentenceSettings,
  type SentenceSettings,
  sentenceEmbeddingHead,
} from '@bertkit/heads';
import { type BertConfig, loadConfig } from '@bertkit/model';
import type { Files, KernelSet, Runtime } from '@bertkit/runtime';
import { type Encoding, loadTokenizer, type Tokenizer } from '@bertkit/tokenizer';
import { checkVocabulary } from './check-vocabulary.js';
import { type EmbedOptions, type EmbedProgress, embedSteps } from './embed-options.js';
import { embedTexts } from './embed-texts.js';

/** A model that makes vectors of texts: the nearer two texts in meaning, the nearer their vectors. Dispose of it when done. */
export interface Embedder extends AsyncDisposable {
  readonly config: BertConfig;
  readonly settings: SentenceSettings;
  readonly tokenizer: Tokenizer;
  /** What it is computed with. */
  readonly kernels: KernelSet;
  /** How many numbers an embedding has, unless `truncateDim` cuts it. */
  readonly dimension: number;

  /**
   * Embeds texts, in their order. The caller owns the arrays.
   *
   * Any text will do, an empty one too. Like sentence-transformers, it cuts a text that has more tokens than
   * `settings.maxSequenceLength`; `onProgress` tells how many it has cut.
   *
   * @throws {PipelineOptionError} an option means nothing for this model
   * @throws {ModelFilesError} the model answers with numbers that are not finite
   * @throws the reason of `signal`
   */
  embed(texts: readonly string[], options?: EmbedOptions): Promise<Float32Array[]>;

  /**
   * Embeds texts as they come, without end if need be: some thousand are read and embedded, then given in their order, before
   * the next are read. Throws as {@link embed}.
   */
  embedStream(
    texts: Iterable<string> | AsyncIterable<string>,
    options?: EmbedOptions,
  ): AsyncGenerator<Float32Array, void, void>;

  /** Waits for runs under way; safe to call twice. */
  dispose(): Promise<void>;
}

/**
 * Loads a model of sentence embeddings: a directory of sentence-transformers, or any BERT, whose embeddings are then the mean
 * of the last hidden states of all tokens.
 *
 * @param options.kernels  as in `loadModel`
 * @throws as `loadSentenceSettings`, `loadTokenizer` and `loadModel`
 * @throws {ModelFilesError} the files do not belong together
 *
 * @example
 * await using embedder = await createEmbedder(runtime, runtime.open('all-MiniLM-L6-v2'));
 * const [cat, dog] = await embedder.embed(['A cat sleeps.', 'A dog barks.']);
 */
export async function createEmbedder(
  runtime: Runtime,
  files: Files,
  { kernels }: Pick<LoadModelOptions, 'kernels'> = {},
): Promise<Embedder> {
  const settings = await loadSentenceSettings(files);
  const tokenizer = await loadTokenizer(files);
  checkVocabulary(tokenizer, await loadConfig(files), files.location);
  const model = await loadModel(runtime, files, sentenceEmbeddingHead(settings), { kernels });
  const parts = { model, tokenizer, settings, location: files.location };
  const dimension = model.config.hiddenSize * settings.pooling.length;

  async function* embedded(
    texts: Iterable<string> | AsyncIterable<string>,
    total: number | undefined,
    { maxTokens, signal, onProgress, ...options }: EmbedOptions = {},
  ): AsyncGenerator<Float32Array, void, void> {
    const steps = embedSteps(options, settings, dimension);
    let progress: EmbedProgress = { done: 0, total, tokenCount: 0, truncatedCount: 0 };
    const onBatch = (batch: readonly Encoding[]) => {
      progress = withBatch(progress, batch);
      onProgress?.(progress);
    };
    for await (const chunk of chunks(texts))
      yield* await embedTexts(chunk, steps, parts, { maxTokens, signal, onBatch });
  }

  return {
    config: model.config,
    settings,
    tokenizer,
    kernels: model.kernels,
    dimension,
    async embed(texts, options) {
      const embeddings: Float32Array[] = [];
      for await (const embedding of embedded(texts, texts.length, options)) embeddings.push(embedding);
      return embeddings;
    },
    embedStream: (texts, options) => embedded(texts, undefined, options),
    dispose: () => model.dispose(),
    [Symbol.asyncDispose]: () => model.dispose(),
  };
}

function withBatch(progress: EmbedProgress, batch: readonly Encoding[]): EmbedProgress {
  return {
    ...progress,
    done: progress.done + batch.length,
    tokenCount: batch.reduce((sum, { inputIds }) => sum + inputIds.length, progress.tokenCount),
    truncatedCount: batch.reduce(
      (sum, { truncatedCount }) => sum + Math.min(truncatedCount, 1),
      progress.truncatedCount,
    ),
  };
}

/** Texts that are embedded together: enough that those of each length find others like them. */
const chunkLimits = { texts: 4096, characters: 2 ** 22 };

async function* chunks(texts: Iterable<string> | AsyncIterable<string>): AsyncGenerator<string[], void, void> {
  let chunk: string[] = [];
  let characters = 0;
  for await (const text of texts) {
    chunk.push(text);
    characters += text.length;
    if (chunk.length < chunkLimits.texts && characters < chunkLimits.characters) continue;
    yield chunk;
    chunk = [];
    characters = 0;
  }
  if (chunk.length > 0) yield chunk;
}
