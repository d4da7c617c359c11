import { InputError, reasonOf } from './errors.js';

/**
 * The lines of UTF-8 text, as it comes. Lines end at `\n`.
 *
 * @param name  what the text comes from, for messages
 * @throws {InputError} for bytes that are no UTF-8, and where the text cannot be read
 */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let lineCount = 0;
  let begun: Uint8Array[] = []; // the parts of a line that goes on in the next chunk
  const lineOf = (part: Uint8Array) => {
    lineCount++;
    const line = begun.length === 0 ? part : Buffer.concat([...begun, part]);
    begun = [];
    try {
      return decoder.decode(line);
    } catch (cause) {
      throw new InputError(`Line ${lineCount} of ${name} is not UTF-8 text.`, { cause });
    }
  };
  try {
    for await (const chunk of chunks) {
      let start = 0;
      for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
        yield lineOf(chunk.subarray(start, end));
        start = end + 1;
      }
      if (start < chunk.length) begun.push(chunk.subarray(start));
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    const cause = error as NodeJS.ErrnoException;
    const because = cause.code?.startsWith('Z_')
      ? `it is named .gz, but does not unpack (${cause.message})`
      : reasonOf(cause);
    throw new InputError(`${name} cannot be read: ${because}.`, { cause });
  }
  if (begun.length > 0) yield lineOf(new Uint8Array());
}

const newline = 10;
