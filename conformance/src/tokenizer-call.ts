import type { EncodeOptions, Encoding, Text, TextInput, Tokenizer } from '@bertkit/tokenizer';

/** A call of a reference's tokenizer, as the cases write it. */
export interface Call extends Partial<WrittenPair> {
  readonly batch?: readonly WrittenPair[];
  /** Default: true. */
  readonly addSpecialTokens?: boolean;
  readonly truncation?: {
    readonly maxLength: number;
    readonly strategy: keyof typeof strategies;
    readonly stride: number;
    readonly direction: 'left' | 'right';
  };
  readonly padding?: {
    readonly direction: 'left' | 'right';
    readonly padId: number;
    readonly padTypeId: number;
    readonly padToken: string;
    readonly length?: number;
    readonly padToMultipleOf?: number;
  };
}

/** Words that were split beforehand are a list. */
interface WrittenPair {
  readonly text: string | readonly string[];
  readonly pair?: string | readonly string[];
}

export interface TextAndPair {
  readonly text: Text;
  readonly pair: Text | undefined;
}

const strategies = {
  longest_first: 'longestFirst',
  only_first: 'onlyFirst',
  only_second: 'onlySecond',
} as const;

/** What a call encodes. */
export function textsOf({ batch, text = '', pair }: Call): TextAndPair[] {
  const textOf = (written: string | readonly string[]): Text =>
    typeof written === 'string' ? written : { words: written };
  return (batch ?? [{ text, ...(pair !== undefined && { pair }) }]).map((each) => ({
    text: textOf(each.text),
    pair: each.pair === undefined ? undefined : textOf(each.pair),
  }));
}

/** Makes the call: an encoding for each text or pair. */
export function encodeCall(tokenizer: Tokenizer, call: Call): readonly Encoding[] {
  const { addSpecialTokens, padding, truncation, batch } = call;
  const options: EncodeOptions = {
    addSpecialTokens,
    truncation: truncation && { ...truncation, strategy: strategies[truncation.strategy] },
    padding: padding && {
      length: padding.length,
      multipleOf: padding.padToMultipleOf,
      direction: padding.direction,
      token: padding.padToken,
      tokenId: padding.padId,
      tokenTypeId: padding.padTypeId,
    },
  };
  const texts = textsOf(call);
  if (batch !== undefined) {
    const inputs = texts.map(({ text, pair }): TextInput => (pair === undefined ? text : [text, pair]));
    return [...tokenizer.encodeBatch(inputs, options)];
  }
  return texts.map(({ text, pair }) =>
    pair === undefined ? tokenizer.encode(text, options) : tokenizer.encodePair(text, pair, options),
  );
}
