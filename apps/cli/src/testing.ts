import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
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
  readonly stdin?: string | Iterable<Uint8Array> | undefined;
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
        yield* typeof stdin === 'string' ? [Buffer.from(stdin)] : (stdin ?? []);
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

/** Runs the program in this process; gives the exit code and all that it wrote. */
export async function runTerminal(terminal: RecordingTerminal) {
  const { run } = await import('./run.js'); // here, as loading it takes longer than the tests of a display
  return { code: await run(terminal), stdout: terminal.stdout.text, stderr: terminal.stderr.text };
}

export function runProgram(argv: readonly string[], options?: RecordingTerminalOptions) {
  return runTerminal(recordingTerminal(argv, options));
}

/** Runs the program, which must succeed; gives what it printed. */
export async function ok(argv: readonly string[], options?: RecordingTerminalOptions): Promise<string> {
  const { code, stdout, stderr } = await runProgram(argv, options);
  expect(code, stderr).toBe(0);
  return stdout;
}

export function jsonLines(text: string) {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** Gives the path of a name in a folder; without a name, the folder's own. */
export type PathIn = (...names: string[]) => string;

/** A folder for the tests of a file: made before the first, removed after the last. */
export function temporaryFolder(): PathIn {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bertkit-cli-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  return (...names) => join(folder, ...names);
}

const animals = ['cat', 'dog', 'cow', 'horse', 'bird', 'fish'];
const colours = ['red', 'blue', 'green', 'white', 'black'];

/** 90 sentences in documents of three, in English and in Chinese. */
export const corpus = animals
  .flatMap((animal) =>
    colours.map((colour) => `the ${animal} is ${colour} .\na ${colour} ${animal} eats .\n猫是白色的。\n`),
  )
  .join('\n');

/** Makes what {@link pretrainArgv} trains with: `corpus.txt`, 60 pieces in `vocab`, a config for 70 in `small`. */
export async function prepareTraining(at: PathIn): Promise<void> {
  await writeFile(at('corpus.txt'), corpus);
  await ok(['train-vocab', at('corpus.txt'), '--vocab-size', '60', '--out', at('vocab')]);
  const config = {
    vocab_size: 70,
    hidden_size: 8,
    num_hidden_layers: 1,
    num_attention_heads: 2,
    intermediate_size: 8,
    max_position_embeddings: 16,
  };
  await mkdir(at('small'));
  await writeFile(at('small', 'config.json'), JSON.stringify(config));
}

/** Eight small steps in a {@link prepareTraining prepared} folder; of an option that is given twice, the last counts. */
export function pretrainArgv(at: PathIn, out: string, ...more: string[]): string[] {
  const files = ['--vocab', at('vocab', 'vocab.txt'), '--config', at('small', 'config.json'), '--out', out];
  const sizes = '--steps 8 --batch-size 4 --sequence-length 16 --held-out 0.2 --checkpoint-every 3 --threads 1';
  return ['pretrain', at('corpus.txt'), ...files, ...sizes.split(' '), ...more];
}
