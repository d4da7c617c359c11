import type { LoadedTokenizer, Prepare, TokenizerSource } from './contestant.js';

/** Each is loaded by itself, so that no process holds the code of another. */
const prepares = {
  'bertkit encode': async () => (await import('./bertkit.js')).prepareEncode,
  'bertkit encodeBatch': async () => (await import('./bertkit.js')).prepareEncodeBatch,
  '@huggingface/tokenizers': async () => (await import('./huggingface-tokenizers.js')).prepare,
  'tokenizers (Rust)': async () => (await import('./rust-tokenizers.js')).prepare,
} satisfies Readonly<Record<string, () => Promise<Prepare>>>;

export type ContestantName = keyof typeof prepares;

export const contestantNames = Object.keys(prepares) as readonly ContestantName[];
export const ours = contestantNames.filter((name) => name.startsWith('bertkit'));
export const peers = contestantNames.filter((name) => !name.startsWith('bertkit'));
/** What the others' ids are held against. */
export const reference: ContestantName = 'tokenizers (Rust)';

/** @returns the call that makes the tokenizer */
export async function prepare(name: ContestantName, source: TokenizerSource): Promise<() => LoadedTokenizer> {
  return (await prepares[name]())(source);
}
