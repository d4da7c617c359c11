import { Interrupted, type Output, type Terminal } from './terminal.js';

/** An output that keeps what is written. */
export interface RecordingOutput extends Output {
  readonly text: string;
}

export interface RecordingTerminal extends Terminal {
  readonly stdout: RecordingOutput;
  readonly stderr: RecordingOutput;
  /** As Ctrl-C does it; has no effect but on a command that catches it. */
  interrupt(): void;
}

export function recordingOutput({ isTerminal = false, columns = 80 } = {}): RecordingOutput {
  let text = '';
  return {
    write(piece) {
      text += piece;
    },
    get text() {
      return text;
    },
    isTerminal,
    hasColours: false,
    columns,
  };
}

interface RecordingTerminalOptions {
  /** Is told what is written to stderr: the moment to interrupt. */
  readonly onWrite?: (text: string, terminal: RecordingTerminal) => void;
  /** What is piped in. Default: nothing is, stdin is a keyboard. */
  readonly stdin?: Iterable<Uint8Array>;
  /** Whether stdout is a terminal. Default: false. */
  readonly isTerminal?: boolean;
}

/** A terminal for in-process runs of the program. */
export function recordingTerminal(
  argv: readonly string[],
  { onWrite, stdin, isTerminal = false }: RecordingTerminalOptions = {},
): RecordingTerminal {
  const controller = new AbortController();
  const stderr = recordingOutput();
  const terminal: RecordingTerminal = {
    argv,
    program: 'bertkit',
    stdin: {
      isTerminal: stdin === undefined,
      async *[Symbol.asyncIterator]() {
        yield* stdin ?? [];
      },
    },
    stdout: recordingOutput({ isTerminal }),
    stderr: {
      ...stderr,
      get text() {
        return stderr.text;
      },
      write(text) {
        stderr.write(text);
        onWrite?.(text, terminal);
      },
    },
    interrupt: () => controller.abort(new Interrupted('SIGINT')),
    catchInterrupts: () => ({ signal: controller.signal, [Symbol.dispose]() {} }),
  };
  return terminal;
}
