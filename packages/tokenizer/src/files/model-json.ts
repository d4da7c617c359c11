import { withIds } from '../bert-definition.js';
import type { AddedToken } from '../definition.js';
import type { JsonValue } from './json-value.js';

export interface WordPieceModel {
  readonly vocabulary: readonly string[];
  readonly unkToken: string;
  readonly continuingPrefix: string;
  readonly maxWordLength: number;
}

/**
 * Reads the `model` of a `tokenizer.json`. An id that no piece has holds the last piece, which counts for its own id only.
 *
 * @param fileLength  of the file in UTF-16 units: ids are below it, so that memory stays in proportion to the file
 */
export function parseModel(model: JsonValue, fileLength: number): WordPieceModel {
  model.object();
  if (!model.get('type').isAbsent) model.get('type').oneOf(['WordPiece']); // older files do not tell
  model.object(['type', 'unk_token', 'continuing_subword_prefix', 'max_input_chars_per_word', 'vocab']);
  const vocabulary = parseVocab(model.get('vocab'), fileLength);
  const unkToken = model.get('unk_token').string();
  if (model.get('vocab').get(unkToken).isAbsent) model.get('unk_token').refuse('the vocabulary has no such piece');
  return {
    vocabulary,
    unkToken,
    continuingPrefix: model.get('continuing_subword_prefix').string(),
    maxWordLength: model.get('max_input_chars_per_word').wholeNumber(),
  };
}

function parseVocab(vocab: JsonValue, fileLength: number): string[] {
  const ids = vocab.object();
  const pieces: (string | undefined)[] = [];
  for (const piece of Object.keys(ids)) {
    const id = ids[piece];
    if (!(typeof id === 'number' && Number.isInteger(id) && id >= 0)) {
      return vocab.get(piece).refuse('must be a whole number from 0 on');
    }
    if (id >= fileLength) return vocab.get(piece).refuse('no vocabulary in a file of this size reaches so far');
    if (pieces[id] !== undefined) vocab.get(piece).refuse(`that is the id of ${JSON.stringify(pieces[id])} too`);
    pieces[id] = piece;
  }
  const last = pieces.at(-1) ?? '';
  const filled = Array.from(pieces, (piece) => piece ?? last);
  if (/\p{Surrogate}/u.test(filled.join(' '))) {
    const broken = filled.find((piece) => /\p{Surrogate}/u.test(piece)) ?? '';
    vocab.get(broken).refuse('its piece has half a surrogate pair');
  }
  return filled;
}

/** Pieces by id, in order, without those that the vocabulary has again further down. */
export function* piecesById(vocabulary: readonly string[]): Generator<[id: number, piece: string]> {
  const ids = new Map(vocabulary.map((piece, id) => [piece, id]));
  for (const entry of vocabulary.entries()) {
    if (ids.get(entry[1]) === entry[0]) yield entry;
  }
}

/**
 * Reads the `added_tokens` of a `tokenizer.json`. Hugging Face's library does not go by the ids that are written there:
 * it counts, and warns where it comes to others. Such a file is refused.
 */
export function parseAddedTokens(list: JsonValue, vocabulary: readonly string[]): AddedToken[] {
  if (list.isAbsent) return [];
  const items = list.items();
  const tokens = items.map(parseAddedToken);
  const contents = new Set<string>();
  for (const [i, { content }] of tokens.entries()) {
    if (contents.has(content)) items[i]?.get('content').refuse('another added token is written so');
    contents.add(content);
  }
  const addedTokens = withIds(vocabulary, tokens);
  const ids = new Map(addedTokens.map(({ content, id }) => [content, id]));
  for (const [i, { content, id }] of tokens.entries()) {
    const counted = ids.get(content);
    if (id === counted) continue;
    const rule = 'tokens have the id of the piece that is written so, or the next one after the vocabulary';
    items[i]?.get('id').refuse(`${JSON.stringify(content)} would have the id ${counted}, as ${rule}`);
  }
  return addedTokens;
}

function parseAddedToken(token: JsonValue): AddedToken {
  token.object(['id', 'content', 'single_word', 'lstrip', 'rstrip', 'normalized', 'special']);
  const content = token.get('content').string();
  if (content === '') token.get('content').refuse('it must have a character');
  return {
    id: token.get('id').id(),
    content,
    special: token.get('special').boolean(),
    singleWord: token.get('single_word').boolean(),
    lstrip: token.get('lstrip').boolean(),
    rstrip: token.get('rstrip').boolean(),
    normalized: token.get('normalized').boolean(),
  };
}
