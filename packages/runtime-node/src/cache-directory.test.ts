import { expect, it } from 'vitest';
import { cacheDirectory } from './cache-directory.js';

it.each([
  ['linux', {}, '/home/u', '/home/u/.cache/bertkit'],
  ['linux', { XDG_CACHE_HOME: '/fast' }, '/home/u', '/fast/bertkit'],
  ['linux', { XDG_CACHE_HOME: 'relative' }, '/home/u', '/home/u/.cache/bertkit'],
  ['linux', { XDG_CACHE_HOME: '' }, '/home/u', '/home/u/.cache/bertkit'],
  ['darwin', { XDG_CACHE_HOME: '/fast' }, '/Users/u', '/Users/u/Library/Caches/bertkit'],
  ['win32', { LOCALAPPDATA: 'C:\\Users\\u\\AppData\\Local' }, 'C:\\Users\\u', 'C:\\Users\\u\\AppData\\Local\\bertkit'],
  ['win32', {}, 'C:\\Users\\u', 'C:\\Users\\u\\AppData\\Local\\bertkit'],
  ['linux', { BERTKIT_CACHE: 'here', XDG_CACHE_HOME: '/fast' }, '/home/u', 'here'],
  ['linux', { BERTKIT_CACHE: '' }, '/home/u', '/home/u/.cache/bertkit'],
] as const)('on %s, with %j, the cache is where users of %s expect it', (platform, env, home, expected) => {
  expect(cacheDirectory({ env, platform, home })).toBe(expected);
});
