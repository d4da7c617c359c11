import { type Files, reasonOf } from '@bertkit/runtime';
import { SentenceSettingsError } from '../errors.js';

/** A JSON file of a directory. */
export interface SettingsFile {
  /** For messages: the file and its place. */
  readonly where: string;
  readonly content: unknown;
}

/** What a field may hold. */
export interface Kind<Value> {
  /** The value, or undefined where it is not what is expected. */
  readonly parse: (stored: unknown) => Value | undefined;
  /** Ends the sentence "… must be". */
  readonly expected: string;
}

/** In bytes: far more than a `tokenizer_config.json` with thousands of added tokens, the largest of these files. */
const sizeLimit = 2 ** 25;

/**
 * Reads a JSON file; undefined where there is none.
 *
 * @throws {SentenceSettingsError} it is no JSON, or far too large
 */
export async function readSettingsFile(files: Files, name: string): Promise<SettingsFile | undefined> {
  const size = await files.size(name);
  if (size === undefined) return undefined;
  const where = `${name} in ${files.location}`;
  if (size > sizeLimit) {
    throw new SentenceSettingsError(`${where} has ${size} bytes, above the limit of ${sizeLimit}.`);
  }
  const bytes = await files.read(name);
  try {
    return { where, content: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch (cause) {
    throw new SentenceSettingsError(`${where} is not sound JSON: ${reasonOf(cause)}.`, { cause });
  }
}

/**
 * A field of a file; `byDefault` where there is no such file or field, or it is null.
 *
 * @throws {SentenceSettingsError} the file holds no object, or the field not what is expected
 */
export function field<Value, Default>(
  file: SettingsFile | undefined,
  key: string,
  { parse, expected }: Kind<Value>,
  byDefault: Default,
): Value | Default {
  if (file === undefined) return byDefault;
  const { where, content } = file;
  if (!isObject(content)) throw new SentenceSettingsError(`${where} must hold a JSON object.`);
  const stored = Object.hasOwn(content, key) ? content[key] : undefined;
  if (stored === undefined || stored === null) return byDefault;
  const value = parse(stored);
  if (value !== undefined) return value;
  throw new SentenceSettingsError(`${where}: ${key} is ${shown(stored)}, but must be ${expected}.`);
}

export const flag: Kind<boolean> = {
  parse: (stored) => (typeof stored === 'boolean' ? stored : undefined),
  expected: 'true or false',
};

export const text: Kind<string> = {
  parse: (stored) => (typeof stored === 'string' ? stored : undefined),
  expected: 'a text',
};

export function oneOf<Name extends string>(names: readonly Name[]): Kind<Name> {
  return { parse: (stored) => names.find((name) => name === stored), expected: `one of ${names.join(', ')}` };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As a message shows it, short whatever the file holds. */
export function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  return json.length <= 80 ? json : `${json.slice(0, 80)}…`;
}
