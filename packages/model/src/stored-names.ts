import type { BertConfig } from './config.js';
import { linearParameters, type ParameterSpec, wordEmbeddings } from './parameters.js';

/** The masked-LM head's bias over the vocabulary: [V]. */
export const predictionsBias = 'cls.predictions.bias';

const decoder = 'cls.predictions.decoder';

/** What an untied masked-LM head has besides `cls.predictions.bias`: `cls.predictions.decoder.weight` and `.bias`. */
export function decoderParameters(config: BertConfig): ParameterSpec[] {
  return linearParameters(config, decoder, { from: 'hiddenSize', to: 'vocabSize' });
}

/** Parameters that are one tensor where word embeddings are tied. A file may hold either of a pair, or both. */
export const tiedPairs = [
  { tied: wordEmbeddings, own: `${decoder}.weight` },
  { tied: predictionsBias, own: `${decoder}.bias` },
] as const;

/**
 * The present name of a stored tensor: checkpoints of 2018 and 2019 have LayerNorms with gamma and beta, and those of a
 * bare `BertModel` lack `bert.`.
 */
export function presentName(stored: string): string {
  const name = stored
    .replace(/\bLayerNorm\.gamma$/, 'LayerNorm.weight')
    .replace(/\bLayerNorm\.beta$/, 'LayerNorm.bias');
  return /^(?:embeddings|encoder|pooler)\./.test(name) ? `bert.${name}` : name;
}

/** A constant (0, 1, 2, …) that old versions of transformers stored beside the parameters. */
export const positionIds = 'bert.embeddings.position_ids';

/**
 * Where else a parameter may be found when its own name is not stored.
 *
 * Tied, either of a pair stands for both. Untied, that still holds for the two biases: transformers 4 made them one
 * tensor all the same, and of version 5's, `cls.predictions.bias` is used by nothing.
 */
export function otherName(name: string, { tieWordEmbeddings }: BertConfig): string | undefined {
  for (const { tied, own } of tiedPairs) {
    if (!tieWordEmbeddings && tied === wordEmbeddings) continue;
    if (name === tied) return own;
    if (name === own) return tied;
  }
  return undefined;
}
