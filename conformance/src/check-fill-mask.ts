import { encoderInputs, inputNames, maskedLmLogits } from '@bertkit/heads';
import { encoder } from '@bertkit/model';
import { createFillMask } from '@bertkit/pipelines';
import { createMemoryFiles } from '@bertkit/runtime';
import { serializeVocabulary } from '@bertkit/tokenizer';
import { absolute, compareNumbers } from './compare.js';
import type { LoadedCase } from './loaded-case.js';
import type { Case } from './report.js';
import { runModel } from './run-model.js';

/** The config and the weights, in whatever form. */
const isOfModel = /^(config\.json|model.*\.safetensors(\.index\.json)?|pytorch_model.*)$/;

const specialTokens = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];

/**
 * A masked-LM model behind the pipeline, which loads it by itself: every piece of a vocabulary made for it must have the
 * probability that the model's logits give it.
 */
export async function checkFillMask({ modelCase, model, runtime }: LoadedCase, each: Case): Promise<void> {
  const files = runtime.open(modelCase.folder);
  const { vocabSize } = model.config;
  if (vocabSize < specialTokens.length) return each.skip('fill-mask with fewer pieces than there are special tokens');
  const pieces = Array.from({ length: vocabSize }, (_, id) => specialTokens[id] ?? `piece${id}`);
  const withVocabulary = createMemoryFiles();
  for (const { name } of await files.list()) {
    if (isOfModel.test(name)) await withVocabulary.write(name, await files.read(name));
  }
  await withVocabulary.write('vocab.txt', new TextEncoder().encode(serializeVocabulary(pieces)));

  const ids = Int32Array.from(['[CLS]', '[MASK]', '[SEP]'], (token) => specialTokens.indexOf(token));
  const shape = [1, ids.length];
  const logits = await runModel(
    runtime,
    model,
    (context) => ({ logits: maskedLmLogits(encoder(encoderInputs(), context), context) }),
    {
      [inputNames.inputIds]: { dtype: 'int32', shape, data: ids },
      [inputNames.tokenTypeIds]: { dtype: 'int32', shape, data: new Int32Array(ids.length) },
      [inputNames.attentionMask]: { dtype: 'uint8', shape, data: new Uint8Array(ids.length).fill(1) },
    },
  );
  const expected = softmax(logits['logits']?.data.slice(vocabSize, 2 * vocabSize) ?? []);
  await using fillMask = await createFillMask(runtime, withVocabulary);
  const { blanks } = await fillMask.fill('[MASK]', { topK: vocabSize });
  const scores = new Float64Array(vocabSize).fill(Number.NaN);
  for (const { tokenId, score } of blanks[0]?.candidates ?? []) scores[tokenId] = score;
  each.check('scores', compareNumbers(scores, expected, absolute(1e-4)));
}

function softmax(logits: ArrayLike<number>): number[] {
  const numbers = Array.from(logits);
  const largest = numbers.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const exponentials = numbers.map((logit) => Math.exp(logit - largest));
  const total = exponentials.reduce((sum, part) => sum + part, 0);
  return exponentials.map((part) => part / total);
}
