import type { Files } from '@bertkit/runtime';
import { findWeights } from './checkpoint-files.js';
import type { BertConfig } from './config.js';
import { CheckpointTensorsError, type TensorProblem } from './errors.js';
import { initializeParameters } from './initialize.js';
import { describeDimension, type FloatTensor, type ParameterSpec, type Parameters } from './parameters.js';
import { isReadable, readSafetensorsHeader, readTensor } from './safetensors.js';
import type { SafetensorsEntry, SafetensorsHeader } from './safetensors-header.js';
import { decoderParameters, otherName, positionIds, predictionsBias, presentName, tiedPairs } from './stored-names.js';

export interface LoadedParameters {
  /** All that were asked for, in that order; the caller owns the memory. */
  readonly parameters: Parameters;
  /**
   * The config that is right for them: as given, but `tieWordEmbeddings` is false where the file holds a masked-LM
   * decoder with values of its own. Then `parameters` has `cls.predictions.decoder.weight` and `.bias` too.
   */
  readonly config: BertConfig;
  /** Tensors of the file that nothing asked for, by their names there. */
  readonly unexpected: readonly string[];
  /** Parameters that the file does not have and that were made from `seed`. */
  readonly initialized: readonly string[];
}

/**
 * Reads parameters from the directory's `model.safetensors`, by name: also under the names of old versions of
 * transformers, with or without `bert.`, and with tied tensors stored under either name. F16 and BF16 are widened.
 *
 * Every shape is checked before a parameter is read. The memory it takes is that of the parameters, and of two tensors
 * more while a stored decoder is compared with the word table.
 *
 * @param config        of {@link loadConfig}
 * @param options.seed  start the pooler and heads that the file lacks from this seed, as {@link initializeParameters}
 *                      does. Default: what is missing is an error; of the encoder it always is
 * @throws {CheckpointTensorsError} with every parameter that is missing or has another shape or dtype
 * @throws {CheckpointFilesError} there is no such file
 * @throws {SafetensorsError} the file breaks the format
 */
export async function loadParameters(
  files: Files,
  config: BertConfig,
  specs: readonly ParameterSpec[],
  { seed }: { seed?: number } = {},
): Promise<LoadedParameters> {
  const file = await findWeights(files);
  const stored = entriesByName(await readSafetensorsHeader(files, file));
  const find = (name: string) => stored.get(name) ?? stored.get(otherName(name, config) ?? name);

  const untied = config.tieWordEmbeddings && (await hasOwnDecoder(files, file, specs, stored));
  const wanted = untied ? [...specs, ...decoderParameters(config)] : specs;
  const isNew = ({ name }: ParameterSpec) => seed !== undefined && find(name) === undefined && !isEncoder(name);
  const problems = wanted.filter((spec) => !isNew(spec)).flatMap((spec) => problemsOf(spec, find(spec.name), config));
  if (problems.length > 0) throw new CheckpointTensorsError({ where: `${file} in ${files.location}`, problems });

  const initialized = wanted.filter(isNew);
  const fresh = initializeParameters(initialized, config, seed ?? 0);
  const parameters = new Map<string, FloatTensor>();
  const expected = expectedNames(wanted);
  for (const { name } of wanted) {
    const entry = find(name)?.[0];
    const tensor = entry === undefined ? fresh.get(name) : await readTensor(files, file, entry);
    if (tensor === undefined) throw new Error(`internal: ${name} was neither stored nor made`);
    parameters.set(name, tensor);
  }
  return {
    parameters,
    config: untied ? { ...config, tieWordEmbeddings: false } : config,
    unexpected: [...stored].flatMap(([name, entries]) =>
      expected.has(name) ? [] : entries.map((entry) => entry.name),
    ),
    initialized: initialized.map((spec) => spec.name),
  };
}

/** Entries by their present names; more than one where a file has an old and a new name for the same. */
function entriesByName({ tensors }: SafetensorsHeader): Map<string, SafetensorsEntry[]> {
  const entries = new Map<string, SafetensorsEntry[]>();
  for (const entry of tensors.values()) {
    const name = presentName(entry.name);
    entries.set(name, [...(entries.get(name) ?? []), entry]);
  }
  return entries;
}

/**
 * Whether the config says tied, but the file holds both tensors of a pair, and they differ. Like transformers 5, and
 * unlike 4, we then use both, so that nothing that was trained is lost.
 */
async function hasOwnDecoder(
  files: Files,
  file: string,
  specs: readonly ParameterSpec[],
  stored: ReadonlyMap<string, readonly SafetensorsEntry[]>,
): Promise<boolean> {
  if (!specs.some((spec) => spec.name === predictionsBias)) return false;
  for (const { tied, own } of tiedPairs) {
    const [first, second] = [stored.get(tied)?.[0], stored.get(own)?.[0]];
    if (first !== undefined && second !== undefined && !(await isSame(files, file, first, second))) return true;
  }
  return false;
}

async function isSame(files: Files, file: string, a: SafetensorsEntry, b: SafetensorsEntry): Promise<boolean> {
  if (a.shape.join() !== b.shape.join() || !isReadable(a.dtype) || !isReadable(b.dtype)) return false;
  const { data } = await readTensor(files, file, a);
  const { data: other } = await readTensor(files, file, b);
  return data.every((value, index) => value === other[index]);
}

function isEncoder(name: string): boolean {
  return name.startsWith('bert.embeddings.') || name.startsWith('bert.encoder.');
}

/** What was asked for, and what may stand beside it without a word: the other names of a masked-LM decoder. */
function expectedNames(wanted: readonly ParameterSpec[]): Set<string> {
  const names = new Set([...wanted.map((spec) => spec.name), positionIds]);
  if (names.has(predictionsBias)) for (const { tied, own } of tiedPairs) names.add(tied).add(own);
  return names;
}

function problemsOf(
  spec: ParameterSpec,
  entries: readonly SafetensorsEntry[] | undefined,
  config: BertConfig,
): TensorProblem[] {
  const { name, shape } = spec;
  const [entry, another] = entries ?? [];
  if (entry === undefined) {
    return [{ kind: 'missing', tensor: name, message: `${name} [${shape.join(', ')}] is missing.` }];
  }
  if (another !== undefined) {
    const message = `${name} is stored twice, as ${entry.name} and as ${another.name}.`;
    return [{ kind: 'ambiguous', tensor: name, message }];
  }
  const problems: TensorProblem[] = [];
  if (!isReadable(entry.dtype)) {
    const message = `${name} is ${entry.dtype}, but parameters are read from F32, F16 or BF16.`;
    problems.push({ kind: 'dtype', tensor: name, message });
  }
  if (entry.shape.join() !== shape.join()) {
    problems.push({ kind: 'shape', tensor: name, message: shapeMessage(spec, entry.shape, config) });
  }
  return problems;
}

function shapeMessage(
  { name, shape, dimensions = [] }: ParameterSpec,
  actual: readonly number[],
  config: BertConfig,
): string {
  const found = `${name} is [${actual.join(', ')}], but`;
  // Only the sizes that differ are to blame, unless the tensors do not even have the same number of them.
  const reasons = dimensions
    .filter((_, axis) => actual.length !== shape.length || actual[axis] !== shape[axis])
    .map((dimension) => describeDimension(config, dimension))
    .filter((reason) => reason !== undefined);
  if (reasons.length === 0) return `${found} must be [${shape.join(', ')}].`;
  const ask = reasons.length === 1 ? 'asks' : 'ask';
  return `${found} ${reasons.join(' and ')} in config.json ${ask} for [${shape.join(', ')}].`;
}
