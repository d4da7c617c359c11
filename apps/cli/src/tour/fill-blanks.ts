import { createFillMask } from '@bertkit/pipelines';
import type { Files, Runtime } from '@bertkit/runtime';
import { blankLines } from '../display/blanks.js';
import { wrap } from '../display/columns.js';
import type { Output } from '../terminal.js';

const sentences = [
  'The president of the United [MASK] lives in Washington.',
  'In the nineteenth [MASK], many people moved to the cities.',
  'She said that she [MASK] not know.',
  '我们可以使用这个函[MASK]来计算结果。',
  '中华人民[MASK]和国是一个社会主义国家。',
];

interface FillBlanksOptions {
  readonly runtime: Runtime;
  /** Of the model. */
  readonly files: Files;
  readonly output: Output;
}

/** The tour's first part: blanks of some sentences, filled in by a trained model. */
export async function fillBlanks(
  texts: readonly string[],
  { runtime, files, output }: FillBlanksOptions,
): Promise<void> {
  await using fillMask = await createFillMask(runtime, files);
  const made = await howItWasMade(files);
  for (const line of wrap(made, output.columns)) output.write(`${line}\n`);
  for (const text of texts.length > 0 ? texts : sentences) {
    const lines = blankLines(text, await fillMask.fill(text), output);
    output.write(`\n${lines.join('\n')}\n`);
  }
}

/** The first paragraph of the model's README; a heading is none. */
async function howItWasMade(files: Files): Promise<string> {
  if ((await files.size('README.md')) === undefined) return `The model in ${files.location}, which has no README.md.`;
  const text = new TextDecoder().decode(await files.read('README.md'));
  const [paragraph] = text
    .replace(/^---\n.*?\n---\n/s, '') // the front matter of a model card
    .split(/\n\s*\n/)
    .filter((part) => part.trim() !== '' && !part.startsWith('#'));
  return paragraph?.trim() ?? '';
}
