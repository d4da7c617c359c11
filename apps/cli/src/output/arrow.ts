import {
  Field,
  FixedSizeList,
  Float32,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import type { EmbeddedText } from './embedded-text.js';
import { writeWholeFile } from './whole-file.js';

/** Of a record batch. Offsets into the texts of one are 32 bits wide. */
const batchLimits = { rows: 1024, characters: 2 ** 24 };

/**
 * Writes texts and embeddings as an Arrow IPC file (Feather, version 2): the columns `text`, utf8, and `embedding`, a
 * fixed-size list of float32. `pyarrow.feather`, pandas, Polars and DuckDB read it.
 *
 * @param dimension  numbers of each embedding
 */
export async function writeArrow(path: string, rows: AsyncIterable<EmbeddedText>, dimension: number): Promise<void> {
  await writeWholeFile(path, async (file) => {
    const writer = new RecordBatchFileWriter();
    const written = (async () => {
      for await (const bytes of writer) await file.writeFile(bytes);
    })();
    written.catch(() => {}); // it is looked at below, but may fail before
    try {
      for await (const batch of recordBatches(rows, dimension)) {
        writer.write(batch);
        await Promise.race([written, undefined]); // goes on, unless writing has failed
      }
      writer.close();
    } catch (error) {
      writer.abort(error); // which ends the loop above
      await written.catch(() => {});
      throw error;
    }
    await written;
  });
}

async function* recordBatches(rows: AsyncIterable<EmbeddedText>, dimension: number) {
  const item = new Field('item', new Float32(), false);
  const list = new FixedSizeList(dimension, item);
  const schema = new Schema([new Field('text', new Utf8(), false), new Field('embedding', list, false)]);

  const batchOf = (part: readonly EmbeddedText[]) => {
    const values = new Float32Array(part.length * dimension);
    for (const [i, { embedding }] of part.entries()) values.set(embedding, i * dimension);
    const numbers = makeData({ type: item.type, data: values });
    const embeddings = makeData({ type: list, length: part.length, child: numbers });
    const texts = vectorFromArray(
      part.map(({ text }) => text),
      new Utf8(),
    );
    const children = [...texts.data, embeddings];
    return new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length: part.length, children }));
  };

  let part: EmbeddedText[] = [];
  let characters = 0;
  let isEmpty = true;
  for await (const row of rows) {
    part.push(row);
    characters += row.text.length;
    if (part.length < batchLimits.rows && characters < batchLimits.characters) continue;
    yield batchOf(part);
    isEmpty = false;
    part = [];
    characters = 0;
  }
  if (part.length > 0 || isEmpty) yield batchOf(part); // a file has one batch at least, for its schema
}
