import type { BertConfig } from '@bertkit/model';

/** A product `[m, k] · [n, k]ᵀ`: what an encoder, most of whose work are such products, could reach at best. */
export interface GemmSettings {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly threads: number;
}

/** The first product of the feed-forward: at BERT-base and 8 × 128 tokens, 1024 × 768 × 3072. */
export function gemmSettings(
  { hiddenSize, intermediateSize }: BertConfig,
  tokens: number,
  threads: number,
): GemmSettings {
  return { m: tokens, k: hiddenSize, n: intermediateSize, threads };
}

/** Multiplications and additions. */
export function gemmFlops({ m, k, n }: GemmSettings): number {
  return 2 * m * k * n;
}
