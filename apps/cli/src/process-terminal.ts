import { Interrupted, type Interrupts, type Output, type Terminal } from './terminal.js';

/** The terminal of this process. */
export function processTerminal(): Terminal {
  let interrupt = ({ exitCode }: Interrupted): void => process.exit(exitCode);

  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return interrupt(new Interrupted('SIGPIPE')); // `… | head`
    process.stderr.write(`bertkit: The output could not be written: ${error.message}.\n`);
    process.exit(1);
  });
  process.stderr.on('error', () => {}); // nobody reads it any more: no reason to end

  return {
    stdin: {
      get isTerminal() {
        return process.stdin.isTTY === true;
      },
      [Symbol.asyncIterator]: () => process.stdin[Symbol.asyncIterator](),
    },
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    program: programName(process.env),
    argv: process.argv.slice(2),

    catchInterrupts(): Interrupts {
      const controller = new AbortController();
      const uncaught = interrupt;
      interrupt = (reason) => controller.abort(reason);
      const onSignal = (signal: 'SIGINT' | 'SIGTERM') => {
        const reason = new Interrupted(signal);
        // Both came while one run blocked the process.
        if (controller.signal.aborted) process.exit(reason.exitCode);
        interrupt(reason);
        // From now on the system itself ends the process, even in the middle of a run.
        setImmediate(uncatch);
      };
      const uncatch = () => void process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
      process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
      return {
        signal: controller.signal,
        [Symbol.dispose]() {
          uncatch();
          interrupt = uncaught;
        },
      };
    },
  };
}

function outputOf(stream: NodeJS.WriteStream): Output {
  const { NO_COLOR: noColour, TERM: kind } = process.env;
  const isTerminal = stream.isTTY === true && kind !== 'dumb';
  return {
    write: (text) => void stream.write(text),
    isTerminal,
    hasColours: isTerminal && (noColour ?? '') === '', // https://no-color.org
    get columns() {
      return stream.columns || 80;
    },
  };
}

/** Where npm or pnpm started us, a bare `bertkit` would not be found. */
export function programName({ npm_config_user_agent: agent = '' }: NodeJS.ProcessEnv): string {
  if (agent.startsWith('pnpm/')) return 'pnpm bertkit';
  return agent.startsWith('npm/') ? 'npx bertkit' : 'bertkit';
}
