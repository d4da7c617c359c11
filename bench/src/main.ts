import * as inference from './benchmarks/inference.js';
import * as memory from './benchmarks/memory.js';
import * as responsiveness from './benchmarks/responsiveness.js';
import * as tokenizer from './benchmarks/tokenizer.js';
import * as train from './benchmarks/train.js';
import * as vocabulary from './benchmarks/vocabulary.js';
import { runCommand } from './command.js';

try {
  await runCommand(process.argv.slice(2), {
    benchmarks: [train, tokenizer, vocabulary, inference, memory, responsiveness],
    write: (text) => process.stdout.write(text),
    log: (message) => process.stderr.write(`${message}\n`),
  });
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}

/** What has a code of ours is a sentence for people; all else is a fault, and shows where it is. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isForPeople = 'code' in error && String(error.code).startsWith('BERTKIT_');
  return isForPeople ? error.message : (error.stack ?? error.message);
}
