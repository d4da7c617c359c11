import type { TokenizerDefinition } from '../definition.js';
import type { Tokens } from '../encoding/tokens.js';
import type { Segmenter, SegmentVisitor } from '../words/segmenter.js';
import type { Word } from '../words/word.js';
import type { PieceTable } from './piece-table.js';
import type { CreateReader } from './text-reader.js';

/** Makes the readers that go by a segmenter. */
export function segmentReaders(
  createSegmenter: (definition: TokenizerDefinition, options: { readonly findsSpecial: boolean }) => Segmenter,
): CreateReader {
  return (definition, pieces, unkId) => {
    const { maxWordLength } = definition;
    const readerOf = (findsSpecial: boolean) =>
      new SegmentReader({ segmenter: createSegmenter(definition, { findsSpecial }), pieces, unkId, maxWordLength });
    const finding = readerOf(true);
    let plain: SegmentReader | undefined;
    return {
      read(text, findsSpecial) {
        if (findsSpecial) return finding.read(text);
        plain ??= readerOf(false);
        return plain.read(text);
      },
    };
  };
}

export interface SegmentReaderOptions {
  readonly segmenter: Segmenter;
  readonly pieces: PieceTable;
  readonly unkId: number;
  /** In code points, after normalisation. */
  readonly maxWordLength: number;
}

/** Text to tokens by way of any {@link Segmenter}. */
export class SegmentReader implements SegmentVisitor {
  private readonly options: SegmentReaderOptions;
  private found = { ids: new Int32Array(128), ends: new Int32Array(128) };
  private ids: number[] = [];
  private offsets: number[] = [];
  private words: number[] = [];
  private spelled = new Map<number, string>();
  private wordCount = 0;

  constructor(options: SegmentReaderOptions) {
    this.options = options;
  }

  read(text: string): Tokens {
    this.options.segmenter.segment(text, this);
    const tokens = {
      ids: Int32Array.from(this.ids),
      offsets: Int32Array.from(this.offsets),
      words: Int32Array.from(this.words),
      spelled: this.spelled,
    };
    this.ids = [];
    this.offsets = [];
    this.words = [];
    this.spelled = new Map();
    this.wordCount = 0;
    return tokens;
  }

  word({ units, starts, ends, length, codePointCount }: Word): void {
    const { pieces, unkId, maxWordLength } = this.options;
    const isTooLong = codePointCount > maxWordLength;
    if (!isTooLong && length > this.found.ids.length) {
      this.found = { ids: new Int32Array(2 * length), ends: new Int32Array(2 * length) };
    }
    const { found } = this;
    const count = isTooLong ? 0 : pieces.split(units, length, found);
    if (count === 0) this.push(unkId, starts[0] ?? 0, ends[length - 1] ?? 0);
    let from = 0;
    for (let k = 0; k < count; k++) {
      const to = found.ends[k] ?? 0;
      this.push(found.ids[k] ?? 0, starts[from] ?? 0, ends[to - 1] ?? 0);
      from = to;
    }
    this.wordCount++;
  }

  token(id: number, start: number, end: number, spelled?: string): void {
    if (spelled !== undefined) this.spelled.set(this.ids.length, spelled);
    this.push(id, start, end);
    this.wordCount++;
  }

  private push(id: number, start: number, end: number): void {
    this.ids.push(id);
    this.offsets.push(start, end);
    this.words.push(this.wordCount);
  }
}
