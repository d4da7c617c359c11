import { readFile } from 'node:fs/promises';
import { pretrainingHead } from '@bertkit/heads';
import { createConfig, initializeParameters, saveModel } from '@bertkit/model';
import { createMemoryFiles } from '@bertkit/runtime';
import { createNodeRuntime } from '@bertkit/runtime-node';
import { createTokenizer, tokenizerFiles, trainWordPiece } from '@bertkit/tokenizer';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { recordingOutput } from '../testing.js';
import { fillBlanks } from './fill-blanks.js';
import { trainOnWorld } from './train-on-world.js';

async function smallModel(readme: string) {
  const tokenizer = createTokenizer({ vocabulary: await trainWordPiece(['the sky is blue . 天很蓝。']) });
  const config = createConfig('tiny', { vocabSize: tokenizer.vocabularySize, hiddenSize: 8, intermediateSize: 8 });
  const files = createMemoryFiles({ 'README.md': readme });
  const parameters = initializeParameters(pretrainingHead.parameters(config), config, 0);
  await saveModel(files, { config, parameters, architecture: 'BertForPreTraining' });
  for (const [name, content] of Object.entries(tokenizerFiles(tokenizer))) await files.write(name, content);
  return files;
}

describe('fillBlanks', () => {
  it('says how the model was made, and fills the blanks of the sentences given', async () => {
    const files = await smallModel('---\nlicense: mit\n---\n# A model\n\nMade of\ntwo sentences.\n\nMore.\n');
    await using runtime = createNodeRuntime({ threads: 1 });
    const output = recordingOutput();
    await fillBlanks(['the sky is [MASK] .', '天很[MASK]。'], { runtime, files, output });
    const lines = output.text.split('\n');
    expect(lines[0]).toBe('Made of two sentences.');
    expect(lines).toContain('the sky is [MASK] .');
    expect(lines).toContain('  [CLS] · 天 · 很 · [MASK] · 。 · [SEP]');
    expect(lines.filter((line) => / % {2}[█▏▎▍▌▋▊▉]+$/.test(line))).toHaveLength(10);
  });
});

describe('the small world', () => {
  const tourFile = (name: string) => readFile(new URL(`../../tour/${name}`, import.meta.url), 'utf8');

  it('asks for one word each time, which is a piece of the vocabulary that is trained on it', async () => {
    const vocabulary = await trainWordPiece((await tourFile('world.txt')).split('\n'), { vocabularySize: 2000 });
    const tokenizer = createTokenizer({ vocabulary });
    const questions = (await tourFile('blanks.txt')).trimEnd().split('\n');
    expect(questions.length).toBeGreaterThanOrEqual(4);
    for (const question of questions) {
      const [text = '', answer = '', ...rest] = question.split('\t');
      expect(rest).toEqual([]);
      expect(tokenizer.tokenize(text).filter((token) => token === '[MASK]')).toHaveLength(1);
      expect(tokenizer.tokenize(text)).not.toContain('[UNK]');
      expect(tokenizer.tokenize(answer)).toEqual([answer]);
    }
  });

  it('is trained on, and asked before and after', async () => {
    const output = recordingOutput();
    await trainOnWorld(output, { steps: 3 });
    expect(output.text).toMatch(/^The text is \d+ plain sentences about a small world/);
    expect(output.text).toContain('\nstep 3 of 3  ████████████████████  loss ');
    expect(output.text).toMatch(/\nBefore: 0 of \d right\. After: \d of \d\.\n$/);
    for (const line of output.text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80);
  });
});
