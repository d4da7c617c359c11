import {
  encoderHead,
  type Head,
  inputNames,
  loadModel,
  maskedLmHead,
  maskedWordsHead,
  multipleChoiceHead,
  nextSentenceHead,
  poolings,
  pretrainingHead,
  questionAnsweringHead,
  sentenceEmbeddingHead,
  sequenceClassificationHead,
  tokenClassificationHead,
} from '@bertkit/heads';
import type { KernelSet, TensorData } from '@bertkit/runtime';
import { absolute, compareNames, compareNumbers } from './compare.js';
import type { LoadedCase } from './loaded-case.js';
import type { ModelCase } from './model-case.js';
import type { Case } from './report.js';
import { caseInputs, encoderFeeds, slotsOf } from './task.js';

type RunnableCase = Pick<LoadedCase, 'modelCase' | 'runtime'>;
type Numbers = ReadonlyMap<string, ArrayLike<number>>;

/** The sets whose numbers are those of the reference, but for rounding. */
const exactKernels = ['differentiable', 'fused'] as const satisfies KernelSet[];

/** Expectations that are no outputs of the model. */
const otherExpectations = /^(grad\.|google[._]|masked_positions$|(masked_lm_|next_sentence_)?loss$)/;

/** All that comes out of a case's model, which is loaded from its directory, with each of these sets of kernels. */
export async function checkOutputs({ modelCase, runtime }: RunnableCase, each: Case): Promise<void> {
  const { expected, description } = modelCase;
  const tolerance = absolute(description.tolerances.outputs);
  const wanted = [...expected].filter(([name]) => !otherExpectations.test(name));
  for (const kernels of exactKernels) {
    await each.part(kernels, async (inner) => {
      const found = await outputsOf({ modelCase, runtime }, kernels);
      inner.check('names', compareNames(found.keys(), new Map(wanted).keys()));
      for (const [name, { data }] of wanted) inner.check(name, compareNumbers(found.get(name) ?? [], data, tolerance));
    });
  }
}

/** A head that gives some of what a case expects. */
interface CaseHead {
  readonly head: Head;
  /** What the case calls an output. Default: as the head does. */
  readonly names?: Readonly<Record<string, string>>;
}

/** By the name that cases give the head. */
const caseHeads: Readonly<Record<string, (modelCase: ModelCase) => CaseHead[]>> = {
  base: ({ expected }) => [{ head: encoderHead({ pooler: expected.has('pooler_output') }) }],
  masked_lm: () => [{ head: maskedLmHead }],
  next_sentence: () => [{ head: nextSentenceHead }],
  pretraining: () => [{ head: pretrainingHead }],
  sequence_classification: () => [{ head: sequenceClassificationHead }],
  token_classification: () => [{ head: tokenClassificationHead }],
  question_answering: () => [{ head: questionAnsweringHead }],
  multiple_choice: () => [{ head: multipleChoiceHead }],
  // A case expects all poolings of one model.
  sentence_embedding: () =>
    poolings.flatMap((pooling) =>
      [false, true].map((normalize) => ({
        head: sentenceEmbeddingHead({ pooling: [pooling], normalize, includePrompt: true }),
        names: { sentence_embedding: `embedding.${pooling}${normalize ? '.normalized' : ''}` },
      })),
    ),
};

/** Whether there is a head of bertkit for what cases call this. */
export function isKnownHead(name: string): boolean {
  return Object.hasOwn(caseHeads, name);
}

async function outputsOf(runnable: RunnableCase, kernels: KernelSet): Promise<Numbers> {
  const { modelCase } = runnable;
  const outputs = new Map<string, ArrayLike<number>>();
  for (const { head, names = {} } of caseHeads[modelCase.description.head]?.(modelCase) ?? []) {
    const found = await run(runnable, head, kernels, encoderFeeds(modelCase));
    for (const [name, { data }] of Object.entries(found)) outputs.set(names[name] ?? name, data);
  }
  if (modelCase.expected.has('masked_logits')) outputs.set('masked_logits', await maskedLogits(runnable, kernels));
  return outputs;
}

/** The logits of labelled tokens alone, in slots of which some may be left over. */
async function maskedLogits(runnable: RunnableCase, kernels: KernelSet): Promise<number[]> {
  const { data = [], shape = [] } = runnable.modelCase.inputs.get('labels') ?? {};
  const { rows, labels, perSequence } = slotsOf(data, shape);
  const positions: TensorData = { dtype: 'int32', shape: [rows.length / perSequence, perSequence], data: rows };
  const feeds = { ...encoderFeeds(runnable.modelCase), [inputNames.maskedPositions]: positions };
  const { logits } = await run(runnable, maskedWordsHead, kernels, feeds);
  const width = logits?.shape[1] ?? 0;
  return Array.from(labels).flatMap((label, slot) =>
    label < 0 ? [] : [...(logits?.data.subarray(slot * width, (slot + 1) * width) ?? [])],
  );
}

async function run(
  { modelCase, runtime }: RunnableCase,
  head: Head,
  kernels: KernelSet,
  feeds: Readonly<Record<string, TensorData>>,
): Promise<Readonly<Record<string, TensorData>>> {
  const { folder, expected } = modelCase;
  await using model = await loadModel(runtime, runtime.open(folder), head, {
    kernels,
    hiddenStates: expected.has('hidden_states.0'),
    attentions: expected.has('attentions.0'),
    inputs: caseInputs(modelCase),
  });
  return await model.session.run(feeds);
}
