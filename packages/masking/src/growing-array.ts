type Numbers = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

const pieceLength = 65536;

/** A typed array whose length is not known yet. It grows by pieces, so that nothing is copied or over-allocated twofold. */
export class GrowingArray<A extends Numbers> {
  private readonly create: new (
    length: number,
  ) => A;
  private readonly full: A[] = [];
  private last: A;
  private used = 0;

  constructor(create: new (length: number) => A) {
    this.create = create;
    this.last = new create(pieceLength);
  }

  get length(): number {
    return this.full.length * pieceLength + this.used;
  }

  push(value: number): void {
    if (this.used === pieceLength) {
      this.full.push(this.last);
      this.last = new this.create(pieceLength);
      this.used = 0;
    }
    this.last[this.used++] = value;
  }

  /** The numbers so far as one array. */
  toArray(): A {
    const array = new this.create(this.length);
    this.full.forEach((piece, index) => {
      array.set(piece, index * pieceLength);
    });
    array.set(this.last.subarray(0, this.used), this.full.length * pieceLength);
    return array;
  }
}
