import { reasonOf } from '@bertkit/runtime';
import { PyTorchFileError, type PyTorchFileFault } from '../errors.js';

/** In bytes: the number that files of the legacy form begin with has 10. */
const longLimit = 16;

/** Reads the bytes of a pickle one after the other; every length in it is held against the bytes that are left. */
export class PickleCursor {
  readonly bytes: Uint8Array;
  /** Of the next byte to read. */
  position: number;
  private readonly where: string;
  private readonly decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  private readonly view: DataView;
  private opcodeAt: number;

  /** @param where  for messages: the file and its place */
  constructor(bytes: Uint8Array, { start, where }: { start: number; where: string }) {
    this.bytes = bytes;
    this.position = start;
    this.opcodeAt = start;
    this.where = where;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The next opcode. What is refused until the one after it is refused at its byte. */
  opcode(): number {
    this.opcodeAt = this.position;
    if (this.position === this.bytes.length) throw this.refuse('pickle', 'the pickle ends without saying so.');
    return this.uint8();
  }

  uint8(): number {
    return this.view.getUint8(this.skip(1));
  }

  uint16(): number {
    return this.view.getUint16(this.skip(2), true);
  }

  uint32(): number {
    return this.view.getUint32(this.skip(4), true);
  }

  int32(): number {
    return this.view.getInt32(this.skip(4), true);
  }

  float64(): number {
    return this.view.getFloat64(this.skip(8)); // big-endian, unlike all else in a pickle
  }

  /** A whole number of so many bytes, in two's complement; a bigint where a number is not exact. */
  long(length: number): number | bigint {
    if (length > longLimit) {
      throw this.refuse(
        'pickle',
        `there is a whole number of ${length} bytes, but those of PyTorch have ${longLimit} at most.`,
      );
    }
    const start = this.skip(length);
    let value = 0n;
    for (let at = start + length - 1; at >= start; at--) value = (value << 8n) | BigInt(this.view.getUint8(at));
    const signed = BigInt.asIntN(8 * length, value);
    return Number.isSafeInteger(Number(signed)) ? Number(signed) : signed;
  }

  /** Text of so many bytes. */
  text(length: number): string {
    return this.decode(this.skip(length), length);
  }

  /** Text up to the end of the line, which is skipped. */
  line(): string {
    const start = this.position;
    const length = this.bytes.indexOf(0x0a, start) - start;
    if (length < 0) throw this.cutOff();
    this.skip(length + 1);
    return this.decode(start, length);
  }

  /** What to throw: `problem` begins in lower case, and is said to be at the byte of the current opcode. */
  refuse(fault: PyTorchFileFault, problem: string, cause?: unknown): PyTorchFileError {
    return new PyTorchFileError({ where: this.where, fault, problem: `At byte ${this.opcodeAt}, ${problem}`, cause });
  }

  private decode(start: number, length: number): string {
    try {
      return this.decoder.decode(this.bytes.subarray(start, start + length));
    } catch (cause) {
      throw this.refuse('pickle', `a text is not UTF-8: ${reasonOf(cause)}.`, cause);
    }
  }

  /** Where the next `length` bytes begin; they are taken as read. */
  private skip(length: number): number {
    const start = this.position;
    if (length > this.bytes.length - start) throw this.cutOff();
    this.position = start + length;
    return start;
  }

  private cutOff(): PyTorchFileError {
    return this.refuse('pickle', `an opcode asks for more bytes than are left of ${this.bytes.length}.`);
  }
}
