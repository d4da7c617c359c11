import { encoderInputs, inputNames } from '@bertkit/heads';
import type { Runtime } from '@bertkit/runtime';
import { checkGradients } from '../check-gradients.js';
import { checkSteps } from '../check-steps.js';
import { absolute, compareNumbers } from '../compare.js';
import { foldersWith } from '../golden-files.js';
import type { GroupContext } from '../group.js';
import { caseName, type ModelCase, readDescription, readModelCase } from '../model-case.js';
import type { Case } from '../report.js';
import { type LoadedModel, loadModel, runModel } from '../run-model.js';
import { encoderFeeds, slotLogits, type Task, tasks, trainingBatch, unsupportedFeeds } from '../task.js';

/** Models: their outputs, loss, every gradient, and what optimiser steps make of them. */
export async function runModelCases({ folder, runtime, report }: GroupContext): Promise<void> {
  for (const directory of foldersWith('case.json', folder)) {
    await report.case(caseName(directory), async (each) => {
      const description = readDescription(directory);
      const task = tasks.get(description.head);
      if (task === undefined) return each.skip(`the head ${description.head}, which comes later`);
      const modelCase = readModelCase(directory, description);
      const [unsupported] = unsupportedFeeds(modelCase, task);
      if (unsupported !== undefined) return each.skip(`the input ${unsupported}, which comes later`);
      await runModelCase(modelCase, task, runtime, each);
    });
  }
}

async function runModelCase(modelCase: ModelCase, task: Task, runtime: Runtime, each: Case): Promise<void> {
  const model = await loadModel(runtime.open(modelCase.folder), task.head);
  await checkOutputs(modelCase, task, model, runtime, each);
  await checkGradients(modelCase, task, model, runtime, each);
  for (const [name, settings] of Object.entries(modelCase.description.optimizers ?? {})) {
    await checkSteps(modelCase, task, model, settings, runtime, {
      check: (what, mismatch) => each.check(`${name}: ${what}`, mismatch),
      skip: each.skip,
    });
  }
}

/** Expectations that are no outputs of the model, or are compared by another name. */
const otherExpectations = /^(grad\.|google[._]|masked_(positions|logits)$|(masked_lm_|next_sentence_)?loss$)/;

async function checkOutputs(
  { expected, ...modelCase }: ModelCase,
  task: Task,
  model: LoadedModel,
  runtime: Runtime,
  each: Case,
): Promise<void> {
  const tolerance = absolute(modelCase.description.tolerances.outputs);
  const feeds = encoderFeeds({ expected, ...modelCase });
  const logits = await runModel(runtime, model, (context) => task.logits(encoderInputs(), context), feeds);
  for (const [name, { data }] of Object.entries(logits)) {
    const wanted = expected.get(name);
    if (wanted !== undefined) each.check(name, compareNumbers(data, wanted.data, tolerance));
  }
  for (const name of expected.keys()) {
    if (name in logits || otherExpectations.test(name)) continue;
    each.skip(`the output ${name.replace(/\.\d+$/, '')}, which is not given out yet`);
  }
  const masked = expected.get('masked_logits');
  if (masked !== undefined) {
    const { batch, shape } = trainingBatch({ expected, ...modelCase }, task);
    const { [inputNames.maskedLabels]: labels, [inputNames.nextSentenceLabels]: _, ...slotFeeds } = batch.feeds;
    const { slots } = await runModel(runtime, model, (context) => ({ slots: slotLogits(context, shape) }), slotFeeds);
    const width = masked.shape[1] ?? 0;
    const labelled = Array.from(labels?.data ?? [], (label, slot) => (label < 0 ? [] : [slot])).flat();
    const rows = labelled.flatMap((slot) => [...(slots?.data.subarray(slot * width, (slot + 1) * width) ?? [])]);
    each.check('masked_logits', compareNumbers(rows, masked.data, tolerance));
  }
}
