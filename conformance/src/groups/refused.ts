import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { maskedLmHead } from '@bertkit/heads';
import {
  CheckpointFilesError,
  CheckpointTensorsError,
  ConfigError,
  openCheckpoint,
  PyTorchFileError,
  readTensor,
  SafetensorsError,
  ShardsError,
} from '@bertkit/model';
import type { Files } from '@bertkit/runtime';
import { compareExactly, compareNames, compareNumbers, type Mismatch, proportional } from '../compare.js';
import { foldersIn, readJson } from '../golden-files.js';
import type { GroupContext } from '../group.js';
import type { Case, Report } from '../report.js';
import { loadModel } from '../run-model.js';

interface RefusedCases {
  readonly refuse: Readonly<Record<string, RefusedCase>>;
  readonly take?: Readonly<Record<string, TakenCase>>;
}

interface RefusedCase {
  readonly file?: string;
  /** The kind of fault. */
  readonly error: string;
  /** The tensors to blame, where the case names them. */
  readonly tensors?: readonly string[];
}

interface TakenCase {
  readonly file: string;
  readonly tensors: Readonly<Record<string, { readonly dims: readonly number[]; readonly data: readonly number[] }>>;
}

/** A refusal takes milliseconds; more than this means that something was read or made by a number in the file. */
const slowMs = 2000;

/** Files to refuse with the right kind of error, and odd ones to take. */
export async function runRefused({ folder, runtime, report }: GroupContext): Promise<void> {
  for (const kind of foldersIn(folder)) {
    const directory = join(folder, kind);
    const where = `${basename(folder)}/${kind}`;
    if (!existsSync(join(directory, 'cases.json'))) {
      report.skip(`${where}, which has no cases.json`);
      continue;
    }
    const { refuse, take = {} } = readJson<RefusedCases>(join(directory, 'cases.json'));
    const files = runtime.open(directory);
    if (kind in weightsFiles) await runFiles(files, where, { refuse, take, as: weightsFiles[kind] }, report);
    else if (kind === 'directory') {
      for (const [name, wanted] of Object.entries(refuse)) {
        const place = runtime.open(join(directory, wanted.file ?? name));
        await report.case(`${where}/${name}`, (each) => refuseDirectory(place, wanted, each));
      }
    } else {
      for (const name of [...Object.keys(refuse), ...Object.keys(take)]) {
        await report.case(`${where}/${name}`, (each) => each.skip(`${kind}, not known to this suite`));
      }
    }
  }
}

/** What a model's directory would call a file of each kind. */
const weightsFiles: Readonly<Record<string, string>> = {
  safetensors: 'model.safetensors',
  pickle: 'pytorch_model.bin',
};

async function runFiles(
  files: Files,
  where: string,
  { refuse, take = {}, as = '' }: RefusedCases & { as: string | undefined },
  report: Report,
) {
  const extension = as.slice(as.lastIndexOf('.'));
  for (const [name, { file = `${name}${extension}`, error }] of Object.entries(refuse)) {
    await report.case(`${where}/${name}`, async (each) => {
      const fault = await refusal(() => openCheckpoint(onlyFile(files, file, as)), each);
      each.check('kind', isKind(fault, kindsOf(fault), error));
    });
  }
  for (const [name, { file, tensors }] of Object.entries(take)) {
    await report.case(`${where}/${name}`, async (each) => {
      const place = onlyFile(files, file, as);
      const checkpoint = await openCheckpoint(place);
      each.check('names', compareNames(checkpoint.tensors.keys(), Object.keys(tensors)));
      for (const tensor of checkpoint.tensors.values()) {
        const { dims = [], data = [] } = tensors[tensor.name] ?? {};
        each.check(`shape of ${tensor.name}`, compareExactly(tensor.shape, dims));
        if (!['F32', 'F16', 'BF16'].includes(tensor.dtype)) {
          const fault = await refusal(() => readTensor(place, tensor), each); // parameters are not made of these
          each.check(`refusal of ${tensor.dtype}`, isKind(fault, kindsOf(fault), 'dtype'));
          continue;
        }
        const { data: found } = await readTensor(place, tensor);
        each.check(`values of ${tensor.name}`, compareNumbers(found, data, proportional(0)));
      }
    });
  }
}

/** A directory with one file of another, under another name. */
function onlyFile(files: Files, file: string, as: string): Files {
  return {
    ...files,
    size: async (name) => (name === as ? files.size(file) : undefined),
    read: async (name, range) => files.read(name === as ? file : name, range),
  };
}

async function refuseDirectory(files: Files, { error, tensors }: RefusedCase, each: Case) {
  const fault = await refusal(() => loadModel(files, maskedLmHead), each);
  each.check('kind', isKind(fault, kindsOf(fault), error));
  if (tensors !== undefined && fault instanceof CheckpointTensorsError) {
    const blamed = fault.problems.map((problem) => problem.tensor);
    each.check('tensors', compareNames(blamed, tensors));
  }
}

/** What the call throws; in no time, and with a code of ours. */
async function refusal(call: () => Promise<unknown>, each: Case): Promise<unknown> {
  const start = performance.now();
  const fault = await call().then(
    () => undefined,
    (error: unknown) => error,
  );
  const took = performance.now() - start;
  each.check('time', took < slowMs ? undefined : { found: `${took} ms`, expected: `less than ${slowMs} ms` });
  const code = fault instanceof Error && 'code' in fault ? String(fault.code) : String(fault);
  const isOurs = code.startsWith('BERTKIT_');
  each.check('error', isOurs ? undefined : { found: code, expected: 'an error of bertkit' });
  return fault;
}

function kindsOf(fault: unknown): string[] {
  if (fault instanceof ConfigError) return ['config'];
  if (fault instanceof CheckpointFilesError) return ['files'];
  if (fault instanceof ShardsError) return ['shards'];
  if (fault instanceof SafetensorsError || fault instanceof PyTorchFileError) return [fault.fault];
  if (fault instanceof CheckpointTensorsError) return fault.problems.map((problem) => problem.kind);
  return [];
}

function isKind(fault: unknown, kinds: readonly string[], expected: string): Mismatch | undefined {
  if (kinds.includes(expected)) return undefined;
  const message = fault instanceof Error ? fault.message : String(fault);
  return { found: `${kinds.join(', ') || 'another error'} (${message})`, expected };
}
