// bertkit's pre-training step, timed on request: the same conversation as `peers/pytorch_train.py`.
import { createInterface } from 'node:readline';
import * as ort from 'onnxruntime-node';
import { timed } from '../contest.js';
import type { TrainingSettings } from '../training/settings.js';
import { createTrainingStep } from '../training/training-step.js';

const settings = JSON.parse(process.argv[2] ?? '{}') as TrainingSettings; // written by the benchmark
const training = await createTrainingStep(settings);
const answer = (value: object) => process.stdout.write(`${JSON.stringify(value)}\n`);

answer({ 'onnxruntime-node': ort.env.versions.node });
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'step') answer({ seconds: await timed(() => training.step()) });
  // Node gives kilobytes on every system.
  if (line === 'memory') answer({ peakBytes: process.resourceUsage().maxRSS * 1024 });
}
await training[Symbol.asyncDispose]();
