import type { EmbeddedText } from './embedded-text.js';
import { writeWholeFile } from './whole-file.js';

/** Room for any count of rows, so that the true one can be written when it is known. The format asks for a multiple of 64. */
const headerLength = 128;

/**
 * Writes embeddings as NumPy's `.npy`, a matrix of float32, a row a text: `numpy.load(path)`.
 *
 * @param dimension  numbers of each embedding
 * @see numpy.lib.format, version 1.0
 */
export async function writeNpy(path: string, rows: AsyncIterable<EmbeddedText>, dimension: number): Promise<void> {
  await writeWholeFile(path, async (file) => {
    await file.writeFile(npyHeader([0, dimension]));
    let count = 0;
    for await (const { embedding } of rows) {
      await file.writeFile(new Uint8Array(embedding.buffer, embedding.byteOffset, embedding.byteLength));
      count++;
    }
    await file.write(npyHeader([count, dimension]), 0, headerLength, 0);
  });
}

/** Of a matrix of little-endian float32, row by row: always 128 bytes. */
export function npyHeader([rowCount, width]: readonly [number, number]): Uint8Array {
  const fields = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rowCount}, ${width}), }`;
  const magic = [0x93, ...Buffer.from('NUMPY'), 1, 0, headerLength - 10, 0]; // the length that follows, little-endian
  return Buffer.concat([Buffer.from(magic), Buffer.from(`${fields.padEnd(headerLength - magic.length - 1)}\n`)]);
}
