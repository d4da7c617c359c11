import type { TokenizerDefinition } from '../definition.js';
import { TokenizerOptionError } from '../errors.js';
import type { TokenizerMethods } from '../methods.js';
import type { Text, TextReader } from '../pieces/text-reader.js';
import { assemble } from './assemble.js';
import type { Filling } from './columns.js';
import type { Encoding } from './encoding.js';
import { EncodingBatch } from './encoding-batch.js';
import { EncodingView, type ViewContext } from './encoding-view.js';
import { checkPadding, type PaddingOptions, pad, paddedLength } from './padding.js';
import { addedCount, bertTemplate, type Template } from './template.js';
import { TokenStore } from './token-store.js';
import { checkTruncation, type TruncationOptions } from './truncation.js';
import { windowsOf } from './windows.js';

export interface EncodeOptions {
  /** Adds [CLS] and [SEP], or what the tokenizer's template has. Default: true. */
  readonly addSpecialTokens?: boolean | undefined;
  /** Default: that of `tokenizer.json` if it has one; nothing is cut otherwise, nor for `false`. */
  readonly truncation?: TruncationOptions | false | undefined;
  /** Default: that of `tokenizer.json` if it has one; nothing is filled up otherwise, nor for `false`. */
  readonly padding?: PaddingOptions | false | undefined;
}

/** A text or a pair of texts. */
export type TextInput = Text | readonly [text: Text, pair: Text];

export interface EncoderParts {
  readonly definition: TokenizerDefinition;
  readonly methods: TokenizerMethods | undefined;
  readonly reader: TextReader;
  /** Id → token. */
  readonly tokenOf: (id: number) => string;
  /** Whether each id is of a piece that continues a word. */
  readonly continues: Uint8Array;
  /** Of the padding token, or of the one that is named. */
  readonly padding: (token?: string) => { readonly id: number; readonly token: string };
}

/** Without a template nothing is added, and the second text has the type 1. */
const bareTemplate: Template = {
  single: [{ sequence: 0, typeId: 0 }],
  pair: [
    { sequence: 0, typeId: 0 },
    { sequence: 1, typeId: 1 },
  ],
};

/** Texts to encodings: reads their tokens, cuts what is too long, adds what the template has, fills up. */
export class Encoder {
  private readonly parts: EncoderParts;
  /** Where the fast reader and BERT's template allow encodings that are views of a store. */
  private readonly views: ViewContext | undefined;
  private readonly store = new TokenStore();

  constructor(parts: EncoderParts) {
    this.parts = parts;
    const frame = bertFrame(parts.definition.template);
    if (parts.reader.fast !== undefined && frame !== undefined) this.views = { ...frame, ...parts };
  }

  encode(texts: readonly Text[], options: EncodeOptions): Encoding {
    const padding = options.padding ?? this.parts.definition.padding;
    const encoding = this.encodeUnpadded(texts, options, 0);
    if (!padding) return encoding;
    checkPadding(padding);
    return pad(encoding, paddedLength(encoding.length, padding), this.filling(padding));
  }

  /** @param firstSource  the number of the first input */
  encodeBatch(inputs: readonly TextInput[], firstSource: number, options: EncodeOptions): EncodingBatch {
    const padding = options.padding ?? this.parts.definition.padding;
    const rows = inputs.map((input, i) => {
      const texts = textsOf(input);
      if (texts.length !== 1 && texts.length !== 2) {
        throw new TokenizerOptionError(
          `Input ${firstSource + i} has ${texts.length} texts, but BERT takes one or two. Words of one text are given as { words }.`,
        );
      }
      return this.encodeUnpadded(texts, options, firstSource + i);
    });
    return this.stack(rows, padding || undefined);
  }

  /** @param padding  of each encoding. Default: they stay as they are, and only the batch's arrays are filled up */
  stack(rows: readonly Encoding[], padding: PaddingOptions | undefined): EncodingBatch {
    if (padding) checkPadding(padding);
    const longest = rows.reduce((most, { length }) => Math.max(most, length), 0);
    const padTo = padding && paddedLength(longest, padding);
    return new EncodingBatch(rows, {
      sequenceLength: Math.max(longest, padTo ?? 0),
      padTo,
      filling: () => this.filling(padding ?? {}),
    });
  }

  private encodeUnpadded(texts: readonly Text[], options: EncodeOptions, source: number): Encoding {
    const { definition, methods, reader } = this.parts;
    const { addSpecialTokens = true, truncation = definition.truncation } = options;
    const view = this.view(texts, addSpecialTokens, source);
    if (view !== undefined && !truncation) return view;
    const { single, pair } = definition.template ?? bareTemplate;
    const whole = texts.length === 1 ? single : pair;
    const template = addSpecialTokens ? whole : whole.filter((part) => 'sequence' in part);
    if (truncation) checkTruncation(truncation, { added: addedCount(template), addedToSingle: addedCount(single) });
    if (view !== undefined && truncation && view.length <= truncation.maxLength) return view;
    const sequences = view?.sequences() ?? texts.map((text) => reader.read(text, true));
    const windows = (methods?.windowsOf ?? windowsOf)(sequences, template, truncation || undefined);
    return assemble({ ...this.parts, sequences, template, source }, windows);
  }

  /** `undefined` where there is no fast way. */
  private view(texts: readonly Text[], addSpecialTokens: boolean, source: number): EncodingView | undefined {
    const { store, views } = this;
    const { fast } = this.parts.reader;
    const [text, pair] = texts;
    if (views === undefined || fast === undefined || typeof text !== 'string') return undefined;
    if (pair !== undefined && typeof pair !== 'string') return undefined;
    store.startRow();
    if (addSpecialTokens) store.push(views.clsId, 0, 0);
    fast.read(text, store, true);
    if (addSpecialTokens) store.push(views.sepId, 0, 0);
    let second = -1;
    if (pair !== undefined) {
      second = store.length - store.rowStart;
      fast.read(pair, store, true);
      if (addSpecialTokens) store.push(views.sepId, 0, 0);
    }
    return new EncodingView(views, store, second, addSpecialTokens ? 1 : 0, source);
  }

  private filling({ token, tokenId, tokenTypeId = 0, direction = 'right' }: PaddingOptions): Filling {
    const onLeft = direction === 'left';
    if (token !== undefined && tokenId !== undefined) return { id: tokenId, token, tokenTypeId, onLeft };
    const known = this.parts.padding(token);
    return { id: tokenId ?? known.id, token: known.token, tokenTypeId, onLeft };
  }
}

function textsOf(input: TextInput): readonly Text[] {
  return Array.isArray(input) ? input : [input as Text];
}

/** The ids of [CLS] and [SEP] where a template is BERT's own. */
function bertFrame(template: Template | undefined): { clsId: number; sepId: number } | undefined {
  const [cls, , sep] = template?.single ?? [];
  if (cls === undefined || sep === undefined || !('ids' in cls && 'ids' in sep)) return undefined;
  const [clsId, ...moreOfCls] = cls.ids;
  const [sepId, ...moreOfSep] = sep.ids;
  if (clsId === undefined || sepId === undefined || moreOfCls.length + moreOfSep.length > 0) return undefined;
  return JSON.stringify(template) === JSON.stringify(bertTemplate(cls, sep)) ? { clsId, sepId } : undefined;
}
