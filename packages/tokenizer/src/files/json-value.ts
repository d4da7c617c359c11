import { TokenizerFilesError } from '../errors.js';

/** A value in a JSON file that knows where it stands, so that a refusal can tell. */
export class JsonValue {
  readonly value: unknown;
  private readonly path: string;
  private readonly file: string;

  constructor(value: unknown, path: string, file: string) {
    this.value = value;
    this.path = path;
    this.file = file;
  }

  /** @throws {TokenizerFilesError} the text is no JSON */
  static parse(text: string, file: string): JsonValue {
    try {
      return new JsonValue(JSON.parse(text), '', file);
    } catch (cause) {
      throw new TokenizerFilesError(`${file} is not JSON: ${cause instanceof Error ? cause.message : cause}`, {
        cause,
      });
    }
  }

  /** Missing, or `null`. */
  get isAbsent(): boolean {
    return this.value === undefined || this.value === null;
  }

  /** A property of its own; absent where there is none. */
  get(key: string): JsonValue {
    const { value } = this;
    const own = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
    // An own property, whatever its type: it is looked at by who asked for it.
    return new JsonValue(own ? (value as Record<string, unknown>)[key] : undefined, this.pathTo(key), this.file);
  }

  /** @param known  all keys that it may have. Default: any */
  object(known?: readonly string[]): Readonly<Record<string, unknown>> {
    const { value } = this;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return this.refuse('must be an object');
    for (const key of known === undefined ? [] : Object.keys(value)) {
      if (!known?.includes(key)) this.get(key).refuse(`is not known here; supported are ${known?.join(', ')}`);
    }
    return value as Record<string, unknown>; // no array, no null: what JSON calls an object
  }

  entries(): [key: string, value: JsonValue][] {
    return Object.keys(this.object()).map((key) => [key, this.get(key)]);
  }

  items(): JsonValue[] {
    if (!Array.isArray(this.value)) return this.refuse('must be an array');
    return this.value.map((item, i) => new JsonValue(item, `${this.path}[${i}]`, this.file));
  }

  /** @returns a string without surrogates that stand alone */
  string(): string {
    if (typeof this.value !== 'string') return this.refuse('must be a string');
    if (/\p{Surrogate}/u.test(this.value)) return this.refuse('has half a surrogate pair');
    return this.value;
  }

  boolean(): boolean {
    return typeof this.value === 'boolean' ? this.value : this.refuse('must be true or false');
  }

  /** @param most  default: the largest that is exact */
  wholeNumber(least = 0, most = Number.MAX_SAFE_INTEGER): number {
    const { value } = this;
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
    const range = most === Number.MAX_SAFE_INTEGER ? `from ${least} on` : `from ${least} to ${most}`;
    return this.refuse(`must be a whole number ${range}`);
  }

  oneOf<Name extends string>(names: readonly Name[]): Name {
    return names.find((name) => name === this.value) ?? this.refuse(`supported are ${names.join(', ')}`);
  }

  /** The id of a token. */
  id(): number {
    return this.wholeNumber(0, 2 ** 31 - 1);
  }

  /** A token type, of which an encoding keeps a byte. */
  typeId(): number {
    return this.wholeNumber(0, 255);
  }

  /** @param why  what is wrong with it, such as `must be true or false` */
  refuse(why: string): never {
    const what = this.path === '' ? this.file : `${this.path} is ${shown(this.value)} in ${this.file}`;
    throw new TokenizerFilesError(`${what}; ${why}.`);
  }

  private pathTo(key: string): string {
    if (!/^\w+$/.test(key)) return `${this.path}[${JSON.stringify(key)}]`;
    return this.path === '' ? key : `${this.path}.${key}`;
  }
}

/** A value for a message, which is not to be as long as a hostile file. */
function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object';
  return String(value);
}
