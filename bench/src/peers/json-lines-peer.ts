import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { PeerError } from '../errors.js';

export type Answer = Readonly<Record<string, unknown>>;

/**
 * A contestant in a process of its own, so that its memory and its threads are its own. It says one JSON object when it
 * is ready (its versions), then one for each line that it is sent, and ends when its input does. What it writes to
 * stderr is shown.
 */
export class JsonLinesPeer implements AsyncDisposable {
  readonly name: string;
  private readonly input: Writable;
  private readonly answers: AsyncIterator<string>;
  private readonly ended: Promise<string>;
  private hello: Answer = {};

  private constructor(name: string, child: ChildProcess & { stdin: Writable; stdout: Readable }) {
    this.name = name;
    this.input = child.stdin;
    this.input.on('error', () => {}); // a process that has ended is reported by the answer that does not come
    this.answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    this.ended = once(child, 'close').then(([code, signal]) => (signal ? `by ${signal}` : `with status ${code}`));
  }

  /**
   * @param environment  variables that it has besides those of this process. Default: none
   * @throws {PeerError} it cannot be started, or ends before it is ready
   */
  static async start(
    name: string,
    command: string,
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<JsonLinesPeer> {
    const env = { ...process.env, ...environment };
    const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'inherit'] });
    await once(child, 'spawn').catch((cause: Error) => {
      throw new PeerError(`${name} could not be started: ${cause.message}.`, { cause });
    });
    const peer = new JsonLinesPeer(name, child);
    peer.hello = await peer.nextAnswer('getting ready');
    return peer;
  }

  /** As it said them when it started. */
  get versions(): Record<string, string> {
    return Object.fromEntries(Object.entries(this.hello).map(([name, version]) => [name, String(version)]));
  }

  /**
   * Sends a request and gives the answer.
   *
   * @throws {PeerError} the process ends, or answers with something else than an object
   */
  async request(request: string): Promise<Answer> {
    this.input.write(`${request}\n`);
    return this.nextAnswer(`answering "${request}"`);
  }

  /**
   * Sends a request and gives a number of its answer.
   *
   * @throws {PeerError} the process ends, or there is no such number
   */
  async ask(request: string, field: string): Promise<number> {
    const answer = await this.request(request);
    const value = answer[field];
    if (typeof value !== 'number' || !(value >= 0)) {
      throw new PeerError(`${this.name} answered "${request}" with ${JSON.stringify(answer)}, without ${field}.`);
    }
    return value;
  }

  /** Ends the process, and waits until it has. */
  async dispose(): Promise<void> {
    this.input.end();
    await this.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }

  private async nextAnswer(during: string): Promise<Answer> {
    const { value: line, done } = await this.answers.next();
    if (done) throw new PeerError(`${this.name} ended ${await this.ended} while ${during}; see its messages above.`);
    let answer: unknown;
    try {
      answer = JSON.parse(line);
    } catch (cause) {
      throw this.notAnObject(line, during, cause);
    }
    if (typeof answer !== 'object' || answer === null) throw this.notAnObject(line, during);
    return answer as Answer;
  }

  private notAnObject(line: string, during: string, cause?: unknown): PeerError {
    return new PeerError(
      `${this.name} wrote ${JSON.stringify(line)} while ${during}, but a JSON object was expected.`,
      {
        cause,
      },
    );
  }
}
