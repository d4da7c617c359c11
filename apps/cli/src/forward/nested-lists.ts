import { plural } from '../display/numbers.js';
import { InputError } from '../errors.js';

/** Numbers that stood in nested lists, one after the other. */
export interface NestedNumbers {
  /** How long the lists of each level are. */
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/**
 * Reads lists of lists of numbers, `depth` levels deep, those of a level all of one length.
 *
 * @param name     for messages: what they are
 * @param problem  says what is wrong with a number, as the end of "NAME[0][1] is 7, but …". Default: every number will do
 * @throws {InputError} with the place of the fault
 */
export function readNestedNumbers(
  lists: unknown,
  name: string,
  depth: number,
  problem: (value: number) => string | undefined = () => undefined,
): NestedNumbers {
  const shape: number[] = [];
  const values: number[] = [];
  const readList = (list: unknown, path: string, level: number): void => {
    if (!Array.isArray(list)) throw new InputError(`${path} must be a list: ${name} has ${depth} levels of lists.`);
    shape[level] ??= list.length;
    if (list.length !== shape[level]) {
      const lengths = `${path} has ${plural(list.length, 'entry', 'entries')}, but the lists before it have ${shape[level]}`;
      throw new InputError(`${lengths}: fill the shorter ones up, and set attention_mask to 0 there.`);
    }
    for (const [i, item] of list.entries()) {
      if (level + 1 < depth) readList(item, `${path}[${i}]`, level + 1);
      else values.push(readNumber(item, () => `${path}[${i}]`));
    }
  };
  const readNumber = (item: unknown, path: () => string): number => {
    if (typeof item !== 'number') throw new InputError(`${path()} is ${typeof item}, but must be a number.`);
    const found = problem(item);
    if (found !== undefined) throw new InputError(`${path()} is ${item}, but ${found}.`);
    return item;
  };
  readList(lists, name, 0);
  if (values.length === 0) throw new InputError(`${name} is empty.`);
  return { shape, values };
}
