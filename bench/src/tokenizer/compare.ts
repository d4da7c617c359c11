import { type ContestantName, contestantNames, ours } from './contestants.js';
import type { Corpus, Part } from './corpus.js';
import { measure } from './measure.js';
import { type LoadAnswer, type LoadSettings, type PassAnswer, type PassSettings, type State, states } from './pass.js';

/** All that was measured in one language. */
export interface Measurements {
  readonly language: string;
  readonly rounds: readonly Round[];
}

/** What the contestants made of one text. */
export interface Round extends Pick<Part, 'bytes' | 'sentenceCount'> {
  readonly passes: readonly Pass[];
  readonly loads: readonly Load[];
}

export interface Pass extends PassAnswer {
  readonly contestant: ContestantName;
  readonly state: State;
}

export interface Load extends LoadAnswer {
  readonly contestant: ContestantName;
}

/** Of ours, both calls are of one tokenizer. */
const loaders = contestantNames.filter((name) => name !== 'bertkit encodeBatch');

/**
 * Lets contestants take turns, round by round, each time in a process of its own. All encode the same text in a round,
 * and no text is encoded in two rounds.
 */
export async function compare(corpora: readonly Corpus[], log: (message: string) => void): Promise<Measurements[]> {
  const measurements = corpora.map(({ name }) => ({ language: name, rounds: [] as Round[] }));
  const roundCount = Math.min(...corpora.map(({ parts }) => parts.length));
  for (let i = 0; i < roundCount; i++) {
    for (const [language, corpus] of corpora.entries()) {
      const title = `round ${i + 1} of ${roundCount}, ${corpus.name}`;
      const round = await measureRound(corpus, corpus.parts[i] as Part, (message) => log(`${title}, ${message}`));
      measurements[language]?.rounds.push(round);
    }
  }
  return measurements;
}

async function measureRound(corpus: Corpus, part: Part, log: (message: string) => void): Promise<Round> {
  const { vocabulary, lowercase, warmUp } = corpus;
  const { path: text, bytes, sentenceCount } = part;
  const passes: Pass[] = [];
  for (const state of states) {
    const speeds: string[] = [];
    for (const contestant of contestantNames) {
      // Whether ids are the same in every state is to be shown for ours alone.
      const check = state === 'first' || ours.includes(contestant);
      const settings: PassSettings = { contestant, state, vocabulary, lowercase, warmUp, text, check };
      const answer = await measure<PassSettings, PassAnswer>(contestant, 'encode-pass', settings);
      passes.push({ contestant, state, ...answer });
      speeds.push(`${contestant} ${(bytes / answer.seconds / 1e6).toFixed(1)} MB/s`);
    }
    log(`${state}: ${speeds.join(', ')}`);
  }
  const loads: Load[] = [];
  for (const contestant of loaders) {
    const settings: LoadSettings = { contestant, vocabulary, lowercase };
    loads.push({ contestant, ...(await measure<LoadSettings, LoadAnswer>(contestant, 'load-vocabulary', settings)) });
  }
  log(
    `loading: ${loads.map(({ contestant, seconds }) => `${contestant} ${(seconds * 1000).toFixed(1)} ms`).join(', ')}`,
  );
  return { bytes, sentenceCount, passes, loads };
}
