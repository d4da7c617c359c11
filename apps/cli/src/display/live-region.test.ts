import { expect, it } from 'vitest';
import { recordingOutput } from '../testing.js';
import { liveRegion } from './live-region.js';

it('goes up by as many lines as it has shown, and leaves none when cleared', () => {
  const output = recordingOutput({ isTerminal: true });
  const region = liveRegion(output);
  region.show(['a', 'b']);
  region.show(['c']);
  region.clear();
  expect(output.text.split('\x1b[?7l').slice(1)).toEqual([
    '\ra\x1b[K\nb\x1b[K\n\x1b[J\x1b[?7h',
    '\x1b[2A\rc\x1b[K\n\x1b[J\x1b[?7h',
    '\x1b[1A\r\x1b[J\x1b[?7h',
  ]);
});
