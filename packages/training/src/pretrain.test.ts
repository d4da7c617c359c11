import { pretrainingHead } from '@bertkit/heads';
import type { Document } from '@bertkit/masking';
import { createConfig, loadParameters, readSafetensorsHeader } from '@bertkit/model';
import { createMemoryFiles, FileError, type Files } from '@bertkit/runtime';
import { createNodeRuntime } from '@bertkit/runtime-node';
import { createTokenizer } from '@bertkit/tokenizer';
import { afterAll, describe, expect, it } from 'vitest';
import { checkpointFile } from './checkpoint.js';
import { metricsFile } from './metrics-log.js';
import { pretrain } from './pretrain.js';
import type { PretrainEvent } from './pretrain-events.js';
import type { PretrainOptions } from './pretrain-settings.js';

const runtime = createNodeRuntime({ threads: 2 });
afterAll(() => runtime.dispose());

const words = 'the a cat dog bird sees likes red blue small house tree runs sleeps eats and'.split(' ');
const tokenizer = createTokenizer({ vocabulary: ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', '.', ...words] });
const documents: Document[] = Array.from({ length: 12 }, (_, d) =>
  Array.from(
    { length: 6 },
    (_, s) => `${Array.from({ length: 5 }, (_, w) => words[(d * 7 + s * 3 + w * (d + 2)) % words.length]).join(' ')} .`,
  ),
);
const config = {
  ...createConfig('tiny', { vocabSize: tokenizer.vocabularySize, maxPositionEmbeddings: 32 }),
  hiddenSize: 16,
  intermediateSize: 32,
};

const run = (output: Files, options: Partial<PretrainOptions> = {}) =>
  pretrain({
    runtime,
    output,
    tokenizer,
    documents,
    config,
    steps: 8,
    batchSize: 4,
    sequenceLength: 24,
    learningRate: 3e-3,
    warmupSteps: 2,
    heldOutShare: 0.2,
    evaluateEvery: 3,
    seed: 5,
    ...options,
  });

/** Stops after the given update, or inside the next one: when its first batches are done. */
function stopper(step: number) {
  const controller = new AbortController();
  const onProgress = (event: PretrainEvent) => {
    if (event.kind === 'step' && event.step === step) controller.abort();
  };
  return { signal: controller.signal, onProgress };
}

describe('pretrain', () => {
  it.each([
    { accumulate: 1, at: 1 },
    { accumulate: 1, at: 5 },
    { accumulate: 3, at: 4 },
  ])('goes on bit for bit as if it had not been stopped: %o', async ({ accumulate, at }) => {
    const whole = createMemoryFiles();
    await run(whole, { accumulate });

    const parts = createMemoryFiles();
    const stopped = await run(parts, { accumulate, ...stopper(at) });
    expect(stopped).toMatchObject({ step: at, stopped: true, evaluation: undefined });
    const resumed = await run(parts, { accumulate, existing: 'resume' });
    expect(resumed).toMatchObject({ step: 8, stopped: false });

    // Parameters, both moments, step and data position are all in this file.
    expect(await parts.read(checkpointFile)).toEqual(await whole.read(checkpointFile));
    expect(await parts.read('model.safetensors')).toEqual(await whole.read('model.safetensors'));
    expect(losses(await parts.read(metricsFile))).toEqual(losses(await whole.read(metricsFile)));
  });

  it('drops an update that is stopped between its batches, and makes it again', async () => {
    const whole = createMemoryFiles();
    await run(whole, { accumulate: 3 });

    const parts = createMemoryFiles();
    const controller = new AbortController();
    let calls = 0;
    const session = {
      ...runtime,
      compile: async (...args: Parameters<typeof runtime.compile>) => {
        const inner = await runtime.compile(...args);
        const original = inner.run.bind(inner);
        return Object.assign(inner, {
          run: (...runArgs: Parameters<typeof original>) => {
            calls += 1;
            if (calls === 5) controller.abort(); // the second batch of the second update
            return original(...runArgs);
          },
        });
      },
    };
    const stopped = await run(parts, { accumulate: 3, runtime: session, signal: controller.signal });
    expect(stopped.step).toBe(1);
    await run(parts, { accumulate: 3, existing: 'resume' });
    expect(await parts.read(checkpointFile)).toEqual(await whole.read(checkpointFile));
  });

  it('gives the same with batches accumulated as with one large batch', async () => {
    // Without dropout, whose masks depend on the batch's shape.
    const plain = { ...config, hiddenDropoutProb: 0, attentionProbsDropoutProb: 0 };
    const reports = async (options: Partial<PretrainOptions>) => {
      const norms: number[] = [];
      await run(createMemoryFiles(), {
        config: plain,
        steps: 3,
        ...options,
        onProgress: (event) => {
          if (event.kind === 'step') norms.push(event.gradientNorm);
        },
      });
      return norms;
    };
    const [large, small] = [await reports({ batchSize: 8 }), await reports({ batchSize: 2, accumulate: 4 })];
    for (const [i, norm] of small.entries()) expect(norm / large[i]!).toBeCloseTo(1, 5);
  });

  it('learns: the loss falls below that of token frequencies', async () => {
    const result = await run(createMemoryFiles(), {
      steps: 150,
      batchSize: 16,
      learningRate: 1e-2,
      warmupSteps: 10,
      evaluateEvery: 150,
    });
    expect(result.evaluation!.maskedLm.loss).toBeLessThan(result.unigramBaseline);
  });

  it('goes on with the warm-up it was started with where it is made longer', async () => {
    const output = createMemoryFiles();
    await run(output, { steps: 10, warmupSteps: undefined });
    const rates: number[] = [];
    const onProgress = (event: PretrainEvent) => {
      if (event.kind === 'step') rates.push(event.learningRate);
    };
    await run(output, { steps: 30, warmupSteps: undefined, existing: 'resume', onProgress });
    expect(rates[0]).toBeCloseTo((3e-3 * 20) / 29, 12); // linear from step 1, the end of the warm-up, to step 30
  });

  it('starts from given parameters, which the first update of a warm-up leaves as they are', async () => {
    const first = createMemoryFiles();
    await run(first);
    const { parameters } = await loadParameters(first, config, pretrainingHead.parameters(config));
    const second = createMemoryFiles();
    await run(second, { initialParameters: parameters, steps: 1, warmupSteps: 1, seed: 6 });
    expect(await second.read('model.safetensors')).toEqual(await first.read('model.safetensors'));
  });

  it('refuses a directory that holds a run, unless it is told to overwrite', async () => {
    const output = createMemoryFiles();
    await run(output, { steps: 1, warmupSteps: 0 });
    const before = await output.read(checkpointFile);
    await expect(run(output)).rejects.toMatchObject({
      code: 'BERTKIT_RUN_EXISTS',
      message: expect.stringContaining('already holds a training run'),
    });
    expect(await output.read(checkpointFile)).toEqual(before);
    await run(output, { steps: 2, warmupSteps: 0, existing: 'overwrite' });
    expect(await output.read(checkpointFile)).not.toEqual(before);
  });

  it('refuses to resume what is not there, or with other settings or other text', async () => {
    const output = createMemoryFiles();
    await expect(run(output, { existing: 'resume' })).rejects.toMatchObject({ code: 'BERTKIT_NO_RUN' });
    await run(output, stopper(2));
    await expect(run(output, { existing: 'resume', learningRate: 1e-3, batchSize: 2 })).rejects.toThrow(
      'batchSize was 4 and is now 2; learningRate was 0.003 and is now 0.001.',
    );
    await expect(run(output, { existing: 'resume', documents: documents.slice(1) })).rejects.toThrow(
      'the text or the vocabulary is not the same',
    );
  });

  it('keeps the last good checkpoint when the loss is no number any more', async () => {
    const output = createMemoryFiles();
    let saved: Uint8Array | undefined;
    const failing = run(output, {
      learningRate: 1e30,
      warmupSteps: 0,
      checkpointEvery: 1,
      steps: 20,
      onProgress: (event) => {
        if (event.kind === 'checkpoint' && event.step === 1)
          void output.read(checkpointFile).then((bytes) => {
            saved = bytes;
          });
      },
    });
    await expect(failing).rejects.toMatchObject({
      code: 'BERTKIT_NON_FINITE_LOSS',
      message: expect.stringContaining('try a lower learning rate'),
    });
    expect(saved).toBeDefined();
    await expect(readSafetensorsHeader(output, checkpointFile)).resolves.toBeDefined();
  });

  it('keeps the last checkpoint when the disk is full', async () => {
    const inner = createMemoryFiles();
    await run(inner, stopper(2));
    const before = await inner.read(checkpointFile);
    const full: Files = {
      ...inner,
      write: async (name, content) => {
        if (name === checkpointFile)
          throw new FileError({ location: 'memory', file: name, because: 'could not be written: the disk is full' });
        return inner.write(name, content);
      },
    };
    await expect(run(full, { existing: 'resume' })).rejects.toThrow('the disk is full');
    expect(await inner.read(checkpointFile)).toEqual(before);
    await expect(run(inner, { existing: 'resume' })).resolves.toMatchObject({ step: 8 });
  });

  it('refuses a checkpoint that was cut short', async () => {
    const output = createMemoryFiles();
    await run(output, stopper(2));
    await output.write(checkpointFile, (await output.read(checkpointFile)).slice(0, -7));
    await expect(run(output, { existing: 'resume' })).rejects.toMatchObject({
      code: expect.stringMatching(/SAFETENSORS/),
    });
  });

  it.each([
    [{ steps: 0 }, 'steps is 0'],
    [{ batchSize: 1.5 }, 'batchSize is 1.5'],
    [{ sequenceLength: 64 }, 'sequenceLength is 64, but the config has 32 positions'],
    [{ config: { ...config, vocabSize: 10 } }, "The vocabulary has 22 pieces, but the config's vocab_size is 10"],
  ] as const)('refuses options that do not fit: %o', async (options, message) => {
    await expect(run(createMemoryFiles(), options)).rejects.toThrow(message);
  });
});

/** What the log says of each step, but for the time it took. */
function losses(log: Uint8Array) {
  const lines = new TextDecoder()
    .decode(log)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return lines.filter(({ kind }) => kind !== 'start').map(({ tokensPerSecond, secondsLeft, ...rest }) => rest);
}
