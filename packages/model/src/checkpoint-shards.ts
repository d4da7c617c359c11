import { type Files, reasonOf } from '@bertkit/runtime';
import type { StoredTensor } from './checkpoint.js';
import type { WeightsForm } from './checkpoint-files.js';
import { ShardsError } from './errors.js';
import { quote } from './quote.js';
import { parseStrictJson } from './strict-json.js';

/** In bytes. The index of BERT-large has 40 kB. */
const indexLimit = 16_000_000;

const extensions = { safetensors: '.safetensors', pytorch: '.bin' } as const;

/**
 * The tensors of all shards that an index lists. What a shard has beyond the index counts too, as in transformers.
 *
 * @param read  gives the tensors of one file
 * @throws {ShardsError} the index breaks its format, or is not right about the files beside it
 */
export async function readShards(
  files: Files,
  { file: index, kind }: WeightsForm,
  read: (file: string) => Promise<ReadonlyMap<string, StoredTensor>>,
): Promise<ReadonlyMap<string, StoredTensor>> {
  const where = `${index} in ${files.location}`;
  const refuse: Refuse = (problem, cause) => new ShardsError({ where, problem, cause });
  const shardOf = parseWeightMap(await readText(files, index, refuse), extensions[kind], refuse);
  const tensors = new Map<string, StoredTensor>();
  for (const shard of new Set(shardOf.values())) {
    if ((await files.size(shard)) === undefined) throw refuse(`It lists ${quote(shard)}, which is not there.`);
    for (const [name, tensor] of await read(shard)) {
      const other = tensors.get(name);
      if (other !== undefined) throw refuse(`${quote(name)} is both in ${other.file} and in ${shard}.`);
      tensors.set(name, tensor);
    }
  }
  for (const [name, shard] of shardOf) {
    const found = tensors.get(name)?.file;
    if (found !== shard) {
      throw refuse(
        `It says that ${quote(name)} is in ${shard}, but ${found === undefined ? 'no shard has it' : `${found} has it`}.`,
      );
    }
  }
  return tensors;
}

type Refuse = (problem: string, cause?: unknown) => Error;

async function readText(files: Files, index: string, refuse: Refuse): Promise<string> {
  const size = (await files.size(index)) ?? 0;
  if (size > indexLimit) throw refuse(`It has ${size} bytes, above the limit of ${indexLimit}.`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await files.read(index));
  } catch (cause) {
    throw refuse(`It cannot be read as text: ${reasonOf(cause)}.`, cause);
  }
}

/** Which file each tensor is in. A name of a file may lead nowhere but to the directory of the index. */
function parseWeightMap(json: string, extension: string, refuse: Refuse): ReadonlyMap<string, string> {
  const { weight_map: map } = parseObject(json, refuse);
  if (!isRecord(map)) throw refuse(`Its weight_map is ${quote(map)}, but must be an object of files by tensor.`);
  const shardOf = new Map<string, string>();
  for (const [name, shard] of Object.entries(map)) {
    const isFile = typeof shard === 'string' && /^[^/\\:\0]+$/.test(shard) && shard.endsWith(extension);
    if (!isFile) {
      throw refuse(
        `It puts ${quote(name)} into ${quote(shard)}, but shards are files beside it that end in ${extension}.`,
      );
    }
    shardOf.set(name, shard);
  }
  return shardOf;
}

function parseObject(json: string, refuse: Refuse): Record<string, unknown> {
  let value: unknown;
  try {
    value = parseStrictJson(json);
  } catch (cause) {
    throw refuse(`It is not sound JSON: ${reasonOf(cause)}.`, cause);
  }
  if (isRecord(value)) return value;
  throw refuse(`A JSON object is expected, but this is ${quote(value)}.`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
