import { type Encoding, withOverflow } from './encoding.js';
import type { TemplatePart } from './template.js';
import type { Tokens } from './tokens.js';
import type { Window, Windows } from './windows.js';

/** What an encoding is put together from. */
export interface Parts {
  /** Of each text. */
  readonly sequences: readonly Tokens[];
  readonly template: readonly TemplatePart[];
  /** Id → token. */
  readonly tokenOf: (id: number) => string;
  /** Which input of the batch. */
  readonly source: number;
}

function assembledLength(window: Window, template: readonly TemplatePart[]): number {
  return template.reduce((length, part) => {
    if ('ids' in part) return length + part.ids.length;
    const range = window[part.sequence];
    return length + (range ? range.to - range.from : 0);
  }, 0);
}

/** Puts the texts' tokens and the template's together, with what was cut off as further encodings. */
export function assemble(parts: Parts, { main, overflow, overflowTemplate = parts.template }: Windows): Encoding {
  return withOverflow(assembleWindow(parts, main), () =>
    overflow().map((window) => ({
      ...assembleWindow({ ...parts, template: overflowTemplate }, window),
      overflow: [],
    })),
  );
}

function assembleWindow({ sequences, template, tokenOf, source }: Parts, window: Window): Omit<Encoding, 'overflow'> {
  const length = assembledLength(window, template);
  const inputIds = new Int32Array(length);
  const tokenTypeIds = new Uint8Array(length);
  const attentionMask = new Uint8Array(length).fill(1);
  const specialTokensMask = new Uint8Array(length).fill(1);
  const offsets = new Int32Array(2 * length);
  const wordIds = new Int32Array(length).fill(-1);
  const sequenceIds = new Int8Array(length).fill(-1);
  const tokens: string[] = [];

  let at = 0;
  for (const part of template) {
    if ('ids' in part) {
      tokenTypeIds.fill(part.typeId, at, at + part.ids.length);
      for (const id of part.ids) {
        inputIds[at++] = id;
        tokens.push(tokenOf(id));
      }
      continue;
    }
    const { sequence } = part;
    const own = sequences[sequence];
    const range = window[sequence];
    if (own === undefined || range === undefined) continue;
    const { from, to, isOverflow } = range;
    const end = at + to - from;
    inputIds.set(own.ids.subarray(from, to), at);
    offsets.set(own.offsets.subarray(2 * from, 2 * to), 2 * at);
    wordIds.set(own.words.subarray(from, to), at);
    // A template's type does not reach what was cut off: so it is in the reference.
    tokenTypeIds.fill(isOverflow ? sequence : part.typeId, at, end);
    sequenceIds.fill(sequence, at, end);
    specialTokensMask.fill(0, at, end);
    for (let i = from; i < to; i++) tokens.push(own.spelled?.get(i) ?? tokenOf(own.ids[i] ?? 0));
    at = end;
  }
  const kept = window.reduce((count, { from, to }) => count + to - from, 0);
  return {
    length,
    truncatedCount: sequences.reduce((count, { ids }) => count + ids.length, 0) - kept,
    inputIds,
    tokenTypeIds,
    attentionMask,
    specialTokensMask,
    offsets,
    wordIds,
    sequenceIds,
    tokens,
    source,
  };
}
