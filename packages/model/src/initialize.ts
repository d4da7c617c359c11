import { Random } from '@bertkit/random';
import type { BertConfig } from './config.js';
import { elementCount, type FloatTensor, type ParameterSpec, type Parameters, wordEmbeddings } from './parameters.js';

/**
 * New parameters, started as transformers starts them: weights normal with standard deviation `initializerRange`, not
 * truncated; biases 0; LayerNorm 1 and 0; the word table's row of `padTokenId` 0.
 *
 * Each tensor is drawn from a stream of its own, named after it, so that neither the order of `specs` nor a head beside
 * the encoder changes what a parameter starts as.
 *
 * @param seed  a whole number
 */
export function initializeParameters(specs: Iterable<ParameterSpec>, config: BertConfig, seed: number): Parameters {
  const parameters = new Map<string, FloatTensor>();
  for (const spec of specs) {
    const data = initialValues(spec, config, seed);
    parameters.set(spec.name, { dtype: 'float32', shape: spec.shape, data });
  }
  return parameters;
}

function initialValues({ name, shape, init }: ParameterSpec, config: BertConfig, seed: number): Float32Array {
  const data = new Float32Array(elementCount(shape));
  if (init === 'ones') data.fill(1);
  if (init === 'normal') {
    const random = new Random(seed, 'init', name);
    for (let i = 0; i < data.length; i++) data[i] = random.normal() * config.initializerRange;
  }
  if (name === wordEmbeddings && config.padTokenId !== null) {
    const { padTokenId, hiddenSize } = config;
    data.fill(0, padTokenId * hiddenSize, (padTokenId + 1) * hiddenSize);
  }
  return data;
}
