import { describe, expect, it, vi } from 'vitest';
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
  ] as const)('catches one %s, and leaves the next to the system', async (signal, exitCode) => {
    const others = process.listeners(signal);
    using interrupts = processTerminal().catchInterrupts();
    const [listener] = process.listeners(signal).filter((each) => !others.includes(each));
    expect(interrupts.signal.aborted).toBe(false);
    listener?.(signal);
    expect(interrupts.signal.reason).toBeInstanceOf(Interrupted);
    expect(interrupts.signal.reason.exitCode).toBe(exitCode);
    await new Promise(setImmediate);
    expect(process.listeners(signal)).toEqual(others);
  });

  it('ends the process when two come at once', () => {
    const others = process.listeners('SIGINT');
    using _ = processTerminal().catchInterrupts();
    const [listener] = process.listeners('SIGINT').filter((each) => !others.includes(each));
    const exit = vi.spyOn(process, 'exit').mockImplementation((code) => {
      throw new Error(`exit ${code}`);
    });
    listener?.('SIGINT');
    expect(() => listener?.('SIGINT')).toThrow('exit 130');
    exit.mockRestore();
  });

  it('lets go of signals when disposed of', () => {
    const others = process.listeners('SIGINT');
    const interrupts = processTerminal().catchInterrupts();
    expect(process.listeners('SIGINT').length).toBe(others.length + 1);
    interrupts[Symbol.dispose]();
    expect(process.listeners('SIGINT')).toEqual(others);
  });
});
