import type { Tensor } from '@bertkit/graph';
import { encoderInputs, type Loss } from '@bertkit/heads';
import { absolute, compareNames, compareNumbers, relative } from '../compare.js';
import { filesIn, foldersWith } from '../golden-files.js';
import type { GroupContext } from '../group.js';
import { caseName, readDescription, readModelCase } from '../model-case.js';
import { loadModel, runModel } from '../run-model.js';
import { encoderFeeds, tasks, trainingBatch } from '../task.js';

/** One model in every form that files come in: what it gives out, and which tensors are reported as unexpected. */
export async function runVariants({ folder, runtime, report }: GroupContext): Promise<void> {
  for (const directory of foldersWith('case.json', folder)) {
    await report.case(caseName(directory), async (each) => {
      const unread = unreadForm(filesIn(directory));
      if (unread !== undefined) return each.skip(unread);
      const description = readDescription(directory);
      const task = tasks.get(description.head);
      if (task === undefined) return each.skip(`the head ${description.head}, which comes later`);
      const modelCase = readModelCase(directory, description);
      const model = await loadModel(runtime.open(directory), task.head);
      const { outputs, loss } = description.tolerances;
      const feeds = encoderFeeds(modelCase);
      const logits = await runModel(runtime, model, (context) => task.logits(encoderInputs(), context), feeds);
      for (const [name, { data }] of Object.entries(logits)) {
        const wanted = modelCase.expected.get(name);
        if (wanted !== undefined) each.check(name, compareNumbers(data, wanted.data, absolute(outputs)));
      }
      const { batch, shape } = trainingBatch(modelCase, task);
      const losses = await runModel(runtime, model, (context) => sumsOf(task.head.losses(context, shape)), batch.feeds);
      const total = Object.entries(losses).reduce(
        (sum, [name, { data }]) => sum + (data[0] ?? Number.NaN) / (batch.targetCounts[name] ?? Number.NaN),
        0,
      );
      const wanted = modelCase.expected.get('loss');
      if (wanted !== undefined) each.check('loss', compareNumbers([total], wanted.data, relative(loss)));
      const unexpected = description.hf_report?.unexpected_keys ?? [];
      each.check('unexpected tensors', compareNames(model.unexpected, unexpected));
    });
  }
}

/** Why a form of weights cannot be read yet. */
function unreadForm(files: readonly string[]): string | undefined {
  if (files.includes('model.safetensors')) return undefined;
  if (files.some((file) => file.endsWith('.bin'))) return "weights in PyTorch's .bin, which come later";
  return files.includes('model.safetensors.index.json') ? 'weights in shards, which come later' : undefined;
}

function sumsOf(losses: Readonly<Record<string, Loss>>): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(losses).map(([name, { sum }]) => [name, sum]));
}
