import { SentenceSettingsError } from '../errors.js';
import type { SentenceSettings } from './settings.js';
import { field, isObject, type Kind, type SettingsFile, shown, text } from './settings-file.js';

type Prompts = Pick<SentenceSettings, 'prompts' | 'defaultPromptName'>;

/** The names that callers may count on, whether there is a text for them or not. */
export const noPrompts: Prompts = { prompts: { query: '', document: '' }, defaultPromptName: null };

/** Texts by name; null stands for an empty one. */
const prompts: Kind<Readonly<Record<string, string>>> = {
  parse(stored) {
    if (!isObject(stored)) return undefined;
    const entries = Object.entries(stored);
    const isSound = entries.every(([, prompt]) => prompt === null || typeof prompt === 'string');
    return isSound ? Object.fromEntries(entries.map(([name, prompt]) => [name, String(prompt ?? '')])) : undefined;
  },
  expected: 'an object of texts by name',
};

/**
 * Reads the prompts of `config_sentence_transformers.json`.
 *
 * @throws {SentenceSettingsError} the default prompt is none of them
 */
export function readPrompts(file: SettingsFile | undefined): Prompts {
  const all = { ...noPrompts.prompts, ...field(file, 'prompts', prompts, {}) };
  const defaultPromptName = field(file, 'default_prompt_name', text, null);
  if (defaultPromptName !== null && !Object.hasOwn(all, defaultPromptName)) {
    throw new SentenceSettingsError(
      `${file?.where}: default_prompt_name is ${shown(defaultPromptName)}, but prompts has ${Object.keys(all).join(', ')}.`,
    );
  }
  return { prompts: all, defaultPromptName };
}
