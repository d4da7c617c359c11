import { contest } from './contest.js';
import { JsonLinesPeer } from './peers/json-lines-peer.js';

/** A program that is measured, and what it is asked to do in its turn. */
export interface Contestant {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Variables that it has besides those of this process. Default: none. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Each is answered with `seconds`. */
  readonly requests: readonly string[];
}

/** How long a contestant took for a request in each round. */
export interface Timing {
  readonly contestant: string;
  readonly request: string;
  readonly seconds: readonly number[];
}

export interface TurnsOptions<One extends Contestant> {
  /** Rounds. Contestants warm themselves up before the first. */
  readonly runs: number;
  readonly log: (message: string) => void;
  /** Called after the last round, with each contestant still there. Default: nothing. */
  readonly afterwards?: (contestant: One, peer: JsonLinesPeer) => Promise<void>;
}

/**
 * Starts every contestant in a process of its own and lets them take turns, one at work at a time.
 *
 * @returns the timings, and the versions that the contestants told
 * @throws {PeerError} one of them ends or answers with something else
 */
export async function takeTurns<One extends Contestant>(
  contestants: readonly One[],
  { runs, log, afterwards }: TurnsOptions<One>,
): Promise<{ timings: Timing[]; versions: Record<string, string> }> {
  const peers: JsonLinesPeer[] = [];
  try {
    for (const { name, command, args, environment } of contestants) {
      log(`starting ${name}`);
      peers.push(await JsonLinesPeer.start(name, command, args, environment));
    }
    const turns = contestants.flatMap(({ name, requests }, i) => {
      return requests.map((request) => ({ contestant: name, request, peer: peers[i] as JsonLinesPeer })); // one each
    });
    const nameOf = ({ contestant, request }: Omit<Timing, 'seconds'>) => `${contestant}, ${request}`;
    let count = 0;
    const ask = async (turn: (typeof turns)[number]) => {
      const value = await turn.peer.ask(turn.request, 'seconds');
      log(`turn ${++count} of ${runs * turns.length}, ${nameOf(turn)}: ${value.toPrecision(3)} s`);
      return value;
    };
    const seconds = await contest(
      Object.fromEntries(turns.map((turn) => [nameOf(turn), () => ask(turn)])),
      { warmups: 0, runs, log: () => {} }, // a round may take minutes: each turn is told of
    );
    for (const [i, contestant] of contestants.entries()) await afterwards?.(contestant, peers[i] as JsonLinesPeer);
    return {
      timings: turns.map((turn) => ({
        contestant: turn.contestant,
        request: turn.request,
        seconds: seconds[nameOf(turn)] ?? [],
      })),
      versions: Object.assign({}, ...peers.map(({ versions }) => versions)),
    };
  } finally {
    await Promise.all(peers.map((peer) => peer.dispose()));
  }
}
