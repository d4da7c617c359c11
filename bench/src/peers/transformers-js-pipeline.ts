// transformers.js' way from text to vectors, timed on request.
import { env, pipeline, type Tensor } from '@huggingface/transformers';
import { pipelineAnswers } from '../inference/pipeline.js';
import type { PipelineSettings } from '../inference/settings.js';
import { converse } from './conversation.js';
import { transformersJsOptions } from './transformers-js-options.js';

const settings = JSON.parse(process.argv[2] ?? '{}') as PipelineSettings; // written by the benchmark
env.allowRemoteModels = false;
const extractor = await pipeline('feature-extraction', settings.directory, transformersJsOptions(settings));
const { pooling, normalize } = settings;
const answers = await pipelineAnswers(settings, async (texts) => {
  return rowsOf(await extractor([...texts], { pooling, normalize }));
});

function rowsOf({ data, dims: [rowCount = 0, width = 0] }: Tensor): Float32Array[] {
  const values = data as Float32Array; // what its models give
  return Array.from({ length: rowCount }, (_, row) => values.subarray(row * width, (row + 1) * width));
}

await converse({ 'transformers.js': env.version }, answers);
