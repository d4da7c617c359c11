import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSentenceSplitter, splitSentences } from './split-sentences.js';

const withoutSpace = (text: string) => text.replace(/[\s\ufeff]/g, '');

/** Text of the pieces that decide where sentences end. */
const prose = fc
  .array(
    fc.constantFrom(
      'a',
      'B',
      'Mr.',
      'no',
      'No.',
      '7',
      '.',
      '!',
      '?',
      ' ',
      '  ',
      '\n',
      '“',
      '”',
      '"',
      '(',
      ')',
      '。',
      '『',
      '』',
      '；',
      '中',
      '😀',
    ),
    { maxLength: 60 },
  )
  .map((pieces) => pieces.join(''));

describe('splitSentences', () => {
  it.each(['', ' \n\t '])('finds no sentence in %j', (text) => {
    expect(splitSentences(text)).toEqual([]);
  });

  it('loses nothing but outer white space', () => {
    fc.assert(
      fc.property(fc.oneof(prose, fc.string({ unit: 'binary' })), (text) => {
        const sentences = splitSentences(text);
        expect(withoutSpace(sentences.join(''))).toBe(withoutSpace(text));
        for (const sentence of sentences) expect(sentence).toBe(sentence.trim());
        let from = 0; // inside, white space is kept: each sentence stands in the text as it is, one after another
        for (const sentence of sentences) {
          const at = text.indexOf(sentence, from);
          expect(at).toBeGreaterThanOrEqual(from);
          from = at + sentence.length;
        }
      }),
    );
  });

  it('splits long text just as its parts', () => {
    const split = createSentenceSplitter();
    fc.assert(
      fc.property(fc.array(prose, { minLength: 1, maxLength: 5 }), (parts) => {
        // Each part ends in a line break, which ends a sentence; together they are longer than one window.
        const lines = parts.map((part) => `${part}\n`);
        const text = lines.join('').repeat(Math.ceil(6000 / lines.join('').length));
        const sentences = lines.flatMap(split);
        expect(split(text)).toEqual(
          Array.from({ length: text.length / lines.join('').length }, () => sentences).flat(),
        );
      }),
      { numRuns: 30 },
    );
  });

  it('finds the end of a sentence longer than a window', () => {
    const long = `W${'ord '.repeat(3000)}end.`;
    expect(splitSentences(`One. ${long} Two. ${long}`)).toEqual(['One.', long, 'Two.', long]);
  });

  it('looks beyond a window where the end of a sentence depends on what comes later', () => {
    // A full stop before numbers ends a sentence only if no small letter follows them. Wherever the window ends here,
    // it does so behind the full stop for one of the lengths.
    for (let length = 4050; length < 4100; length++) {
      expect(splitSentences(`${'W'.repeat(length)}. 1 2 3 4 5 6 7 8 9 and so on. Next.`)).toHaveLength(2);
    }
  });

  it.each([
    ['titles', 'Mr. Wu met Dr. Li at St. Paul. They spoke.', ['Mr. Wu met Dr. Li at St. Paul.', 'They spoke.']],
    ['initials', 'J. K. Rowling writes. The U.S. Army fights.', ['J. K. Rowling writes.', 'The U.S. Army fights.']],
    ['decimals', 'It is 3.14. That is pi.', ['It is 3.14.', 'That is pi.']],
    ['numbered things', 'See Fig. 3. Take No. 5 now.', ['See Fig. 3.', 'Take No. 5 now.']],
    ['"no" as an answer', 'Really? No. I did not.', ['Really?', 'No.', 'I did not.']],
    ['"I" at the end', 'So did I. Then we left.', ['So did I.', 'Then we left.']],
    ['speech', '“Is it?” cried she. “Yes.” He left.', ['“Is it?” cried she.', '“Yes.”', 'He left.']],
    ['line breaks', 'A title\nMr.\nthis goes on', ['A title', 'Mr.', 'this goes on']],
    ['German quotes', '„Ja.“ Dann ging er.', ['„Ja.“', 'Dann ging er.']],
  ])('knows %s', (_, text, sentences) => {
    expect(splitSentences(text)).toEqual(sentences);
  });

  it('splits Chinese, quotes and brackets with what they hold', () => {
    const sentences = ['他说：“你好。”', '“再见！”', '『是吗？』', '他走了；天黑了。', '（完。）', '然后'];
    expect(splitSentences(sentences.join(''))).toEqual(sentences);
  });

  it('takes time in proportion to the text', () => {
    // The segmenter alone takes minutes for this; the runner's own time limit is the measure.
    expect(splitSentences('中文。'.repeat(300_000))).toHaveLength(300_000);
    expect(splitSentences('Mr. '.repeat(100_000))).toHaveLength(1);
    expect(splitSentences(`${'('.repeat(300_000)}x`)).toHaveLength(1);
  });
});
