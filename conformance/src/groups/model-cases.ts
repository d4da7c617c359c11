import { checkFillMask } from '../check-fill-mask.js';
import { checkGradients } from '../check-gradients.js';
import { checkOutputs, isKnownHead } from '../check-outputs.js';
import { checkSteps } from '../check-steps.js';
import { foldersWith } from '../golden-files.js';
import type { GroupContext } from '../group.js';
import type { LoadedCase } from '../loaded-case.js';
import { caseName, readDescription, readModelCase } from '../model-case.js';
import type { Case } from '../report.js';
import { loadModel } from '../run-model.js';
import { tasks, unsupportedFeeds } from '../task.js';

/** Models: their outputs, loss, every gradient, and what optimiser steps make of them. */
export async function runModelCases({ folder, runtime, report }: GroupContext): Promise<void> {
  for (const directory of foldersWith('case.json', folder)) {
    await report.case(caseName(directory), async (each) => {
      const description = readDescription(directory);
      if (!isKnownHead(description.head)) return each.skip(`the head ${description.head}, which comes later`);
      const modelCase = readModelCase(directory, description);
      const [unsupported] = unsupportedFeeds(modelCase);
      if (unsupported !== undefined) return each.skip(`the input ${unsupported}, which comes later`);
      await each.part('outputs', (inner) => checkOutputs({ modelCase, runtime }, inner));

      const task = tasks.get(description.head);
      const [untrained] = unsupportedFeeds(modelCase, { training: true });
      if (task === undefined) return each.skip(`training of the head ${description.head}, which comes later`);
      if (untrained !== undefined) return each.skip(`training with the input ${untrained}, which comes later`);
      const model = await loadModel(runtime.open(directory), task.head);
      await checkTask({ modelCase, task, model, runtime }, each);
    });
  }
}

async function checkTask(loaded: LoadedCase, each: Case): Promise<void> {
  const { description } = loaded.modelCase;
  await each.part('training', (inner) => checkGradients(loaded, inner));
  for (const [name, settings] of Object.entries(description.optimizers ?? {})) {
    await each.part(name, (inner) => checkSteps(loaded, settings, inner));
  }
  if (description.head === 'masked_lm') {
    await each.part('fill-mask', (inner) => checkFillMask(loaded, inner));
  }
}
