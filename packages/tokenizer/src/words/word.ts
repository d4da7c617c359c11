/**
 * A word after normalisation, with where each part of it comes from: a scratch pad that the next word overwrites.
 * It holds all of a word, however long.
 */
export class Word {
  /** UTF-16 units of the normalised word, {@link length} of them. */
  units = new Uint16Array(128);
  /** Where in the text the character that each unit comes from starts, in UTF-16 units. */
  starts = new Int32Array(128);
  /** Where in the text the character that each unit comes from ends. */
  ends = new Int32Array(128);
  length = 0;
  codePointCount = 0;

  append(codePoint: number, start: number, end: number): void {
    if (this.length + 2 > this.units.length) this.grow();
    if (codePoint > 0xffff) {
      this.appendUnit(0xd800 + ((codePoint - 0x10000) >> 10), start, end);
      this.appendUnit(0xdc00 + ((codePoint - 0x10000) & 0x3ff), start, end);
    } else {
      this.appendUnit(codePoint, start, end);
    }
    this.codePointCount++;
  }

  clear(): void {
    this.length = 0;
    this.codePointCount = 0;
  }

  private appendUnit(unit: number, start: number, end: number): void {
    this.units[this.length] = unit;
    this.starts[this.length] = start;
    this.ends[this.length] = end;
    this.length++;
  }

  private grow(): void {
    const { units, starts, ends } = this;
    this.units = new Uint16Array(units.length * 2);
    this.starts = new Int32Array(units.length * 2);
    this.ends = new Int32Array(units.length * 2);
    this.units.set(units);
    this.starts.set(starts);
    this.ends.set(ends);
  }
}
