import type { Text } from '../pieces/text-reader.js';
import type { Encoding } from './encoding.js';

/**
 * The offsets of an encoding in Unicode code points, as Python counts them, instead of UTF-16 units: start and end of
 * each token in turn.
 *
 * @param text  what was encoded
 * @param pair  the second text. Default: none
 */
export function codePointOffsets(
  encoding: Pick<Encoding, 'offsets' | 'sequenceIds' | 'wordIds'>,
  text: Text,
  pair: Text = '',
): Int32Array {
  const counts = [text, pair].map((each) =>
    typeof each === 'string' ? codePointsBefore(each) : each.words.map(codePointsBefore),
  );
  return encoding.offsets.map((offset, i) => {
    const ofText = counts[encoding.sequenceIds[i >> 1] ?? -1];
    const before = Array.isArray(ofText) ? ofText[encoding.wordIds[i >> 1] ?? -1] : ofText;
    return before?.[offset] ?? 0; // added tokens are of no sequence (−1), and stay at [0, 0]
  });
}

/** How many code points stand before each place in a text, its end included. */
function codePointsBefore(text: string): Int32Array {
  const counts = new Int32Array(text.length + 1);
  let count = 0;
  let place = 0;
  for (const char of text) {
    place += char.length;
    counts[place] = ++count;
  }
  return counts;
}
