import type { Files } from '@bertkit/runtime';
import { type Checkpoint, isReadable, isSameTensor, readTensor, type StoredTensor } from './checkpoint.js';
import type { BertConfig } from './config.js';
import { CheckpointTensorsError, type TensorProblem } from './errors.js';
import { initializeParameters } from './initialize.js';
import { openCheckpoint } from './open-checkpoint.js';
import { describeDimension, type FloatTensor, type ParameterSpec, type Parameters } from './parameters.js';
import { decoderParameters, otherName, positionIds, predictionsBias, presentName, tiedPairs } from './stored-names.js';

/** What {@link findParameters} finds out before any number is read. */
export interface FoundParameters {
  /**
   * The config that is right for the parameters: as given, but `tieWordEmbeddings` is false where the files hold a
   * masked-LM decoder with values of its own. Then `tensors` has `cls.predictions.decoder.weight` and `.bias` too.
   */
  readonly config: BertConfig;
  /** Tensors of the files that nothing asked for, by their names there. */
  readonly unexpected: readonly string[];
  /** Parameters that the files do not have and that were made from `seed`. */
  readonly initialized: readonly string[];
  /**
   * By the names asked for, in that order: where each lies, of the right shape and of a dtype that {@link readTensor}
   * reads, or its first values if it is among `initialized`. Two names may stand for one stored tensor.
   */
  readonly tensors: ReadonlyMap<string, StoredTensor | FloatTensor>;
}

export interface LoadedParameters extends Omit<FoundParameters, 'tensors'> {
  /** All that were asked for, in that order; the caller owns the memory. */
  readonly parameters: Parameters;
}

export interface LoadParametersOptions {
  /**
   * Start the pooler and heads that the files lack from this seed, as {@link initializeParameters} does. Default: what is
   * missing is an error; of the encoder it always is.
   */
  readonly seed?: number | undefined;
}

/**
 * Reads parameters from a directory, whatever form its weights have ({@link openCheckpoint}), by name: also under the names
 * of old versions of transformers, with or without `bert.`, and with tied tensors stored under either name. F16 and BF16
 * are widened.
 *
 * Every shape is checked before a parameter is read. The memory it takes is that of the parameters.
 *
 * @param config  of {@link loadConfig}
 * @throws {CheckpointTensorsError} with every parameter that is missing or has another shape or dtype
 * @throws as {@link openCheckpoint}
 */
export async function loadParameters(
  files: Files,
  config: BertConfig,
  specs: readonly ParameterSpec[],
  options: LoadParametersOptions = {},
): Promise<LoadedParameters> {
  const { tensors, ...found } = await findParameters(files, config, specs, options);
  const parameters = new Map<string, FloatTensor>();
  for (const [name, tensor] of tensors) {
    parameters.set(name, 'file' in tensor ? await readTensor(files, tensor) : tensor);
  }
  return { ...found, parameters };
}

/**
 * Does all of {@link loadParameters} but reading: for who leaves weights in their files, and reads them one by one or lets
 * an engine map them. Numbers are read for one question only: whether a decoder stored beside the word table is the same.
 *
 * @throws as {@link loadParameters}
 */
export async function findParameters(
  files: Files,
  config: BertConfig,
  specs: readonly ParameterSpec[],
  { seed }: LoadParametersOptions = {},
): Promise<FoundParameters> {
  const checkpoint = await openCheckpoint(files);
  const stored = tensorsByName(checkpoint);
  const find = (name: string) => stored.get(name) ?? stored.get(otherName(name, config) ?? name);

  const untied = config.tieWordEmbeddings && (await hasOwnDecoder(files, specs, stored));
  const wanted = untied ? [...specs, ...decoderParameters(config)] : specs;
  const isNew = ({ name }: ParameterSpec) => seed !== undefined && find(name) === undefined && !isEncoder(name);
  const problems = wanted.filter((spec) => !isNew(spec)).flatMap((spec) => problemsOf(spec, find(spec.name), config));
  if (problems.length > 0) throw new CheckpointTensorsError({ where: checkpoint.where, problems });

  const initialized = wanted.filter(isNew);
  const fresh = initializeParameters(initialized, config, seed ?? 0);
  const tensors = new Map<string, StoredTensor | FloatTensor>();
  for (const { name } of wanted) {
    const tensor = find(name)?.[0] ?? fresh.get(name);
    if (tensor === undefined) throw new Error(`internal: ${name} was neither stored nor made`);
    tensors.set(name, tensor);
  }
  const expected = expectedNames(wanted);
  return {
    tensors,
    config: untied ? { ...config, tieWordEmbeddings: false } : config,
    unexpected: [...stored].flatMap(([name, found]) => (expected.has(name) ? [] : found.map((tensor) => tensor.name))),
    initialized: initialized.map((spec) => spec.name),
  };
}

/** Tensors by their present names; more than one where the files have an old and a new name for the same. */
function tensorsByName({ tensors }: Checkpoint): ReadonlyMap<string, readonly StoredTensor[]> {
  const byName = new Map<string, StoredTensor[]>();
  for (const tensor of tensors.values()) {
    const name = presentName(tensor.name);
    byName.set(name, [...(byName.get(name) ?? []), tensor]);
  }
  return byName;
}

/**
 * Whether the config says tied, but the files hold both tensors of a pair, and they differ. Like transformers 5, and
 * unlike 4, we then use both, so that nothing that was trained is lost.
 */
async function hasOwnDecoder(
  files: Files,
  specs: readonly ParameterSpec[],
  stored: ReadonlyMap<string, readonly StoredTensor[]>,
): Promise<boolean> {
  if (!specs.some((spec) => spec.name === predictionsBias)) return false;
  for (const { tied, own } of tiedPairs) {
    const [first, second] = [stored.get(tied)?.[0], stored.get(own)?.[0]];
    if (first !== undefined && second !== undefined && !(await isSameTensor(files, first, second))) return true;
  }
  return false;
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
  entries: readonly StoredTensor[] | undefined,
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
