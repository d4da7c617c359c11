/** Models that people take for BERT, and what each of them has that BERT has not. */
const otherModels: ReadonlyMap<string, string> = new Map([
  ['albert', 'layers that share their parameters and embeddings that are factorised'],
  ['bert-generation', 'a decoder'],
  ['big_bird', 'sparse attention'],
  ['camembert', 'positions that begin behind the padding id and SentencePiece tokens'],
  ['convbert', 'convolutions in its attention'],
  ['deberta', 'disentangled attention over relative positions'],
  ['deberta-v2', 'disentangled attention over relative positions'],
  ['distilbert', 'no segments and no pooler, under names of its own'],
  ['electra', 'embeddings of a size of their own and two heads of its own'],
  ['ernie', 'embeddings of tasks'],
  ['layoutlm', 'embeddings of places on a page'],
  ['megatron-bert', 'LayerNorms in other places'],
  ['mobilebert', 'bottlenecks around its layers'],
  ['modernbert', 'rotary positions and gated layers'],
  ['mpnet', 'biases for relative positions'],
  ['nomic_bert', 'rotary positions and gated layers'],
  ['roberta', 'positions that begin behind the padding id and byte-level BPE tokens'],
  ['roformer', 'rotary positions'],
  ['squeezebert', 'grouped convolutions in place of its dense layers'],
  ['xlm-roberta', 'positions that begin behind the padding id and SentencePiece tokens'],
]);

/** Why a `model_type` other than `bert` is refused, as the end of a sentence. */
export function whatModelLacks(modelType: unknown): string {
  const has = typeof modelType === 'string' ? otherModels.get(modelType) : undefined;
  return `bertkit reads "bert" only${has === undefined ? '' : `, and lacks what this model has: ${has}`}`;
}
