import { basename, dirname, join } from 'node:path';
import { readJson } from './golden-files.js';
import { type ExpectedTensor, readTensors } from './read-tensors.js';

/** A folder with a model, what it is fed, and what comes out: "A model case" in the README of the cases. */
export interface ModelCase {
  readonly folder: string;
  /** GROUP/CASE */
  readonly name: string;
  readonly description: ModelCaseDescription;
  readonly expected: ReadonlyMap<string, ExpectedTensor>;
  /** What the model is fed, by the reference's names, flat. */
  readonly inputs: ReadonlyMap<string, CaseInput>;
}

export interface CaseInput {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** `case.json`, as far as it is read here. */
export interface ModelCaseDescription {
  readonly head: string;
  /** Which of the inputs the model takes; the others are labels and the like. */
  readonly feeds?: readonly string[];
  readonly inputs: Readonly<Record<string, { readonly dims: readonly number[] }>>;
  readonly parameters_without_gradient?: readonly string[];
  readonly no_decay?: readonly string[];
  readonly optimizers?: Readonly<Record<string, OptimizerSettings>>;
  readonly loose_tensors?: readonly string[];
  readonly tolerances: CaseTolerances;
  /** What transformers says when it loads the files. */
  readonly hf_report?: { readonly unexpected_keys?: readonly string[] };
}

export interface OptimizerSettings {
  readonly kind: string;
  readonly lr: number;
  readonly betas?: readonly [number, number];
  readonly eps?: number;
  readonly weight_decay: number;
  readonly clip: number | null;
  readonly schedule: ScheduleSettings | null;
  readonly steps: number;
  readonly weights_after: readonly number[];
  readonly file: string;
}

export interface ScheduleSettings {
  readonly name: string;
  readonly num_warmup_steps: number;
  readonly num_training_steps: number;
}

interface CaseTolerances {
  readonly outputs: number;
  readonly loss: number;
  readonly grad_of_tensor_largest?: number;
  readonly grad_of_global_norm?: number;
  readonly steps_losses?: number;
  readonly weights?: number;
  readonly weights_share?: number;
}

export function readDescription(folder: string): ModelCaseDescription {
  return readJson(join(folder, 'case.json'));
}

export function caseName(folder: string): string {
  return `${basename(dirname(folder))}/${basename(folder)}`;
}

export function readModelCase(folder: string, description: ModelCaseDescription): ModelCase {
  const nested = readJson<Record<string, Nested>>(join(folder, 'inputs.json'));
  const inputs = new Map<string, CaseInput>();
  for (const [name, values] of Object.entries(nested)) {
    const shape = description.inputs[name]?.dims;
    if (shape === undefined) throw new Error(`case.json gives no dims for ${name} of inputs.json.`);
    const data = flatten(values);
    const size = shape.reduce((product, length) => product * length, 1);
    if (data.length !== size) throw new Error(`${name} has ${data.length} numbers, but case.json says ${size}.`);
    inputs.set(name, { shape, data });
  }
  const expected = readTensors(join(folder, 'expect.safetensors'));
  return { folder, name: caseName(folder), description, expected, inputs };
}

type Nested = number | readonly Nested[];

function flatten(values: Nested): number[] {
  return typeof values === 'number' ? [values] : values.flatMap(flatten);
}
