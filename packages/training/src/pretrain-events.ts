/** Means over targets: nats, and shares in [0, 1]. */
export interface EvaluatedLosses {
  readonly maskedLm: { readonly loss: number; readonly accuracy: number };
  readonly nextSentence: { readonly loss: number; readonly accuracy: number };
}

export type PretrainEvent =
  | {
      readonly kind: 'corpus';
      readonly documentCount: number;
      readonly sentenceCount: number;
      readonly tokenCount: number;
      /** Sentences left out, as they have no token at all. */
      readonly emptySentenceCount: number;
    }
  | {
      readonly kind: 'start';
      /** 0, or where the run is taken up again. */
      readonly step: number;
      readonly steps: number;
      readonly parameterCount: number;
      readonly trainingTokens: number;
      readonly heldOutTokens: number;
      /** The held-out masked-LM loss of knowing nothing but how frequent each token is, in nats. */
      readonly unigramBaseline: number;
      /** The share of the more frequent answer among the held-out next-sentence pairs: what always giving it reaches. */
      readonly nextSentenceBaseline: number;
    }
  | ({
      readonly kind: 'step';
      readonly step: number;
      readonly steps: number;
      readonly learningRate: number;
      readonly gradientNorm: number;
      readonly tokensPerSecond: number;
      readonly secondsLeft: number;
    } & EvaluatedLosses)
  | ({ readonly kind: 'evaluation'; readonly step: number; readonly steps: number } & EvaluatedLosses)
  | { readonly kind: 'checkpoint'; readonly step: number; readonly file: string };
