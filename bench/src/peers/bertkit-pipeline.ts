// bertkit's way from text to vectors, timed on request.
import { createEmbedder } from '@bertkit/pipelines';
import { createNodeRuntime } from '@bertkit/runtime-node';
import * as ort from 'onnxruntime-node';
import { pipelineAnswers } from '../inference/pipeline.js';
import type { PipelineSettings } from '../inference/settings.js';
import { converse } from './conversation.js';

const settings = JSON.parse(process.argv[2] ?? '{}') as PipelineSettings; // written by the benchmark
const runtime = createNodeRuntime({ threads: settings.threads });
const kernels = settings.dtype === 'int8' ? 'int8' : 'fused';
await using embedder = await createEmbedder(runtime, runtime.open(settings.directory), { kernels });
const answers = await pipelineAnswers(settings, (texts) => embedder.embed(texts));

await converse({ 'onnxruntime-node': ort.env.versions.node }, answers);
