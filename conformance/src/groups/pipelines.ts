import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createFillMask, type FillMask } from '@bertkit/pipelines';
import { compareExactly, compareNumbers, relative } from '../compare.js';
import { foldersIn, readJson } from '../golden-files.js';
import type { GroupContext } from '../group.js';
import type { Case } from '../report.js';

interface PipelineCase {
  readonly id: string;
  readonly model?: string;
  /** By the reference's names. */
  readonly options?: Readonly<Record<string, unknown>>;
}

interface FillMaskCase extends PipelineCase {
  readonly input: string;
  /** For each blank. */
  readonly expect?: readonly (readonly {
    readonly score: number;
    readonly token: number;
    readonly token_str: string;
  }[])[];
  /** The reference refuses it; its words do not count. */
  readonly raises?: string;
}

/** Scores. */
const near = relative(1e-4);

/** Text in, answers out. */
export async function runPipelines({ folder, runtime, report }: GroupContext): Promise<void> {
  const loaded = new Map<string, Promise<FillMask>>();
  const load = (model: string) => {
    const pipeline = loaded.get(model) ?? createFillMask(runtime, runtime.open(join(folder, 'models', model)));
    loaded.set(model, pipeline);
    return pipeline;
  };
  for (const task of foldersIn(folder)) {
    const path = join(folder, task, 'cases.json');
    if (!existsSync(path)) continue; // the models
    const { cases } = readJson<{ readonly cases: readonly PipelineCase[] }>(path);
    for (const each of cases) {
      await report.case(`${basename(folder)}/${task} ${each.id}`, async (told) => {
        if (task !== 'fill-mask') return told.skip(`${task}, which comes later`);
        await fillMask(each as FillMaskCase, load, told);
      });
    }
  }
  for (const pipeline of loaded.values()) await (await pipeline.catch(() => undefined))?.dispose();
}

async function fillMask(
  { model, options = {}, input, expect, raises }: FillMaskCase,
  load: (model: string) => Promise<FillMask>,
  each: Case,
): Promise<void> {
  const unknown = Object.keys(options).find((name) => name !== 'top_k');
  if (unknown !== undefined) return each.skip(`the option ${unknown} of fill-mask, which comes later`);
  const pipeline = await load(model ?? '');
  const topK = options['top_k'] as number | undefined;
  const call = pipeline.fill(input, topK === undefined ? {} : { topK });
  if (raises !== undefined) {
    const isRefused = await call.then(
      () => false,
      () => true,
    );
    return each.check('refusal', isRefused ? undefined : { found: 'an answer', expected: `an error (${raises})` });
  }
  const found = (await call).blanks.map(({ candidates }) => candidates);
  const expected = expect ?? [];
  const ids = (blanks: typeof found) => blanks.map((candidates) => candidates.map(({ tokenId }) => tokenId));
  each.check(
    'token',
    compareExactly(
      ids(found),
      expected.map((candidates) => candidates.map(({ token }) => token)),
    ),
  );
  each.check(
    'token_str',
    compareExactly(
      found.map((candidates) => candidates.map(({ token }) => token)),
      expected.map((candidates) => candidates.map(({ token_str: text }) => text)),
    ),
  );
  const scores = (blanks: readonly (readonly { readonly score: number }[])[]) =>
    blanks.flat().map(({ score }) => score);
  each.check('score', compareNumbers(scores(found), scores(expected), near));
  each.skip('sequence: the reference decodes it anew, where bertkit keeps the text as it was written');
}
