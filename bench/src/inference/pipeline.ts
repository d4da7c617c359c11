import { writeFile } from 'node:fs/promises';
import { timed } from '../contest.js';
import type { Answers } from '../peers/conversation.js';
import { medianSeconds } from '../peers/repeat.js';
import { readLines } from '../text/files.js';
import { type PipelineSettings, passRequest, textRequest, vectorsRequest } from './settings.js';

/** From texts to vectors, one batch or all of them: the work that is timed. */
export type Embed = (texts: readonly string[]) => Promise<readonly Float32Array[]>;

/** So much text is read before the first answer that code and memory are what they stay. */
const warmUpMs = 1000;

/** What a process that makes vectors answers, to the requests of `settings.ts`. It has been warmed up. */
export async function pipelineAnswers(settings: PipelineSettings, embed: Embed): Promise<Answers> {
  const { batchSizes, texts, vectors: path } = settings;
  const sentences = await readLines(settings.sentences);
  const sizes = batchSizes.length > 0 ? batchSizes : [undefined];
  const pass = async (batchSize = sentences.length) => {
    const vectors: Float32Array[] = [];
    for (let start = 0; start < sentences.length; start += batchSize) {
      vectors.push(...(await embed(sentences.slice(start, start + batchSize))));
    }
    return vectors;
  };
  await warmUp(embed, sentences, sizes);
  return {
    ...Object.fromEntries(
      sizes.map((size) => [passRequest(size), async () => ({ seconds: await timed(() => pass(size)) })]),
    ),
    ...Object.fromEntries(
      Object.entries(texts).map(([tokens, text]) => [
        textRequest(Number(tokens)),
        async () => ({ seconds: await medianSeconds(() => embed([text])) }),
      ]),
    ),
    async [vectorsRequest]() {
      const vectors = await pass(sizes[0]);
      await writeFile(path, Buffer.concat(vectors.map(bytesOf)));
      return { dimension: vectors[0]?.length ?? 0 };
    },
  };
}

async function warmUp(embed: Embed, sentences: readonly string[], sizes: readonly (number | undefined)[]) {
  for (const size of sizes) {
    const end = performance.now() + warmUpMs / sizes.length;
    const batchSize = size ?? 64;
    for (let start = 0; performance.now() < end; start += batchSize) {
      const from = start % sentences.length;
      await embed(sentences.slice(from, from + batchSize));
    }
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
