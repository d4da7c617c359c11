import type { BatchOptions, SentenceSettings } from '@bertkit/heads';
import { PipelineOptionError } from './errors.js';

export interface EmbedOptions extends BatchOptions {
  /** Put before each text as it is. Default: that of `promptName`. */
  prompt?: string | undefined;
  /** One of `settings.prompts`. Default: `settings.defaultPromptName`, if there is one. */
  promptName?: string | undefined;
  /** Keep the first so many numbers of each embedding; they are not scaled anew. Default: all. */
  truncateDim?: number | undefined;
  /** Scale each embedding to length 1, at last. Default: false; the model may do so by itself (`settings.normalize`). */
  normalize?: boolean | undefined;
  /** Stops before the next batch: a run under way is not stopped. */
  signal?: AbortSignal | undefined;
  /** Called after each batch. */
  onProgress?: ((progress: EmbedProgress) => void) | undefined;
}

/** How much has been done since the call. */
export interface EmbedProgress {
  /** Texts that have been embedded. */
  readonly done: number;
  /** Texts there are; undefined where they come from a stream. */
  readonly total: number | undefined;
  /** Tokens of the texts that are done: prompts, `[CLS]` and `[SEP]` count, padding does not. */
  readonly tokenCount: number;
  /** How many of the texts that are done had more than `settings.maxSequenceLength` tokens, and were cut. */
  readonly truncatedCount: number;
}

/** What is done to each text, and to its embedding. */
export interface EmbedSteps {
  /** Put before each text; empty for none. */
  readonly prompt: string;
  readonly truncateDim: number;
  readonly normalize: boolean;
}

/** @throws {PipelineOptionError} there is no such prompt, or there are not so many numbers */
export function embedSteps(
  { prompt, promptName, truncateDim, normalize = false }: EmbedOptions,
  settings: SentenceSettings,
  dimension: number,
): EmbedSteps {
  if (truncateDim !== undefined && !(Number.isSafeInteger(truncateDim) && truncateDim >= 1 && truncateDim <= dimension))
    throw new PipelineOptionError(
      `truncateDim is ${truncateDim}, but it must be a whole number from 1 to ${dimension}.`,
    );
  const text = prompt ?? namedPrompt(promptName ?? settings.defaultPromptName, settings);
  return { prompt: text, truncateDim: truncateDim ?? dimension, normalize };
}

function namedPrompt(name: string | null, { prompts }: SentenceSettings): string {
  if (name === null) return '';
  const prompt = Object.hasOwn(prompts, name) ? prompts[name] : undefined;
  if (prompt !== undefined) return prompt;
  throw new PipelineOptionError(
    `promptName is ${JSON.stringify(name)}, but the model's prompts are ${Object.keys(prompts).join(', ')}.`,
  );
}
