import { inputNames, type Model, runBatches, type SentenceSettings } from '@bertkit/heads';
import type { TensorData } from '@bertkit/runtime';
import type { Encoding, Tokenizer } from '@bertkit/tokenizer';
import type { EmbedSteps } from './embed-options.js';
import { ModelFilesError } from './errors.js';

/** What an embedder is made of. */
export interface EmbedderParts {
  readonly model: Model;
  readonly tokenizer: Tokenizer;
  readonly settings: SentenceSettings;
  /** Where they come from, for messages. */
  readonly location: string;
}

export interface EmbedTextsOptions {
  readonly maxTokens: number | undefined;
  readonly signal: AbortSignal | undefined;
  readonly onBatch: (encodings: readonly Encoding[]) => void;
}

/**
 * Embeds texts in batches of like lengths, and gives the embeddings in the order of the texts.
 *
 * @throws {ModelFilesError} an embedding is not finite
 * @throws the reason of `signal`, between batches
 */
export async function embedTexts(
  texts: readonly string[],
  { prompt, truncateDim, normalize }: EmbedSteps,
  { model, tokenizer, settings, location }: EmbedderParts,
  { maxTokens, signal, onBatch }: EmbedTextsOptions,
): Promise<Float32Array[]> {
  const encode = encoder(tokenizer, settings);
  const encodings = texts.map((text) => encode(prompt + text));
  // [CLS] belongs to the prompt, the [SEP] at its end does not.
  const promptLength = prompt === '' ? 0 : encode(prompt).inputIds.length - 1;
  const addFeeds = (feeds: Readonly<Record<string, TensorData>>) => ({
    [inputNames.poolingMask]: withoutFirst(promptLength, feeds[inputNames.attentionMask]),
  });
  const embeddings = new Array<Float32Array>(texts.length);
  const batches = runBatches(model.session, encodings, ['sentence_embedding'], {
    maxTokens,
    signal,
    addFeeds: settings.includePrompt ? undefined : addFeeds,
  });
  for await (const { indices, outputs } of batches) {
    const rows = outputs.sentence_embedding;
    const dimension = rows.data.length / indices.length;
    for (const [row, index] of indices.entries()) {
      const start = row * dimension;
      const embedding = rows.data.slice(start, start + truncateDim) as Float32Array; // of the head's one dtype
      if (!embedding.every(Number.isFinite)) throw new ModelFilesError(notFinite(location));
      embeddings[index] = normalize ? unit(embedding) : embedding;
    }
    onBatch(indices.map((index) => encodings[index] as Encoding)); // planned from these
  }
  return embeddings;
}

/** Cuts texts as the model asks for, whatever the tokenizer's own files say. */
function encoder(tokenizer: Tokenizer, { maxSequenceLength, doLowerCase }: SentenceSettings) {
  const options = { truncation: { maxLength: maxSequenceLength }, padding: false } as const;
  return (text: string): Encoding => tokenizer.encode(doLowerCase ? text.toLowerCase() : text, options);
}

/** A mask [B, S] in which the first tokens of each sequence are hidden too. */
function withoutFirst(count: number, mask: TensorData | undefined): TensorData {
  if (mask?.dtype !== 'uint8') throw new Error('internal: a batch has no attention mask');
  const sequenceLength = mask.shape[1] ?? 0;
  const data = mask.data.map((attended, i) => (i % sequenceLength < count ? 0 : attended));
  return { ...mask, data };
}

/** Scaled to length 1; zeros stay zeros. */
function unit(embedding: Float32Array): Float32Array {
  const norm = Math.sqrt(embedding.reduce((sum, value) => sum + value * value, 0));
  return embedding.map((value) => value / Math.max(norm, 1e-12)); // as torch.nn.functional.normalize
}

function notFinite(location: string): string {
  return `The model in ${location} answers with numbers that are not finite: its weights are damaged, or its training went wrong.`;
}
