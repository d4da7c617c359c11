import type { Runtime } from '@bertkit/runtime';
import { createCaseTrainee } from './case-trainee.js';
import { compareNames, compareNumbers, expectNone, globalNorm, gradientTolerance, relative } from './compare.js';
import type { ModelCase } from './model-case.js';
import type { ExpectedTensor } from './read-tensors.js';
import type { Case } from './report.js';
import type { LoadedModel } from './run-model.js';
import { type Task, trainingBatch } from './task.js';

/** The losses of one batch, and the gradient of every parameter. */
export async function checkGradients(
  modelCase: ModelCase,
  task: Task,
  model: LoadedModel,
  runtime: Runtime,
  each: Case,
): Promise<void> {
  const { expected, description } = modelCase;
  const { tolerances } = description;
  const { batch } = trainingBatch(modelCase, task);
  await using trainee = await createCaseTrainee(modelCase, task, model, runtime);
  const losses = await trainee.backward(batch, 0, batch.targetCounts);
  const means = Object.entries(losses).map(([name, { sum, count }]) => [name, sum / count] as const);
  const loss = means.reduce((sum, [, mean]) => sum + mean, 0);
  const check = (what: string, found: number, wanted: ExpectedTensor | undefined) => {
    if (wanted !== undefined) each.check(what, compareNumbers([found], wanted.data, relative(tolerances.loss)));
  };
  check('loss', loss, expected.get('loss'));
  for (const [name, mean] of means) check(name, mean, expected.get(task.lossNames[name] ?? name));
  const { sum = Number.NaN, count = Number.NaN } = losses['maskedLm'] ?? {};
  check('google.masked_lm_loss', sum / (count + 1e-5), expected.get('google.masked_lm_loss'));
  const evaluated = Object.values(await trainee.evaluate(batch)).reduce((all, part) => all + part.sum / part.count, 0);
  check('loss of evaluate()', evaluated, expected.get('loss'));

  const gradients = trainee.store.views(trainee.store.gradients);
  const wanted = gradientsOf(expected);
  const norm = globalNorm([...wanted.values()].map(({ data }) => data));
  for (const [name, { data }] of wanted) {
    const tolerance = gradientTolerance({
      expected: data,
      globalNorm: norm,
      ofLargest: tolerances.grad_of_tensor_largest ?? 0,
      ofGlobalNorm: tolerances.grad_of_global_norm ?? 0,
    });
    each.check(`gradient of ${name}`, compareNumbers(gradients.get(name)?.data ?? [], data, tolerance));
  }
  const without = [...gradients.keys()].filter((name) => !wanted.has(name));
  each.check('parameters_without_gradient', compareNames(without, description.parameters_without_gradient ?? []));
  const moved = without.filter((name) => gradients.get(name)?.data.some((value) => value !== 0));
  each.check('gradients of those', expectNone(moved));

  const padRow = expected.get('google_pad_row_grad');
  if (padRow !== undefined) await checkPadRow(modelCase, task, model, runtime, { padRow, norm }, each);
}

/** With no padding token, as in Google's code, the word table's row 0 gets what its lookups send it. */
async function checkPadRow(
  modelCase: ModelCase,
  task: Task,
  model: LoadedModel,
  runtime: Runtime,
  { padRow, norm }: { padRow: ExpectedTensor; norm: number },
  each: Case,
): Promise<void> {
  const { tolerances } = modelCase.description;
  const { batch } = trainingBatch(modelCase, task);
  const config = { ...model.config, padTokenId: null };
  await using trainee = await createCaseTrainee(modelCase, task, { ...model, config }, runtime);
  await trainee.backward(batch, 0, batch.targetCounts);
  const name = 'bert.embeddings.word_embeddings.weight';
  const row = trainee.store.views(trainee.store.gradients).get(name)?.data.subarray(0, padRow.data.length) ?? [];
  const tolerance = gradientTolerance({
    expected: gradientsOf(modelCase.expected).get(name)?.data ?? padRow.data,
    globalNorm: norm,
    ofLargest: tolerances.grad_of_tensor_largest ?? 0,
    ofGlobalNorm: tolerances.grad_of_global_norm ?? 0,
  });
  each.check('google_pad_row_grad', compareNumbers(row, padRow.data, tolerance));
}

function gradientsOf(expected: ReadonlyMap<string, ExpectedTensor>): Map<string, ExpectedTensor> {
  const prefix = 'grad.';
  return new Map(
    [...expected].flatMap(([name, tensor]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), tensor] as const] : [],
    ),
  );
}
