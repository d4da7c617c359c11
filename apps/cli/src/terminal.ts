/** Where text goes: a terminal, a pipe, a file. */
export interface Output {
  write(text: string): void;
  /** Whether lines can be rewritten in place. */
  readonly isTerminal: boolean;
  readonly hasColours: boolean;
  /** Width in columns; 80 where there is none. */
  readonly columns: number;
}

/** Where text comes from: a keyboard, a pipe, a file. */
export interface Input extends AsyncIterable<Uint8Array> {
  /** Whether somebody types it. */
  readonly isTerminal: boolean;
}

/** What commands know of the process they run in. */
export interface Terminal {
  readonly stdin: Input;
  /** For results, and nothing else. */
  readonly stdout: Output;
  /** For progress, notes and errors. */
  readonly stderr: Output;
  /** How the user calls this program, for commands to try next: `bertkit`, `npx bertkit`. */
  readonly program: string;
  /** The program's arguments, as typed. */
  readonly argv: readonly string[];
  /**
   * Until it is disposed of, the first Ctrl-C does not end the process but aborts the signal. The second one ends the
   * process at once, whatever it is doing.
   */
  catchInterrupts(): Interrupts;
}

export interface Interrupts extends Disposable {
  /** Its reason is an {@link Interrupted}. */
  readonly signal: AbortSignal;
}

/** The user, or the system, wants the program to end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  /** 128 and the signal's number, as shells have it. */
  readonly exitCode: number;

  constructor(signal: keyof typeof signalNumbers) {
    super(`stopped by ${signal}`);
    this.exitCode = 128 + signalNumbers[signal];
  }
}

/** SIGPIPE: who read our output is gone. */
const signalNumbers = { SIGINT: 2, SIGPIPE: 13, SIGTERM: 15 } as const;
