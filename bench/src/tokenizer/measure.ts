import { fileURLToPath } from 'node:url';
import { JsonLinesPeer } from '../peers/json-lines-peer.js';
import { oneThread } from '../peers/one-thread.js';

/**
 * Starts a process on one of `src/peers`, has it measure once, and ends it.
 *
 * @param entry     the file, without folder or extension
 * @param settings  what it is told
 * @throws {PeerError} it fails
 */
export async function measure<Settings extends object, Answer>(
  name: string,
  entry: string,
  settings: Settings,
): Promise<Answer> {
  const path = fileURLToPath(new URL(`../peers/${entry}.js`, import.meta.url));
  await using peer = await JsonLinesPeer.start(name, process.execPath, [path, JSON.stringify(settings)], oneThread);
  return (await peer.request('measure')) as Answer; // the entry is ours, and says what it answers
}
