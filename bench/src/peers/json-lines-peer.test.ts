import { describe, expect, it } from 'vitest';
import { JsonLinesPeer } from './json-lines-peer.js';

/** A peer that answers each line by this expression of `line`. */
const startPeer = (answer: string, hello = '{"clock":"1.2"}') =>
  JsonLinesPeer.start('clock', process.execPath, [
    '-e',
    `console.log('${hello}');
     require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => { ${answer} });`,
  ]);

describe('JsonLinesPeer', () => {
  it('gives the versions it is greeted with and a number for each request', async () => {
    const peer = await startPeer('console.log(JSON.stringify({ length: line.length }));');
    expect(peer.versions).toEqual({ clock: '1.2' });
    expect(await peer.ask('step', 'length')).toBe(4);
    expect(await peer.ask('memory', 'length')).toBe(6);
    await peer.dispose();
    await peer.dispose();
  });

  it('gives whole answers of a process that has the variables it is to have', async () => {
    const script = `console.log('{}'); console.log(JSON.stringify({ name: process.env.PEER_TEST, path: process.env.PATH }));`;
    const peer = await JsonLinesPeer.start('clock', process.execPath, ['-e', script], { PEER_TEST: 'é' });
    expect(await peer.request('name')).toEqual({ name: 'é', path: process.env['PATH'] });
    await peer.dispose();
  });

  it('says how the process ended when it gives no answer', async () => {
    const peer = await startPeer('process.exit(3);');
    await expect(peer.ask('step', 'seconds')).rejects.toMatchObject({
      code: 'BERTKIT_BENCH_PEER',
      message: 'clock ended with status 3 while answering "step"; see its messages above.',
    });
    await peer.dispose();
  });

  it.each([
    ['no object', 'console.log("nan");', /clock wrote "nan" while answering "step"/],
    ['null', 'console.log("null");', /clock wrote "null"/],
    ['no number', 'console.log("{}");', /with {}, without seconds/],
    ['text for a number', `console.log('{"seconds":"1"}');`, /without seconds/],
  ])('refuses an answer with %s', async (_, answer, message) => {
    const peer = await startPeer(answer);
    await expect(peer.ask('step', 'seconds')).rejects.toThrow(message);
    await peer.dispose();
  });

  it('refuses what cannot be started, or ends at once', async () => {
    await expect(JsonLinesPeer.start('none', '/no/such/program', [])).rejects.toThrow(/none could not be started/);
    await expect(JsonLinesPeer.start('short', process.execPath, ['-e', ''])).rejects.toThrow(
      /short ended with status 0 while getting ready/,
    );
  });
});
