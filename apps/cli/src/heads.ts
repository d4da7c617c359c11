import {
  encoderHead,
  type Head,
  hasPooler,
  loadSentenceSettings,
  maskedLmHead,
  multipleChoiceHead,
  nextSentenceHead,
  pretrainingHead,
  questionAnsweringHead,
  sentenceEmbeddingHead,
  sequenceClassificationHead,
  tokenClassificationHead,
} from '@bertkit/heads';
import { type BertConfig, loadConfig } from '@bertkit/model';
import type { Files } from '@bertkit/runtime';
import { InvalidArgumentError } from 'commander';
import { InputError } from './errors.js';

/** What `--head` may name. */
export type HeadName = keyof typeof heads;

/** A head for the model of a directory. */
const heads = {
  base: async (files: Files) => encoderHead({ pooler: await hasPooler(files) }),
  'masked-lm': () => maskedLmHead,
  'next-sentence': () => nextSentenceHead,
  pretraining: () => pretrainingHead,
  'sequence-classification': () => sequenceClassificationHead,
  'token-classification': () => tokenClassificationHead,
  'question-answering': () => questionAnsweringHead,
  'multiple-choice': () => multipleChoiceHead,
  'sentence-embedding': async (files: Files) => sentenceEmbeddingHead(await loadSentenceSettings(files)),
} satisfies Record<string, (files: Files) => Head | Promise<Head>>;

const headNames = Object.keys(heads) as HeadName[]; // its own keys

/** The classes of transformers, as `architectures` in a `config.json` names them. */
const classes: Readonly<Record<string, HeadName>> = {
  BertModel: 'base',
  BertForMaskedLM: 'masked-lm',
  BertForNextSentencePrediction: 'next-sentence',
  BertForPreTraining: 'pretraining',
  BertForSequenceClassification: 'sequence-classification',
  BertForTokenClassification: 'token-classification',
  BertForQuestionAnswering: 'question-answering',
  BertForMultipleChoice: 'multiple-choice',
};

/** For help. */
export const headChoices = headNames.join(', ');

/** Reads the value of `--head`: also in the spelling of Python (`masked_lm`), or as a class of transformers. */
export function headName(text: string): HeadName {
  const name = classOf(text) ?? headNames.find((each) => each === text.replaceAll('_', '-'));
  if (name === undefined) throw new InvalidArgumentError(`It must be one of ${headChoices}.`);
  return name;
}

export async function openHead(name: HeadName, files: Files): Promise<Head> {
  return heads[name](files);
}

/**
 * The head that a directory's model was saved with: as its `config.json` says, or none beside `modules.json`.
 *
 * @throws {InputError} the config names no class, or one that bertkit does not have
 */
export async function savedHead(files: Files): Promise<HeadName> {
  const config = await loadConfig(files);
  if ((await files.size('modules.json')) !== undefined) return 'base';
  const [architecture] = architecturesOf(config);
  const name = architecture === undefined ? undefined : classOf(architecture);
  if (name !== undefined) return name;
  const found = architecture === undefined ? 'no architectures' : `the architecture ${JSON.stringify(architecture)}`;
  throw new InputError(`config.json in ${files.location} has ${found}: name a --head, one of ${headChoices}.`);
}

function classOf(architecture: string): HeadName | undefined {
  return Object.hasOwn(classes, architecture) ? classes[architecture] : undefined;
}

function architecturesOf({ otherFields }: BertConfig): string[] {
  const { architectures } = otherFields;
  return Array.isArray(architectures) ? architectures.filter((name) => typeof name === 'string') : [];
}
