import { createMemoryFiles, type Files } from '@bertkit/runtime';
import { describe, expect, it } from 'vitest';
import type { BertConfig } from './config.js';
import { CheckpointTensorsError } from './errors.js';
import { initializeParameters } from './initialize.js';
import { findParameters, loadParameters } from './load-parameters.js';
import {
  encoderParameters,
  type FloatTensor,
  layerNormParameters,
  linearParameters,
  type ParameterSpec,
  type Parameters,
  parameterSpec,
  wordEmbeddings,
} from './parameters.js';
import { createConfig } from './published-sizes.js';
import { readSafetensorsHeader, safetensorsChunks } from './safetensors.js';
import { decoderParameters } from './stored-names.js';

const tied = createConfig('tiny', {
  vocabSize: 12,
  hiddenSize: 8,
  numAttentionHeads: 2,
  numHiddenLayers: 1,
  intermediateSize: 6,
  maxPositionEmbeddings: 5,
});
const untied: BertConfig = { ...tied, tieWordEmbeddings: false };

/** The parameters of BertForMaskedLM. */
function maskedLm(config: BertConfig): ParameterSpec[] {
  return [
    ...encoderParameters(config, { pooler: false }),
    parameterSpec(config, 'cls.predictions.bias', ['vocabSize'], 'normal'),
    ...linearParameters(config, 'cls.predictions.transform.dense', { from: 'hiddenSize', to: 'hiddenSize' }),
    ...layerNormParameters(config, 'cls.predictions.transform.LayerNorm'),
    ...(config.tieWordEmbeddings ? [] : decoderParameters(config)),
  ];
}

async function stored(parameters: Parameters): Promise<Files> {
  const files = createMemoryFiles();
  await files.write('model.safetensors', safetensorsChunks(parameters));
  return files;
}

/** The same tensors under other names; a name changed to undefined is left out. */
function renamed(parameters: Parameters, rename: (name: string) => string | undefined): Map<string, FloatTensor> {
  return new Map(
    [...parameters].flatMap(([name, tensor]) => [[rename(name) ?? '', tensor] as const]).filter(([name]) => name),
  );
}

const filled = (shape: number[], value: number): FloatTensor => ({
  dtype: 'float32',
  shape,
  data: new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(value),
});

async function problemsOf(loading: Promise<unknown>): Promise<readonly string[]> {
  const error = await loading.catch((error: unknown) => error);
  if (!(error instanceof CheckpointTensorsError)) throw error;
  return error.problems.map(({ message }) => message);
}

const original = initializeParameters(maskedLm(tied), tied, 1);
const decoderWeight = 'cls.predictions.decoder.weight';
const decoderBias = 'cls.predictions.decoder.bias';
const predictionsBias = 'cls.predictions.bias';

