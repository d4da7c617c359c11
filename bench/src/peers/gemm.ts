// ONNX Runtime's own Gemm, as a linear layer has it, timed on request.
import { constant, gather, gemm, input, serialize } from '@bertkit/graph';
import { Random } from '@bertkit/random';
import { createNodeRuntime } from '@bertkit/runtime-node';
import type { GemmSettings } from '../inference/gemm.js';
import { blockRequest } from '../inference/settings.js';
import { converse } from './conversation.js';
import { medianSeconds } from './repeat.js';

const { m, k, n, threads } = JSON.parse(process.argv[2] ?? '{}') as GemmSettings; // written by the benchmark

// The weight is known when the graph is compiled, as a model's is, so that it is laid out for the product beforehand.
// Only one row comes out: every output is copied once more on its way to JavaScript, and that would be timed too.
const product = gemm(input('x', 'float32', [m, k]), input('weight', 'float32', [n, k]), { transB: true });
const location = 'weight.bin';
const weight = randomValues('weight', n * k);
const initializers = new Map([['weight', { location, offset: 0, byteLength: weight.byteLength }]]);
const model = serialize({ row: gather(product, constant([0], [1], 'int32')) }, { initializers });
const externalData = { [location]: new Uint8Array(weight.buffer) };
await using session = await createNodeRuntime({ threads }).compile(model, { externalData });
const feeds = { x: { dtype: 'float32', shape: [m, k], data: randomValues('x', m * k) } } as const;

function randomValues(name: string, count: number): Float32Array {
  const random = new Random(0, 'gemm', name);
  return Float32Array.from({ length: count }, () => random.float() - 0.5);
}

await converse({}, { [blockRequest]: async () => ({ seconds: await medianSeconds(() => session.run(feeds)) }) });
