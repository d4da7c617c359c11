// bertkit's encoder alone, timed on ready batches.
import { encoderHead, inputNames, loadModel } from '@bertkit/heads';
import { createNodeRuntime } from '@bertkit/runtime-node';
import { encoderAnswers } from '../inference/encoder.js';
import type { EncoderSettings } from '../inference/settings.js';
import { converse } from './conversation.js';

const settings = JSON.parse(process.argv[2] ?? '{}') as EncoderSettings; // written by the benchmark
const runtime = createNodeRuntime({ threads: settings.threads });
const kernels = settings.dtype === 'int8' ? 'int8' : 'fused';
await using model = await loadModel(runtime, runtime.open(settings.directory), encoderHead({ pooler: false }), {
  kernels,
});
const answers = await encoderAnswers(settings, ({ shape, inputIds, attentionMask }) => {
  const feeds = {
    [inputNames.inputIds]: { dtype: 'int32', shape, data: Int32Array.from(inputIds) },
    [inputNames.attentionMask]: { dtype: 'uint8', shape, data: Uint8Array.from(attentionMask) },
    [inputNames.tokenTypeIds]: { dtype: 'int32', shape, data: new Int32Array(inputIds.length) },
  } as const;
  return () => model.session.run(feeds, { last_hidden_state: 'data' });
});

await converse({}, answers);
