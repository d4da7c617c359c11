import { createInterface } from 'node:readline';

/** What a process that is measured does for each request. */
export type Answers = Readonly<Record<string, () => object | Promise<object>>>;

/**
 * A contestant's side of the conversation with `JsonLinesPeer`: greets, then answers each line of stdin until it ends.
 *
 * @param hello    versions to tell, such as those of what runs in this process
 * @param answers  by request; one that is not among them ends the process
 */
export async function converse(hello: object, answers: Answers): Promise<void> {
  const write = (value: object) => process.stdout.write(`${JSON.stringify(value)}\n`);
  write(hello);
  for await (const request of createInterface({ input: process.stdin })) {
    const answer = answers[request];
    if (answer === undefined) throw new Error(`internal: there is no answer to "${request}".`);
    write(await answer());
  }
}
