import { checkLosses } from './check-losses.js';
import { compareNames, compareNumbers, expectNone, globalNorm, gradientTolerance } from './compare.js';
import { createCaseTrainee, type LoadedCase } from './loaded-case.js';
import type { ExpectedTensor } from './read-tensors.js';
import type { Case } from './report.js';
import { trainingBatch } from './task.js';

/** The losses of one batch, and the gradient of every parameter. */
export async function checkGradients(loaded: LoadedCase, each: Case): Promise<void> {
  const { expected, description } = loaded.modelCase;
  const { tolerances } = description;
  await using trainee = await createCaseTrainee(loaded);
  await checkLosses(loaded, trainee, each);

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
  if (padRow !== undefined) await checkPadRow(loaded, { padRow, norm }, each);
}

/** With no padding token, as in Google's code, the word table's row 0 gets what its lookups send it. */
async function checkPadRow(
  loaded: LoadedCase,
  { padRow, norm }: { padRow: ExpectedTensor; norm: number },
  each: Case,
): Promise<void> {
  const { modelCase, task, model } = loaded;
  const { tolerances } = modelCase.description;
  const { batch } = trainingBatch(modelCase, task);
  const config = { ...model.config, padTokenId: null };
  await using trainee = await createCaseTrainee({ ...loaded, model: { ...model, config } });
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
