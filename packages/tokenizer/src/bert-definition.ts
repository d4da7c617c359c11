import type { AddedToken, TokenizerDefinition, TokenizerMode } from './definition.js';
import { bertTemplate, type Template, type TemplatePart } from './encoding/template.js';
import { VocabularyError } from './errors.js';
import { type SpecialTokenRole, settingsOf, specialTokenRoles, type TokenizerOptions } from './settings.js';

/** An added token that has no id yet. */
export type NewToken = Omit<AddedToken, 'id'>;

export interface BertDefinitionOptions extends TokenizerOptions {
  /** Default: `'hf'`. */
  readonly mode?: TokenizerMode | undefined;
  /** Further tokens, or some of the five special ones with other flags. Default: none. */
  readonly addedTokens?: readonly NewToken[] | undefined;
}

/**
 * BERT's own tokenizer: its normaliser and splitting, the five special tokens as added tokens, [CLS] A [SEP] (B [SEP]).
 *
 * @throws {VocabularyError} where the vocabulary is empty, or a special token is neither in it nor among the added ones
 * @throws {TokenizerOptionError} for an option that means nothing
 */
export function bertDefinition({
  vocabulary,
  mode = 'hf',
  addedTokens: furtherTokens = [],
  ...options
}: BertDefinitionOptions): TokenizerDefinition {
  const { lowercase, stripAccents, handleChineseChars, cleanText, modelMaxLength, ...roles } = settingsOf(options);
  if (vocabulary.length === 0) throw new VocabularyError('The vocabulary is empty.');
  const tokens = new Map(furtherTokens.map((token) => [token.content, token]));
  for (const content of Object.values(roles)) tokens.set(content, tokens.get(content) ?? specialToken(content));
  const addedTokens = withIds(vocabulary, [...tokens.values()]);
  const known = new Set(furtherTokens.map(({ content }) => content));
  for (const { content, id } of addedTokens) if (vocabulary[id] === content) known.add(content);
  for (const role of specialTokenRoles) if (!known.has(roles[role])) throw missingToken(roles[role], role);
  const named = (name: string) => ({ name, ids: addedTokens.filter((t) => t.content === name).map(({ id }) => id) });
  return {
    mode,
    vocabulary: [...vocabulary],
    addedTokens,
    normalizer: [{ type: 'BertNormalizer', cleanText, handleChineseChars, stripAccents, lowercase }],
    preTokenizer: [{ type: 'BertPreTokenizer' }],
    unkToken: roles.unkToken,
    continuingPrefix: '##',
    maxWordLength: mode === 'google' ? 200 : 100,
    roles,
    template: bertTemplate(named(roles.clsToken), named(roles.sepToken)),
    decoder: { prefix: '##', cleanUp: true },
    truncation: undefined,
    padding: undefined,
    modelMaxLength,
  };
}

/** Whether {@link bertDefinition} makes a definition of its parts, with `cleanText` as usual. */
export function isBertDefinition({ vocabulary, mode, addedTokens, roles, ...rest }: TokenizerDefinition): boolean {
  const [step, ...steps] = rest.normalizer;
  if (step?.type !== 'BertNormalizer' || steps.length > 0 || !step.cleanText) return false;
  if (specialTokenRoles.some((role) => addedTokens.every(({ content }) => content !== roles[role]))) return false;
  const made = bertDefinition({ ...roles, vocabulary, mode, addedTokens });
  return (
    rest.unkToken === made.unkToken &&
    rest.continuingPrefix === made.continuingPrefix &&
    rest.maxWordLength === made.maxWordLength &&
    rest.preTokenizer.map(({ type }) => type).join() === 'BertPreTokenizer' &&
    rest.decoder?.prefix === made.decoder?.prefix &&
    rest.decoder?.cleanUp === made.decoder?.cleanUp &&
    rest.truncation === undefined &&
    rest.padding === undefined &&
    isSameTemplate(rest.template, made.template)
  );
}

function isSameTemplate(x: Template | undefined, y: Template | undefined): boolean {
  const ids = (parts: readonly TemplatePart[] = []) =>
    parts.map((part) => `${'ids' in part ? part.ids.join() : `$${part.sequence}`}:${part.typeId}`).join(' ');
  return ids(x?.single) === ids(y?.single) && ids(x?.pair) === ids(y?.pair);
}

/** A token as special tokens are where nothing else is said: found in text as it is written. */
export function specialToken(content: string): NewToken {
  return { content, special: true, singleWord: false, lstrip: false, rstrip: false, normalized: false };
}

/**
 * Gives tokens their ids as Hugging Face does, and sorts them by id: a token that is a piece has that piece's id, others
 * get the next ones after the vocabulary, which counts equal pieces once.
 */
export function withIds(vocabulary: readonly string[], tokens: readonly NewToken[]): AddedToken[] {
  const ids = new Map<string, number | undefined>(tokens.map(({ content }) => [content, undefined]));
  for (const [id, piece] of vocabulary.entries()) if (ids.has(piece)) ids.set(piece, id);
  let next: number | undefined;
  const nextId = () => {
    next = next === undefined ? new Set(vocabulary).size : next + 1;
    return next;
  };
  return tokens.map((token) => ({ ...token, id: ids.get(token.content) ?? nextId() })).sort((x, y) => x.id - y.id);
}

/** The error where a token that has a role is not in the vocabulary. */
export function missingToken(token: string, role: SpecialTokenRole): VocabularyError {
  return new VocabularyError(
    `The vocabulary has no ${JSON.stringify(token)}, which is the ${role}. Add it, or name another token of the vocabulary.`,
  );
}
