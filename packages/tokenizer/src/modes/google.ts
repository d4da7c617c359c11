import type { TokenizerDefinition } from '../definition.js';
import { codePointAt } from '../unicode/code-points.js';
import { PythonCharacters } from '../unicode/python-characters.js';
import { DROPPED } from '../unicode/unicode.js';
import type { Segmenter } from '../words/segmenter.js';
import { basicSettings } from './basic-settings.js';
import { BasicTokenizer } from './basic-tokenizer.js';

/**
 * Splits text as google-research/bert does (`tokenization.py`), which knows no special tokens: `[MASK]` is three words.
 *
 * Its cleaning keeps characters that are unassigned or for private use, and it lowercases words as wholes, so that they
 * end in ς.
 *
 * @throws {TokenizerOptionError} for a setting that this mode has not
 */
export function createGoogleSegmenter(definition: TokenizerDefinition): Segmenter {
  const python = new PythonCharacters();
  const options = {
    ...basicSettings(definition),
    python,
    dropped: DROPPED,
    composes: false,
    neverSplit: new Set<string>(),
  };
  return {
    segment(text, visitor) {
      const words = new BasicTokenizer(options, (word) => visitor.word(word));
      for (let i = 0; i < text.length; ) {
        const codePoint = codePointAt(text, i);
        const next = i + (codePoint > 0xffff ? 2 : 1);
        words.add(codePoint, i, next);
        i = next;
      }
      words.end();
    },
  };
}
