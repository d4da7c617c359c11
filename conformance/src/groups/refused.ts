import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { maskedLmHead } from '@bertkit/heads';
import {
  CheckpointFilesError,
  CheckpointTensorsError,
  ConfigError,
  readSafetensorsHeader,
  readTensor,
  SafetensorsError,
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
    if (kind === 'safetensors') await runSafetensors(files, where, { refuse, take }, report);
    else if (kind === 'directory') {
      for (const [name, wanted] of Object.entries(refuse)) {
        const place = runtime.open(join(directory, name));
        await report.case(`${where}/${name}`, (each) => refuseDirectory(place, wanted, each));
      }
    } else {
      const reason = kind === 'pickle' ? "PyTorch's .bin, which comes later" : `${kind}, not known to this suite`;
      for (const name of [...Object.keys(refuse), ...Object.keys(take)]) {
        await report.case(`${where}/${name}`, (each) => each.skip(reason));
      }
    }
  }
}

async function runSafetensors(files: Files, where: string, { refuse, take = {} }: RefusedCases, report: Report) {
  for (const [name, { file = `${name}.safetensors`, error }] of Object.entries(refuse)) {
    await report.case(`${where}/${name}`, async (each) => {
      const fault = await refusal(() => readSafetensorsHeader(files, file), each);
      each.check('kind', isKind(fault, fault instanceof SafetensorsError ? [fault.fault] : [], error));
    });
  }
  for (const [name, { file, tensors }] of Object.entries(take)) {
    await report.case(`${where}/${name}`, async (each) => {
      const header = await readSafetensorsHeader(files, file);
      each.check('names', compareNames(header.tensors.keys(), Object.keys(tensors)));
      for (const entry of header.tensors.values()) {
        const { dims = [], data = [] } = tensors[entry.name] ?? {};
        each.check(`shape of ${entry.name}`, compareExactly(entry.shape, dims));
        if (!['F32', 'F16', 'BF16'].includes(entry.dtype)) {
          each.skip('values that are no floats of 16 or 32 bits, which parameters are not made of');
          continue;
        }
        const { data: found } = await readTensor(files, file, entry);
        each.check(`values of ${entry.name}`, compareNumbers(found, data, proportional(0)));
      }
    });
  }
}

async function refuseDirectory(files: Files, { error, tensors }: RefusedCase, each: Case) {
  if (error === 'shards') return each.skip('weights in shards, which come later');
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
  if (fault instanceof CheckpointTensorsError) return fault.problems.map((problem) => problem.kind);
  return [];
}

function isKind(fault: unknown, kinds: readonly string[], expected: string): Mismatch | undefined {
  if (kinds.includes(expected)) return undefined;
  const message = fault instanceof Error ? fault.message : String(fault);
  return { found: `${kinds.join(', ') || 'another error'} (${message})`, expected };
}
