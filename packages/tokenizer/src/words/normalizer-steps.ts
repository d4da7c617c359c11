import type { NormalizerStep } from '../definition.js';
import { lowercase } from '../unicode/character-forms.js';
import { toggle } from '../unicode/code-point-tables.js';
import { codePointAt } from '../unicode/code-points.js';
import { memoized } from '../unicode/memoized.js';
import { otherMarks } from '../unicode/strip-accents-table.js';
import { ACCENT, CHANGEABLE, CHINESE, DROPPED, WHITESPACE } from '../unicode/unicode.js';
import { Decomposer } from './decomposer.js';
import { forEachCharacter } from './for-each-character.js';
import { Word } from './word.js';

/** Appends to `to` what it makes of `from`. */
type Pass = (from: Word, to: Word) => void;

/** Of longer texts no memory is kept. In UTF-16 units. */
const keptCapacity = 2 ** 16;

/**
 * Normalises text by any steps in any order, one after the other, as Hugging Face's `normalizers` do, and keeps for
 * each character where it comes from. `Normalizer` does the same for BERT's own normalisation, faster.
 */
export class NormalizerSteps {
  private readonly passes: readonly Pass[];
  private from = new Word();
  private to = new Word();

  /** @param flags  those of `characterFlags()` */
  constructor(steps: readonly NormalizerStep[], flags: Uint8Array) {
    const passes = createPasses(flags);
    this.passes = steps.flatMap((step) => passesOf(step, passes));
  }

  /** What becomes of `text[start, end)`, with sources in `text`. The next call overwrites it. */
  normalize(text: string, start = 0, end = text.length): Word {
    if (this.from.units.length > keptCapacity) this.from = new Word();
    if (this.to.units.length > keptCapacity) this.to = new Word();
    this.from.clear();
    for (let i = start; i < end; ) {
      const codePoint = codePointAt(text, i);
      const next = i + (codePoint > 0xffff ? 2 : 1);
      this.from.append(codePoint, i, next);
      i = next;
    }
    for (const pass of this.passes) {
      this.to.clear();
      pass(this.from, this.to);
      [this.from, this.to] = [this.to, this.from];
    }
    return this.from;
  }
}

type Passes = ReturnType<typeof createPasses>;

function createPasses(flags: Uint8Array) {
  const has = (codePoint: number, flag: number) => ((flags[codePoint] ?? 0) & flag) !== 0;
  const lowered = memoized(lowercase);
  return {
    clean: each((c) => (has(c, DROPPED) ? [] : has(c, WHITESPACE) ? [0x20] : undefined)),
    isolateChinese: each((c) => (has(c, CHINESE) ? [0x20, c, 0x20] : undefined)),
    decompose: (): Pass => {
      const decomposer = new Decomposer();
      return (from, to) => decomposer.decompose(from, to);
    },
    dropAccents: each((c) => (has(c, ACCENT) ? [] : undefined)),
    dropMarks: () => {
      const marks = flags.slice();
      toggle(marks, otherMarks, ACCENT);
      return each((c) => (((marks[c] ?? 0) & ACCENT) !== 0 ? [] : undefined));
    },
    lower: each((c) => (has(c, CHANGEABLE) ? lowered(c) : undefined)),
  };
}

/** Puts the form of each character in its place, where it has one. */
function each(formOf: (codePoint: number) => readonly number[] | undefined): Pass {
  return (from, to) => {
    forEachCharacter(from, 0, from.length, (codePoint, start, end) => {
      const form = formOf(codePoint);
      if (form === undefined) to.append(codePoint, start, end);
      else for (const part of form) to.append(part, start, end);
    });
  };
}

function passesOf(step: NormalizerStep, passes: Passes): Pass[] {
  switch (step.type) {
    case 'NFD':
      return [passes.decompose()];
    case 'Lowercase':
      return [passes.lower];
    case 'StripAccents':
      return [passes.dropMarks()];
    case 'BertNormalizer': {
      const { cleanText, handleChineseChars, lowercase, stripAccents } = step;
      return [
        ...(cleanText ? [passes.clean] : []),
        ...(handleChineseChars ? [passes.isolateChinese] : []),
        ...((stripAccents ?? lowercase) ? [passes.decompose(), passes.dropAccents] : []),
        ...(lowercase ? [passes.lower] : []),
      ];
    }
  }
}
