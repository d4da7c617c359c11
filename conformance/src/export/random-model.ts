import type { Head } from '@bertkit/heads';
import { type BertConfig, createConfig, initializeParameters, saveModel } from '@bertkit/model';
import type { Files } from '@bertkit/runtime';
import { createTokenizer, tokenizerFiles, trainWordPiece } from '@bertkit/tokenizer';
import { madeDocuments } from '../made-text.js';

/** Texts of several lengths, so that batches are padded. */
export const texts: readonly [string, ...string[]] = [
  'Nobody in the market has seen warm rain before.',
  'Was it Peter?',
  '小明没有忘记一封信。The wind blew over the mountains all night, and Anna knows why.',
];

const positions = 64;

/**
 * Writes a small BERT whose weights are random, and large enough that every part of it tells in what comes out.
 *
 * @param options.settings  in place of some of its config's
 */
export async function writeRandomModel(
  files: Files,
  head: Head,
  { settings = {} }: { settings?: Partial<BertConfig> } = {},
): Promise<void> {
  const vocabulary = await trainWordPiece(madeDocuments(40, 1).flat(), { vocabularySize: 500, limitAlphabet: 300 });
  const config: BertConfig = {
    ...createConfig('tiny', { vocabSize: vocabulary.length, maxPositionEmbeddings: positions }),
    hiddenSize: 32,
    numAttentionHeads: 4,
    intermediateSize: 48,
    initializerRange: 0.2,
    ...settings,
  };
  const parameters = initializeParameters(head.parameters(config), config, 3);
  await saveModel(files, { config, parameters, architecture: head.architecture });
  const tokenizer = createTokenizer({ vocabulary, modelMaxLength: positions });
  for (const [name, content] of Object.entries(tokenizerFiles(tokenizer))) {
    if (name !== 'tokenizer.json') await files.write(name, content); // the export has to make it
  }
}

/** Makes a model's directory one of sentence-transformers: the mean of all tokens, scaled to length 1. */
export async function writeSentenceModules(files: Files, hiddenSize: number): Promise<void> {
  const modules = [
    { idx: 0, name: '0', path: '', type: 'sentence_transformers.models.Transformer' },
    { idx: 1, name: '1', path: '1_Pooling', type: 'sentence_transformers.models.Pooling' },
    { idx: 2, name: '2', path: '2_Normalize', type: 'sentence_transformers.models.Normalize' },
  ];
  const pooling = { word_embedding_dimension: hiddenSize, pooling_mode_mean_tokens: true };
  const contents = { 'modules.json': modules, '1_Pooling/config.json': pooling };
  for (const [name, content] of Object.entries(contents))
    await files.write(name, new TextEncoder().encode(JSON.stringify(content)));
}
