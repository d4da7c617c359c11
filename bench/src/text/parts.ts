/** Large enough to keep the words of one passage together, small enough for every part to have many. */
const blockBytes = 50_000;

export interface PartOptions {
  /** How many parts. */
  readonly count: number;
  /** How large a part is at most; smaller where there is too little text. */
  readonly bytes: number;
}

/**
 * Parts of equal size that share no line and are alike: blocks of neighbouring lines, from all over the text, are dealt
 * out to the parts in turn.
 *
 * @returns the lines of each part; `undefined` where the text has too few blocks for all to get one
 */
export function partsOf(lines: readonly string[], { count, bytes }: PartOptions): string[][] | undefined {
  const blocks = blocksOf(lines);
  const blocksEach = Math.min(Math.floor(bytes / blockBytes), Math.floor(blocks.length / count));
  if (blocksEach === 0) return undefined;
  const parts = Array.from({ length: count }, (): string[] => []);
  const total = blocksEach * count;
  for (let i = 0; i < total; i++) {
    const block = blocks[Math.floor((i * blocks.length) / total)] ?? [];
    for (const line of block) parts[i % count]?.push(line);
  }
  return parts;
}

/** Neighbouring lines, {@link blockBytes} of UTF-8 or a little more in all; what remains at the end is left out. */
function blocksOf(lines: readonly string[]): string[][] {
  const blocks: string[][] = [];
  let block: string[] = [];
  let size = 0;
  for (const line of lines) {
    block.push(line);
    size += Buffer.byteLength(line);
    if (size < blockBytes) continue;
    blocks.push(block);
    block = [];
    size = 0;
  }
  return blocks;
}

/** Bytes of UTF-8, without the ends of lines. */
export function byteCount(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0);
}