describe('loadParameters', () => {
  it('gives what was asked for, in that order, and reports the rest', async () => {
    const files = await stored(new Map(original).set('cls.seq_relationship.bias', filled([2], 0)));
    const specs = maskedLm(tied).reverse();
    const { parameters, config, unexpected, initialized } = await loadParameters(files, tied, specs);
    expect([...parameters.keys()]).toEqual(specs.map(({ name }) => name));
    for (const [name, tensor] of original) expect(parameters.get(name)).toEqual(tensor);
    expect({ config, unexpected, initialized }).toEqual({
      config: tied,
      unexpected: ['cls.seq_relationship.bias'],
      initialized: [],
    });
  });

  it.each<[string, (name: string) => string]>([
    ['without bert.', (name) => name.replace(/^bert\./, '')],
    [
      'with gamma and beta',
      (name) => name.replace('LayerNorm.weight', 'LayerNorm.gamma').replace('LayerNorm.bias', 'LayerNorm.beta'),
    ],
    ['with the bias under the name of the decoder', (name) => (name === predictionsBias ? decoderBias : name)],
    ['with the word table under the name of the decoder', (name) => (name === wordEmbeddings ? decoderWeight : name)],
  ])('finds tensors stored %s', async (_, rename) => {
    const files = await stored(
      new Map(renamed(original, rename)).set('bert.embeddings.position_ids', filled([1, 5], 0)),
    );
    const { parameters, unexpected } = await loadParameters(files, tied, maskedLm(tied));
    for (const [name, tensor] of original) expect(parameters.get(name)).toEqual(tensor);
    expect(unexpected).toEqual([]);
  });

  it('names every tensor that is missing or has another shape, and the size that asks for it', async () => {
    const query = 'bert.encoder.layer.0.attention.self.query.weight';
    const tensors = new Map(original).set(query, filled([8, 7], 0)).set(predictionsBias, filled([11], 0));
    tensors.delete('bert.embeddings.LayerNorm.bias');
    tensors.set(wordEmbeddings, filled([96], 0));
    expect(await problemsOf(loadParameters(await stored(tensors), tied, maskedLm(tied)))).toEqual([
      `${wordEmbeddings} is [96], but vocab_size 12 and hidden_size 8 in config.json ask for [12, 8].`,
      'bert.embeddings.LayerNorm.bias [8] is missing.',
      `${query} is [8, 7], but hidden_size 8 in config.json asks for [8, 8].`,
      'cls.predictions.bias is [11], but vocab_size 12 in config.json asks for [12].',
    ]);
  });

  it('refuses a tensor under an old and a new name at once, since one of them would be lost', async () => {
    const tensors = new Map(original).set('bert.embeddings.LayerNorm.beta', filled([8], 1));
    expect(await problemsOf(loadParameters(await stored(tensors), tied, maskedLm(tied)))).toEqual([
      'bert.embeddings.LayerNorm.bias is stored twice, as bert.embeddings.LayerNorm.beta and as bert.embeddings.LayerNorm.bias.',
    ]);
  });

  it('refuses integers where numbers are due', async () => {
    const files = await stored(original);
    const bytes = await files.read('model.safetensors');
    const text = new TextDecoder('latin1').decode(bytes);
    const at = text.indexOf('F32', text.indexOf(predictionsBias));
    await files.write('model.safetensors', bytes.fill('I'.charCodeAt(0), at, at + 1));
    expect(await problemsOf(loadParameters(files, tied, maskedLm(tied)))).toEqual([
      'cls.predictions.bias is I32, but parameters are read from F32, F16 or BF16.',
    ]);
  });

  it('reads no number before every shape is known to fit', async () => {
    const files = await stored(new Map(original).set(predictionsBias, filled([11], 0)));
    const reads: number[] = [];
    const read: Files['read'] = (name, range) => {
      reads.push(range!.end - range!.start);
      return files.read(name, range);
    };
    await problemsOf(loadParameters({ ...files, read }, tied, maskedLm(tied)));
    expect(reads).toHaveLength(2); // the header's length, the header
  });

  describe('with tied word embeddings', () => {
    it('takes a decoder stored beside the word table for the table, where they are equal', async () => {
      const duplicates = new Map(original).set(decoderWeight, original.get(wordEmbeddings)!);
      duplicates.set(decoderBias, original.get(predictionsBias)!);
      const { parameters, config, unexpected } = await loadParameters(await stored(duplicates), tied, maskedLm(tied));
      expect([...parameters.keys()]).toEqual([...original.keys()]);
      expect([config.tieWordEmbeddings, unexpected]).toEqual([true, []]);
    });

    it.each([
      ['weights', decoderWeight, [12, 8]],
      ['biases', decoderBias, [12]],
    ])('keeps a decoder with %s of its own, and says that the model is untied', async (_, name, shape) => {
      const files = await stored(new Map(original).set(name, filled(shape, 0.5)));
      const { parameters, config } = await loadParameters(files, tied, maskedLm(tied));
      expect(config).toEqual(untied);
      const expected = new Map([
        [decoderWeight, original.get(wordEmbeddings)!],
        [decoderBias, original.get(predictionsBias)!],
        [name, filled(shape, 0.5)], // in place of one of them
      ]);
      for (const [own, tensor] of expected) expect(parameters.get(own)).toEqual(tensor);
      expect(parameters.get(wordEmbeddings)!.data).not.toBe(parameters.get(decoderWeight)!.data);
    });

    it('does not ask whose decoder it is where no head has one', async () => {
      const files = await stored(new Map(original).set(decoderWeight, filled([12, 8], 0.5)));
      const { config, unexpected } = await loadParameters(files, tied, encoderParameters(tied, { pooler: false }));
      expect(config).toBe(tied);
      expect(unexpected).toContain(decoderWeight);
    });
  });

  describe('with untied word embeddings', () => {
    const own = initializeParameters(maskedLm(untied), untied, 2);

    it('reads the decoder', async () => {
      const { parameters } = await loadParameters(await stored(own), untied, maskedLm(untied));
      for (const [name, tensor] of own) expect(parameters.get(name)).toEqual(tensor);
    });

    it('takes the bias that transformers 4 stores once for both', async () => {
      const files = await stored(renamed(own, (name) => (name === decoderBias ? undefined : name)));
      const { parameters } = await loadParameters(files, untied, maskedLm(untied));
      expect(parameters.get(decoderBias)).toEqual(own.get(predictionsBias));
      expect(parameters.get(decoderBias)!.data).not.toBe(parameters.get(predictionsBias)!.data);
    });

    it('does not take the word table for a decoder that is missing', async () => {
      const files = await stored(renamed(own, (name) => (name === decoderWeight ? undefined : name)));
      expect(await problemsOf(loadParameters(files, untied, maskedLm(untied)))).toEqual([
        `${decoderWeight} [12, 8] is missing.`,
      ]);
    });
  });

  describe('with a seed', () => {
    const classifier = linearParameters(tied, 'classifier', { from: 'hiddenSize', to: 'numLabels' });
    const specs = [...encoderParameters(tied, { pooler: true }), ...classifier];

    it('starts the head and the pooler that the file lacks, as a new model would', async () => {
      const { parameters, initialized } = await loadParameters(await stored(original), tied, specs, { seed: 5 });
      expect(initialized).toEqual([
        'bert.pooler.dense.weight',
        'bert.pooler.dense.bias',
        'classifier.weight',
        'classifier.bias',
      ]);
      const fresh = initializeParameters(specs, tied, 5);
      for (const [name, tensor] of parameters) {
        expect(tensor).toEqual((initialized.includes(name) ? fresh : original).get(name));
      }
    });

    it('still refuses an encoder that is not whole, and a head of another size', async () => {
      const tensors = new Map(original).set('classifier.weight', filled([3, 8], 0));
      tensors.delete(wordEmbeddings);
      expect(await problemsOf(loadParameters(await stored(tensors), tied, specs, { seed: 5 }))).toEqual([
        `${wordEmbeddings} [12, 8] is missing.`,
        'classifier.weight is [3, 8], but num_labels 2 in config.json asks for [2, 8].',
      ]);
    });
  });
});

describe('findParameters', () => {
  it('tells where each parameter lies, and reads no number', async () => {
    const files = await stored(original);
    const { tensors: entries } = await readSafetensorsHeader(files, 'model.safetensors');
    const dataStart = Math.min(...[...entries.values()].map(({ start }) => start));
    const read: Files['read'] = (name, range) => {
      expect(range!.end).toBeLessThanOrEqual(dataStart);
      return files.read(name, range);
    };
    const { tensors } = await findParameters({ ...files, read }, tied, maskedLm(tied));
    expect([...tensors]).toEqual(maskedLm(tied).map(({ name }) => [name, entries.get(name)]));
  });

  it('gives what it starts from a seed as values among the places', async () => {
    const specs = encoderParameters(tied, { pooler: true });
    const { tensors, initialized } = await findParameters(await stored(original), tied, specs, { seed: 5 });
    expect(initialized).toHaveLength(2);
    for (const [name, tensor] of tensors) expect('data' in tensor).toBe(initialized.includes(name));
  });
});
