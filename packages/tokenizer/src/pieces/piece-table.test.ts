import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PieceTable } from './piece-table.js';

const units = (text: string) => Uint16Array.from(text, (_, i) => text.charCodeAt(i));

/** The pieces of a word, or none. */
function split(table: PieceTable, word: string): [id: number, end: number][] {
  const found = { ids: new Int32Array(word.length), ends: new Int32Array(word.length) };
  const count = table.split(units(word), word.length, found);
  return Array.from({ length: count }, (_, i) => [found.ids[i]!, found.ends[i]!]);
}

describe('PieceTable', () => {
  it('finds pieces, those that continue a word apart from those that start one', () => {
    const table = new PieceTable(['a', '##a', '', '##', '猫', '##😀', 'a'], '##');
    expect(['a', '##a', '猫', '##😀', 'b', '##b', '', '##'].map((piece) => table.idOf(piece))).toEqual([
      ...[6, 1, 4, 5], // of equal pieces the last
      ...[undefined, undefined, undefined, undefined],
    ]);
    expect([...table.continues]).toEqual([0, 1, 0, 1, 0, 1, 0]);
  });

  it('takes any vocabulary that is no text with halves of characters', () => {
    expect(new PieceTable([], '##').idOf('a')).toBeUndefined();
    expect(() => new PieceTable(['a', '##\ud83d'], '##')).toThrow(/Piece 1 of the vocabulary is "##\\ud83d": half/);
  });

  it('cuts a word as the longest match from the left does', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'é'), minLength: 1, maxLength: 6 });
    const pieces = fc.array(fc.tuple(letters, fc.constantFrom('', '##')), { maxLength: 12 });
    fc.assert(
      fc.property(pieces, fc.array(letters, { maxLength: 4 }), (parts, words) => {
        const vocabulary = parts.map(([letters, prefix]) => prefix + letters);
        const word = words.join('');
        expect(split(new PieceTable(vocabulary, '##'), word)).toEqual(longestMatches(vocabulary, word));
      }),
      { numRuns: 2000 },
    );
  });
});

function longestMatches(vocabulary: readonly string[], word: string): [id: number, end: number][] {
  const found: [number, number][] = [];
  for (let from = 0; from < word.length; ) {
    let end = word.length;
    const id = () => vocabulary.lastIndexOf((from > 0 ? '##' : '') + word.slice(from, end));
    while (end > from && id() < 0) end--;
    if (end === from) return [];
    found.push([id(), end]);
    from = end;
  }
  return found;
}
