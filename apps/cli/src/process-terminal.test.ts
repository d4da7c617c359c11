import { describe, expect, it } from 'vitest';
import { processTerminal, programName } from './process-terminal.js';
import { Interrupted } from './terminal.js';

describe('programName', () => {
  it.each([
    [{}, 'bertkit'],
    [{ npm_config_user_agent: 'npm/10.8.2 node/v20.20.2 linux x64' }, 'npx bertkit'],
    [{ npm_config_user_agent: 'pnpm/10.34.9 npm/? node/v20.20.2 linux x64' }, 'pnpm bertkit'],
  ])('for %j is %s', (env, expected) => {
    expect(programName(env)).toBe(expected);
  });
});

describe('processTerminal', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('catches one %s, and no second', (signal, exitCode) => {
    const others = process.listeners(signal);
    const terminal = processTerminal();
    const interrupts = terminal.catchInterrupts();
    const [listener] = process.listeners(signal).filter((each) => !others.includes(each));
    expect(interrupts.signal.aborted).toBe(false);
    listener?.(signal);
    expect(interrupts.signal.reason).toBeInstanceOf(Interrupted);
    expect(interrupts.signal.reason.exitCode).toBe(exitCode);
    interrupts[Symbol.dispose]();
    expect(process.listeners(signal)).toEqual(others);
  });
});
