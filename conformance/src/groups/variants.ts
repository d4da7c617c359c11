import { checkFillMask } from '../check-fill-mask.js';
import { checkLosses } from '../check-losses.js';
import { checkOutputs } from '../check-outputs.js';
import { compareNames } from '../compare.js';
import { foldersWith } from '../golden-files.js';
import type { GroupContext } from '../group.js';
import { createCaseTrainee } from '../loaded-case.js';
import { caseName, readDescription, readModelCase } from '../model-case.js';
import { loadModel } from '../run-model.js';
import { tasks } from '../task.js';

/** One model in every form that files come in: what it gives out, and which tensors are reported as unexpected. */
export async function runVariants({ folder, runtime, report }: GroupContext): Promise<void> {
  for (const directory of foldersWith('case.json', folder)) {
    await report.case(caseName(directory), async (each) => {
      const description = readDescription(directory);
      const task = tasks.get(description.head);
      if (task === undefined) return each.skip(`the head ${description.head}, which comes later`);
      const modelCase = readModelCase(directory, description);
      const model = await loadModel(runtime.open(directory), task.head);
      const loaded = { modelCase, task, model, runtime };
      const unexpected = description.hf_report?.unexpected_keys ?? [];
      each.check('unexpected tensors', compareNames(model.unexpected, unexpected));
      await each.part('outputs', (inner) => checkOutputs(loaded, inner));
      await each.part('training', async (inner) => {
        await using trainee = await createCaseTrainee(loaded);
        await checkLosses(loaded, trainee, inner);
      });
      if (description.head === 'masked_lm') {
        await each.part('fill-mask', (inner) => checkFillMask(loaded, inner));
      }
    });
  }
}
