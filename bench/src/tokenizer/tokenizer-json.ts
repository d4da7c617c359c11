import type { TokenizerSource } from './contestant.js';

const specials = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];

/** The `tokenizer.json` of a BERT vocabulary, as Hugging Face writes it for `bert-base-uncased`. */
export function tokenizerJson({ vocabulary, lowercase }: TokenizerSource): Uint8Array {
  const pieces = new TextDecoder()
    .decode(vocabulary)
    .replace(/\r?\n$/, '')
    .split(/\r?\n/);
  const idOf = (piece: string) => pieces.lastIndexOf(piece);
  const special = (id: string) => ({ SpecialToken: { id, type_id: 0 } });
  const sequence = (id: string, type: number) => ({ Sequence: { id, type_id: type } });
  const cls = special('[CLS]');
  const sep = special('[SEP]');
  const single = [cls, sequence('A', 0), sep];
  return new TextEncoder().encode(
    JSON.stringify({
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: specials.map((content) => ({
        id: idOf(content),
        content,
        single_word: false,
        lstrip: false,
        rstrip: false,
        normalized: false,
        special: true,
      })),
      normalizer: {
        type: 'BertNormalizer',
        clean_text: true,
        handle_chinese_chars: true,
        strip_accents: null,
        lowercase,
      },
      pre_tokenizer: { type: 'BertPreTokenizer' },
      post_processor: {
        type: 'TemplateProcessing',
        single,
        pair: [...single, sequence('B', 1), { SpecialToken: { id: '[SEP]', type_id: 1 } }],
        special_tokens: Object.fromEntries(['[CLS]', '[SEP]'].map((id) => [id, { id, ids: [idOf(id)], tokens: [id] }])),
      },
      decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
      model: {
        type: 'WordPiece',
        unk_token: '[UNK]',
        continuing_subword_prefix: '##',
        max_input_chars_per_word: 100,
        vocab: Object.fromEntries(pieces.map((piece, id) => [piece, id])),
      },
    }),
  );
}
