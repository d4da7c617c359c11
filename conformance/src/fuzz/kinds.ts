import {
  encoderParameters,
  linearParameters,
  loadConfig,
  loadParameters,
  openCheckpoint,
  type ParameterSpec,
  readTensor,
} from '@bertkit/model';
import type { Random } from '@bertkit/random';
import type { Files } from '@bertkit/runtime';
import { loadTokenizer } from '@bertkit/tokenizer';
import { type Directory, goodConfig, goodShards, goodTensors, goodTokenizer, safetensorsFile } from './good-files.js';
import { concatenate, faultCount, mutateBytes, pick } from './mutate-bytes.js';
import { mutateJson } from './mutate-json.js';
import { bytesOf, legacyForm, type TorchFile, torchFile, zipForm } from './torch-files.js';

/** A kind of file: good ones, how they are spoilt, and what reads them. */
export interface FuzzKind {
  readonly good: Directory;
  /** The file with faults in it, under its name. */
  mutate(random: Random): Directory;
  /** Loads a directory, and throws a plain `Error` where what it gives is not sound. */
  load(files: Files): Promise<void>;
}

/** By their names. */
export function fuzzKinds(): ReadonlyMap<string, FuzzKind> {
  return new Map([
    ['safetensors', safetensorsKind()],
    ['pickle-zip', pickleKind(zipForm)],
    ['pickle-legacy', pickleKind(legacyForm)],
    ['zip', zipKind()],
    ['index', jsonKind(goodShards(), 'model.safetensors.index.json', loadModel)],
    ['config', jsonKind({ ...goodConfig(), [weights]: safetensorsFile(goodTensors()) }, 'config.json', loadModel)],
    ['tokenizer', jsonKind(goodTokenizer(), 'tokenizer.json', loadAndEncode)],
  ]);
}

const weights = 'model.safetensors';
const torchWeights = 'pytorch_model.bin';

function safetensorsKind(): FuzzKind {
  const file = safetensorsFile(goodTensors());
  const headerEnd = 8 + Number(new DataView(file.buffer).getBigUint64(0, true));
  const header = new TextDecoder().decode(file.subarray(8, headerEnd));
  return {
    good: { ...goodConfig(), [weights]: file },
    mutate(random) {
      if (random.below(3) === 0) return { [weights]: mutateBytes(file, random, { end: headerEnd }) };
      const changed = mutateJson(header, random);
      const length = new Uint8Array(8);
      new DataView(length.buffer).setBigUint64(0, BigInt(changed.length), true);
      return { [weights]: concatenate([length, changed, file.subarray(headerEnd)]) };
    },
    load: loadModel,
  };
}

function pickleKind(form: (file: TorchFile) => Uint8Array): FuzzKind {
  const file = torchFile(goodTensors());
  return {
    good: { ...goodConfig(), [torchWeights]: form(file) },
    mutate: (random) => ({ [torchWeights]: form({ ...file, opcodes: withFaults(file.opcodes, random) }) }),
    load: loadModel,
  };
}

/** Opcodes that no state dict has, and values of the wrong kind. */
const strangers: readonly Uint8Array[] = [
  ...['cos\nsystem\n', '\x93', 'i\n\n', 'o', '\x81', '\x82\x01', 'P0\n'],
  ...['ctorch\nLongStorage\n', 'ctorch\nHalfStorage\n'],
  ...['N', ']', '}', ')', '(', 't', '\x85', '\x87', '0', '1', '2', 'a', 'e', 's', 'u', 'b', 'R', 'Q', '.'],
  ...['h\x01', 'q\x01', 'j\xff\xff\xff\xff', '\x94', '\x8a\xff', '\x8b\xff\xff\xff\x7f', 'X\xff\xff\xff\xff'],
  ...['J\xff\xff\xff\xff', 'J\xff\xff\xff\x7f', '\x8a\x09\0\0\0\0\0\0\0\x40\0', 'G\x7f\xf0\0\0\0\0\0\0'],
  '\x95\xff\xff\xff\xff\xff\xff\xff\xff',
].map(bytesOf);

/** With an opcode or a few left out, doubled, changed, put elsewhere, or strange. */
function withFaults(opcodes: readonly Uint8Array[], random: Random): Uint8Array[] {
  const changed = [...opcodes];
  for (let count = faultCount(random); count > 0; count--) {
    const at = random.below(changed.length);
    const here = changed[at] ?? new Uint8Array(0);
    const [other, stranger] = [pick(changed, random), pick(strangers, random)];
    const spoilt = [
      [],
      [here, here],
      [other],
      [other, here],
      [mutateBytes(here, random)],
      [stranger],
      [here, stranger],
    ];
    changed.splice(at, 1, ...pick(spoilt, random));
  }
  return changed;
}

/** The archive around a pickle that stays good: its local headers, and most of all its directory. */
function zipKind(): FuzzKind {
  const file = zipForm(torchFile(goodTensors()));
  const directoryStart = new DataView(file.buffer).getUint32(file.length - 6, true);
  return {
    good: { ...goodConfig(), [torchWeights]: file },
    mutate: (random) => {
      const start = pick([directoryStart, directoryStart, file.length - 22, 0], random);
      return { [torchWeights]: mutateBytes(file, random, { start }) };
    },
    load: loadModel,
  };
}

function jsonKind(good: Directory, name: string, load: FuzzKind['load']): FuzzKind {
  const json = new TextDecoder().decode(good[name]);
  return { good, mutate: (random) => ({ [name]: mutateJson(json, random) }), load };
}

/** Loads a BertModel with a classifier that is started anew, and every other tensor of its files. */
async function loadModel(files: Files): Promise<void> {
  const config = await loadConfig(files);
  const specs: ParameterSpec[] = [
    ...encoderParameters(config, { pooler: true }),
    ...linearParameters(config, 'classifier', { from: 'hiddenSize', to: 'numLabels' }),
  ];
  const { parameters } = await loadParameters(files, config, specs, { seed: 0 });
  for (const { name, shape } of specs) checkTensor(name, shape, parameters.get(name));
  for (const tensor of (await openCheckpoint(files)).tensors.values()) {
    if (tensor.dtype === 'F32') checkTensor(tensor.name, tensor.shape, await readTensor(files, tensor));
  }
}

function checkTensor(
  name: string,
  shape: readonly number[],
  tensor: { readonly shape: readonly number[]; readonly data: Float32Array } | undefined,
): void {
  const count = shape.reduce((product, size) => product * size, 1);
  if (tensor?.shape.join() === shape.join() && tensor.data.length === count) return;
  throw new Error(`${name} is [${tensor?.shape}] with ${tensor?.data.length} numbers, where [${shape}] was promised.`);
}

async function loadAndEncode(files: Files): Promise<void> {
  const tokenizer = await loadTokenizer(files);
  const encoding = tokenizer.encodePair('Two ones, 一 [MASK] twos.', 'one');
  for (const { length, inputIds, tokenTypeIds, attentionMask, tokens, offsets } of [encoding, ...encoding.overflow]) {
    const lengths = [inputIds.length, tokenTypeIds.length, attentionMask.length, tokens.length, offsets.length / 2];
    if (lengths.some((each) => each !== length)) throw new Error(`Of ${length} tokens there are ${lengths}.`);
    tokenizer.decode(inputIds);
  }
}
