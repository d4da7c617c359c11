import { bertTemplate, type Template, type TemplatePart } from '../encoding/template.js';
import type { JsonValue } from './json-value.js';

/** The token of an id, or `undefined`. */
type TokenOf = (id: number) => string | undefined;

/**
 * Reads the `post_processor` of a `tokenizer.json`: `TemplateProcessing`, or `BertProcessing`, which is a template too.
 *
 * @throws {TokenizerFilesError} where it would leave a text out, or adds a token that is not that of its id
 */
export function parseTemplate(processor: JsonValue, tokenOf: TokenOf): Template | undefined {
  if (processor.isAbsent) return undefined;
  processor.object();
  if (processor.get('type').oneOf(['TemplateProcessing', 'BertProcessing']) === 'BertProcessing') {
    processor.object(['type', 'sep', 'cls']);
    return bertTemplate(parseBertToken(processor.get('cls'), tokenOf), parseBertToken(processor.get('sep'), tokenOf));
  }
  processor.object(['type', 'single', 'pair', 'special_tokens']);
  const tokens = processor.get('special_tokens');
  return {
    single: parseParts(processor.get('single'), tokens, tokenOf, [0]),
    pair: parseParts(processor.get('pair'), tokens, tokenOf, [0, 1]),
  };
}

/** Writes a `TemplateProcessing` that {@link parseTemplate} reads back. */
export function templateToJson({ single, pair }: Template, tokenOf: TokenOf): object {
  const tokens = [...single, ...pair].flatMap((part) =>
    'ids' in part
      ? [[part.name, { id: part.name, ids: part.ids, tokens: part.ids.map((id) => tokenOf(id) ?? '') }] as const]
      : [],
  );
  return {
    type: 'TemplateProcessing',
    single: single.map(partToJson),
    pair: pair.map(partToJson),
    special_tokens: Object.fromEntries(tokens),
  };
}

function partToJson(part: TemplatePart): object {
  return 'ids' in part
    ? { SpecialToken: { id: part.name, type_id: part.typeId } }
    : { Sequence: { id: part.sequence === 0 ? 'A' : 'B', type_id: part.typeId } };
}

/** `[token, id]` */
function parseBertToken(pair: JsonValue, tokenOf: TokenOf): { name: string; ids: number[] } {
  const [token, id, more] = pair.items();
  if (token === undefined || id === undefined || more !== undefined) return pair.refuse('must be a token and its id');
  return { name: token.string(), ids: [parseId(id, token, tokenOf)] };
}

function parseParts(
  parts: JsonValue,
  tokens: JsonValue,
  tokenOf: TokenOf,
  sequences: readonly (0 | 1)[],
): TemplatePart[] {
  const parsed = parts.items().map((part): TemplatePart => {
    part.object(['SpecialToken', 'Sequence']);
    const isSequence = part.get('SpecialToken').isAbsent;
    const content = part.get(isSequence ? 'Sequence' : 'SpecialToken');
    content.object(['id', 'type_id']);
    const typeId = content.get('type_id').typeId();
    if (isSequence) return { sequence: content.get('id').oneOf(['A', 'B']) === 'A' ? 0 : 1, typeId };
    const name = content.get('id').string();
    return { name, ids: parseIds(tokens.get(name), tokenOf), typeId };
  });
  const found = parsed.flatMap((part) => ('sequence' in part ? [part.sequence] : [])).sort();
  if (found.join() !== sequences.join()) {
    parts.refuse(`it must have ${sequences.length === 1 ? 'the sequence A once' : 'the sequences A and B once each'}`);
  }
  return parsed;
}

/** `{ id, ids, tokens }` */
function parseIds(special: JsonValue, tokenOf: TokenOf): number[] {
  special.object(['id', 'ids', 'tokens']);
  const tokens = special.get('tokens').items();
  const ids = special.get('ids').items();
  if (ids.length !== tokens.length) special.refuse('it must have as many ids as tokens');
  return ids.map((id, i) => parseId(id, tokens[i] ?? special, tokenOf));
}

function parseId(id: JsonValue, token: JsonValue, tokenOf: TokenOf): number {
  const number = id.id();
  const known = tokenOf(number);
  if (known !== token.string()) {
    id.refuse(`the token is ${JSON.stringify(token.value)}, but the vocabulary has ${JSON.stringify(known) ?? 'none'}`);
  }
  return number;
}
