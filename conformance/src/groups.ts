import type { RunGroup } from './group.js';
import { runModelCases } from './groups/model-cases.js';
import { runOps } from './groups/ops.js';
import { runPipelines } from './groups/pipelines.js';
import { runRefused } from './groups/refused.js';
import { runSentenceTransformers } from './groups/sentence-transformers.js';
import { runTokenizerJson } from './groups/tokenizer-json.js';
import { runTokenizerGoogle, runTokenizerSlow } from './groups/tokenizer-modes.js';
import { runTokenizerRust } from './groups/tokenizer-rust.js';
import { runTrainer } from './groups/trainer.js';
import { runTraining } from './groups/training.js';
import { runVariants } from './groups/variants.js';

/** What runs the cases of each folder. */
export const groups: ReadonlyMap<string, RunGroup> = new Map([
  ['tokenizer_rust', runTokenizerRust],
  ['tokenizer_json', runTokenizerJson],
  ['tokenizer', runTokenizerSlow],
  ['google', runTokenizerGoogle],
  ['trainer', runTrainer],
  ['ops', runOps],
  ['tiny', runModelCases],
  ['masked_lm', runModelCases],
  ['next_sentence', runModelCases],
  ['pretraining', runModelCases],
  ['training', runTraining],
  ['variants', runVariants],
  ['refused', runRefused],
  ['sentence_transformers', runSentenceTransformers],
  ['pipelines', runPipelines],
]);

/** Why the cases of a folder are not run. */
export const groupsNotRun: ReadonlyMap<string, string> = new Map([
  ['vocab', 'no cases: the vocabularies that other groups read'],
  ['make', 'no cases: the scripts that made them'],
  ['unicode', 'no cases: tables that explain the tokenizer groups'],
  ['pretraining_data', "comes with Google's own pre-training data"],
  ['metrics', 'comes with the metrics'],
]);
