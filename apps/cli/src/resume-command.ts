import type { Terminal } from './terminal.js';

/** The command that goes on with the run that was started by this one. */
export function resumeCommand({ program, argv }: Pick<Terminal, 'program' | 'argv'>): string {
  const kept = argv.filter((argument) => argument !== '--overwrite' && argument !== '--resume');
  return [program, ...kept.map(quoted), '--resume'].join(' ');
}

/** For shells: in quotes where a character might mean something to them. */
function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
