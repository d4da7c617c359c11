import { describe, expect, it } from 'vitest';
import { type Document, type LayoutDecision, type ReadDocumentsOptions, readDocuments } from './read-documents.js';

async function read(lines: Iterable<string> | AsyncIterable<string>, options: ReadDocumentsOptions = {}) {
  const documents: Document[] = [];
  for await (const document of readDocuments(lines, options)) documents.push(document);
  return documents;
}

async function decide(lines: Iterable<string>): Promise<LayoutDecision[]> {
  const decisions: LayoutDecision[] = [];
  await read(lines, { onLayout: (decision) => decisions.push(decision) });
  return decisions;
}

describe('readDocuments', () => {
  it.each([[[]], [['', '  ']]])('says that %j is empty, and where', async (lines) => {
    const reading = read(lines, { source: 'notes.txt' });
    await expect(reading).rejects.toMatchObject({ code: 'BERTKIT_EMPTY_CORPUS', source: 'notes.txt' });
    await expect(reading).rejects.toThrow(`all of its ${lines.length} lines are blank`);
  });

  it('takes a line for a sentence and a blank line for the end of a document', async () => {
    const lines = ['', 'One. Still one. ', ' Two.', ' ', '', 'Three.'];
    expect(await read(lines, { layout: 'sentences' })).toEqual([['One. Still one.', 'Two.'], ['Three.']]);
  });

  it('splits the paragraphs of text', async () => {
    const lines = ['One. Two.', 'Three.', '', 'Four. Five.'];
    expect(await read(lines, { layout: 'text' })).toEqual([
      ['One.', 'Two.', 'Three.'],
      ['Four.', 'Five.'],
    ]);
  });

  it('ends a document of text after 64 paragraphs, and none of sentences', async () => {
    const lines = Array.from({ length: 130 }, (_, i) => `Line ${i}.`);
    const sizes = async (layout: 'text' | 'sentences') => (await read(lines, { layout })).map(({ length }) => length);
    expect(await sizes('text')).toEqual([64, 64, 2]);
    expect(await sizes('sentences')).toEqual([130]);
  });

  it('reads an asynchronous source just the same', async () => {
    async function* lines() {
      yield 'One. Two.';
      yield '';
      yield 'Three. Four.';
    }
    expect(await read(lines())).toEqual(await read(['One. Two.', '', 'Three. Four.']));
  });

  it('finds the layout by how many lines hold several sentences, and says so once', async () => {
    const lines = (several: number) => Array.from({ length: 10 }, (_, i) => (i < several ? 'One. Two.' : 'One.'));
    expect(await decide(lines(2))).toEqual([{ layout: 'sentences', lineCount: 10, severalSentencesCount: 2 }]);
    expect(await decide(['', ...lines(3), ''])).toEqual([{ layout: 'text', lineCount: 10, severalSentencesCount: 3 }]);
  });

  it('decides by the first 1000 lines alone, and loses none of them', async () => {
    const lines = [...Array<string>(1000).fill('One.'), ...Array<string>(2000).fill('One. Two.')];
    expect(await decide(lines)).toEqual([{ layout: 'sentences', lineCount: 1000, severalSentencesCount: 0 }]);
    expect(await read(lines)).toEqual([lines]);
  });

  it('takes a paragraph of any number of sentences', async () => {
    const [document] = await read(['Go. '.repeat(200_000)], { layout: 'text' });
    expect(document).toHaveLength(200_000);
  });

  it('refuses a layout that it does not know', async () => {
    await expect(read(['One.'], { layout: 'lines' as 'text' })).rejects.toThrow(/layout is lines/);
  });

  it('closes its source when the reader breaks off', async () => {
    let isClosed = false;
    async function* lines() {
      try {
        yield* ['One. Two.', '', 'Three.'];
      } finally {
        isClosed = true;
      }
    }
    for await (const document of readDocuments(lines(), { layout: 'text' })) {
      expect(document).toEqual(['One.', 'Two.']);
      break;
    }
    expect(isClosed).toBe(true);
  });
});
