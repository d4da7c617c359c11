import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

export interface CacheSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

/**
 * Where the user's cache of bertkit belongs: `$BERTKIT_CACHE`; else `~/Library/Caches/bertkit` on macOS,
 * `%LOCALAPPDATA%\bertkit` on Windows, and `$XDG_CACHE_HOME/bertkit` or `~/.cache/bertkit` everywhere else. Never beside
 * the program, where an update would take it away.
 *
 * @param surroundings  Default: those of this process
 */
export function cacheDirectory(
  { env, platform, home }: CacheSurroundings = { env: process.env, platform: process.platform, home: homedir() },
): string {
  if (env['BERTKIT_CACHE']) return env['BERTKIT_CACHE'];
  if (platform === 'win32') return win32.join(env['LOCALAPPDATA'] || win32.join(home, 'AppData', 'Local'), 'bertkit');
  if (platform === 'darwin') return posix.join(home, 'Library', 'Caches', 'bertkit');
  const xdg = env['XDG_CACHE_HOME'];
  // The XDG specification: relative paths are to be ignored.
  return posix.join(xdg && posix.isAbsolute(xdg) ? xdg : posix.join(home, '.cache'), 'bertkit');
}
