/** Ids that a template adds in one place. */
export interface TemplateTokens {
  /** What `tokenizer.json` calls them, such as `[CLS]`. */
  readonly name: string;
  readonly ids: readonly number[];
  readonly typeId: number;
}

/** The place of the first (0) or second (1) text. */
export interface TemplateSequence {
  readonly sequence: 0 | 1;
  readonly typeId: number;
}

export type TemplatePart = TemplateTokens | TemplateSequence;

/** How one text, or two, are put together: BERT's is [CLS] A [SEP], and [CLS] A [SEP] B [SEP]. */
export interface Template {
  readonly single: readonly TemplatePart[];
  readonly pair: readonly TemplatePart[];
}

/** [CLS] A [SEP], and [CLS] A [SEP] B [SEP]. */
export function bertTemplate(cls: Omit<TemplateTokens, 'typeId'>, sep: Omit<TemplateTokens, 'typeId'>): Template {
  const single: TemplatePart[] = [
    { ...cls, typeId: 0 },
    { sequence: 0, typeId: 0 },
    { ...sep, typeId: 0 },
  ];
  return { single, pair: [...single, { sequence: 1, typeId: 1 }, { ...sep, typeId: 1 }] };
}

/** How many tokens a template adds to the texts. */
export function addedCount(parts: readonly TemplatePart[]): number {
  return parts.reduce((count, part) => count + ('ids' in part ? part.ids.length : 0), 0);
}
