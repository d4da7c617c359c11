import { encoderInputs, inputNames } from '@bertkit/heads';
import { absolute, compareNumbers } from './compare.js';
import type { LoadedCase } from './loaded-case.js';
import type { Case } from './report.js';
import { runModel } from './run-model.js';
import { encoderFeeds, slotLogits, trainingBatch } from './task.js';

/** Expectations that are no outputs of the model, or are compared by another name. */
const otherExpectations = /^(grad\.|google[._]|masked_(positions|logits)$|(masked_lm_|next_sentence_)?loss$)/;

/** The logits of whole sequences, and those of masked tokens alone. */
export async function checkOutputs({ modelCase, task, model, runtime }: LoadedCase, each: Case): Promise<void> {
  const { expected, description } = modelCase;
  const tolerance = absolute(description.tolerances.outputs);
  const feeds = encoderFeeds(modelCase);
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
    const { batch, shape } = trainingBatch(modelCase, task);
    const { [inputNames.maskedLabels]: labels, [inputNames.nextSentenceLabels]: _, ...slotFeeds } = batch.feeds;
    const { slots } = await runModel(runtime, model, (context) => ({ slots: slotLogits(context, shape) }), slotFeeds);
    const width = masked.shape[1] ?? 0;
    const labelled = Array.from(labels?.data ?? [], (label, slot) => (label < 0 ? [] : [slot])).flat();
    const rows = labelled.flatMap((slot) => [...(slots?.data.subarray(slot * width, (slot + 1) * width) ?? [])]);
    each.check('masked_logits', compareNumbers(rows, masked.data, tolerance));
  }
}
