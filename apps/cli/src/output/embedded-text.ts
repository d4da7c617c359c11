/** A text with what a model has made of it. */
export interface EmbeddedText {
  readonly text: string;
  readonly embedding: Float32Array;
}
