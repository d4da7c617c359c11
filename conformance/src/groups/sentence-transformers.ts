import { join } from 'node:path';
import { createEmbedder, type Embedder, type EmbedOptions } from '@bertkit/pipelines';
import { absolute, compareExactly, compareNumbers } from '../compare.js';
import { foldersWith, readJson } from '../golden-files.js';
import type { GroupContext } from '../group.js';
import { caseName } from '../model-case.js';
import { type ExpectedTensor, readTensors } from '../read-tensors.js';
import type { Case } from '../report.js';

/** `case.json`, as far as it is read here. */
interface SentenceCase {
  readonly pooling: readonly string[];
  readonly normalize: boolean;
  /** Calls of `encode` with these settings; `expect` names what came out. */
  readonly runs: readonly { readonly settings: Readonly<Record<string, unknown>>; readonly expect: string }[];
  readonly tolerances: { readonly outputs: number };
}

interface SentenceInputs {
  readonly texts: readonly string[];
  /** Of the first run, padded to the longest. */
  readonly input_ids: readonly (readonly number[])[];
  readonly attention_mask: readonly (readonly number[])[];
}

/** Whole directories of sentence-transformers: what is read of them, tokens, and embeddings by several settings. */
export async function runSentenceTransformers({ folder, runtime, report }: GroupContext): Promise<void> {
  for (const directory of foldersWith('case.json', folder)) {
    await report.case(caseName(directory), async (each) => {
      const description = readJson<SentenceCase>(join(directory, 'case.json'));
      const inputs = readJson<SentenceInputs>(join(directory, 'inputs.json'));
      const expected = readTensors(join(directory, 'expect.safetensors'));
      for (const kernels of ['differentiable', 'fused'] as const) {
        await using embedder = await createEmbedder(runtime, runtime.open(directory), { kernels });
        each.check('pooling', compareExactly(embedder.settings.pooling, description.pooling));
        each.check('normalize', compareExactly(embedder.settings.normalize, description.normalize));
        checkTokens(embedder, inputs, each);
        await each.part(kernels, (inner) => checkRuns(embedder, inputs.texts, { description, expected }, inner));
      }
      const known = description.runs.map((run) => run.expect);
      for (const name of expected.keys()) {
        if (!known.includes(name)) each.skip(`${name.replace(/^run\d+\./, '')}, which comes later`);
      }
    });
  }
}

/** The tokens of each text, cut to what the model takes; the first run may have a prompt by default. */
function checkTokens(
  { tokenizer, settings }: Embedder,
  { texts, input_ids: ids, attention_mask: masks }: SentenceInputs,
  each: Case,
): void {
  const prompt = settings.prompts[settings.defaultPromptName ?? ''] ?? '';
  for (const [i, text] of texts.entries()) {
    const { inputIds } = tokenizer.encode(prompt + text, { truncation: { maxLength: settings.maxSequenceLength } });
    const wanted = ids[i]?.filter((_, position) => masks[i]?.[position] !== 0);
    each.check(`tokens of ${JSON.stringify(text)}`, compareExactly(inputIds, wanted));
  }
}

async function checkRuns(
  embedder: Embedder,
  texts: readonly string[],
  { description, expected }: { description: SentenceCase; expected: ReadonlyMap<string, ExpectedTensor> },
  each: Case,
): Promise<void> {
  for (const { settings, expect } of description.runs) {
    const options = optionsOf(settings);
    if (typeof options === 'string') {
      each.skip(`the setting ${options} of encode, which comes later`);
      continue;
    }
    const vectors = await embedder.embed(texts, options);
    const { data = [] } = expected.get(expect) ?? {};
    const numbers = vectors.flatMap((vector) => [...vector]);
    each.check(expect, compareNumbers(numbers, data, absolute(description.tolerances.outputs)));
  }
}

/** The reference's settings under our names; the name of one that we do not have. */
function optionsOf(settings: Readonly<Record<string, unknown>>): EmbedOptions | string {
  const options: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(settings)) {
    const option = optionNames[name];
    if (option === undefined) return name;
    options[option] = value;
  }
  return options;
}

const optionNames: Readonly<Record<string, keyof EmbedOptions>> = {
  prompt: 'prompt',
  prompt_name: 'promptName',
  truncate_dim: 'truncateDim',
  normalize_embeddings: 'normalize',
};
