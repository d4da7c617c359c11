import { basename, dirname } from 'node:path';
import { env, pipeline } from '@huggingface/transformers';

/** Sentence vectors of a model directory as transformers.js loads and runs it, text by text: means, normalised. */
export async function embedWithTransformersJs(
  texts: readonly string[],
  directory: string,
  dtype: 'fp32' | 'int8',
): Promise<Float32Array[]> {
  env.allowRemoteModels = false;
  env.localModelPath = dirname(directory);
  const extract = await pipeline('feature-extraction', basename(directory), {
    dtype: dtype === 'int8' ? 'q8' : 'fp32', // which file it takes: model_quantized.onnx, model.onnx
  });
  try {
    const vectors: Float32Array[] = [];
    for (const text of texts) {
      const { data } = await extract(text, { pooling: 'mean', normalize: true });
      vectors.push(Float32Array.from(data as Float32Array));
    }
    return vectors;
  } finally {
    await extract.dispose();
  }
}
