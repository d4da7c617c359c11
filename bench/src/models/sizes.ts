import { type BertConfig, createConfig } from '@bertkit/model';

/** Of `bert-base-uncased`, and of MiniLM. */
const usualVocabSize = 30_522;

/** `tiny` shows that a benchmark works; the others are what people run. */
const sizes = {
  tiny: { name: 'BERT-tiny', published: 'tiny', fields: {} },
  minilm: {
    name: 'MiniLM',
    published: 'base',
    fields: { numHiddenLayers: 6, hiddenSize: 384, numAttentionHeads: 12, intermediateSize: 1536 },
  },
  base: { name: 'BERT-base', published: 'base', fields: {} },
  large: { name: 'BERT-large', published: 'large', fields: {} },
} as const;

export type SizeName = keyof typeof sizes;

export const sizeNames = Object.keys(sizes) as readonly SizeName[];

/** @param vocabSize  where it is larger than the usual 30 522 */
export function configOf(size: SizeName, vocabSize: number = usualVocabSize): BertConfig {
  const { published, fields } = sizes[size];
  return createConfig(published, { ...fields, vocabSize: Math.max(vocabSize, usualVocabSize) });
}

/** For people: `MiniLM (6 × 384)`. */
export function titleOf(size: SizeName): string {
  const { numHiddenLayers, hiddenSize } = configOf(size);
  return `${sizes[size].name} (${numHiddenLayers} × ${hiddenSize})`;
}

/** Those that `--sizes` names, in the order of {@link sizeNames}. */
export function chosenSizes(given: readonly string[] | undefined, byDefault: readonly SizeName[]): SizeName[] {
  const chosen: readonly string[] = given ?? byDefault;
  return sizeNames.filter((size) => chosen.includes(size));
}
