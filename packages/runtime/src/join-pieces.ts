import type { FileContent } from './files.js';

/** What comes in pieces as one array. Bytes that are whole already are given back as they are, not copied. */
export async function joinPieces(content: FileContent): Promise<Uint8Array> {
  if (content instanceof Uint8Array) return content;
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece.slice()); // its maker may use the array again for the next
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
