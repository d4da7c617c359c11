// The model of transformers.js alone, timed on ready batches.
import { AutoModel, env, Tensor } from '@huggingface/transformers';
import { encoderAnswers } from '../inference/encoder.js';
import type { EncoderSettings } from '../inference/settings.js';
import { converse } from './conversation.js';
import { transformersJsOptions } from './transformers-js-options.js';

const settings = JSON.parse(process.argv[2] ?? '{}') as EncoderSettings; // written by the benchmark
env.allowRemoteModels = false;
const model = await AutoModel.from_pretrained(settings.directory, transformersJsOptions(settings));
const answers = await encoderAnswers(settings, ({ shape, inputIds, attentionMask }) => {
  const tensor = (values: readonly number[]) => new Tensor('int64', BigInt64Array.from(values, BigInt), [...shape]);
  const feeds = {
    input_ids: tensor(inputIds),
    attention_mask: tensor(attentionMask),
    token_type_ids: tensor(inputIds.map(() => 0)),
  };
  return () => model(feeds);
});

await converse({ 'transformers.js': env.version }, answers);
