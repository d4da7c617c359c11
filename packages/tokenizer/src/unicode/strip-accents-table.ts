// Made by scripts/make_strip_accents_table.py from Hugging Face tokenizers 0.23.3. Do not edit.

/** Dropped by the normalizer StripAccents, besides the accents of unicode-tables.ts, in the form that is told there. */
export const otherMarks = `
w8-1 uj-d y 1k 3-2 9-3 2-1 1f-1 1n-2 7-1 3-1 b 18 1n-2 1v 1n-2 9 2-1 1i-1 1n 2 7-1 3-1 b 2v-1 2-1 4-2 2-2 b 16-2 1q-3
1q-1 1n 2-4 3-1 2-1 a-1 18-1 1n-2 6-2 2-2 b 17-1 24-2 7-7 j-1 97-1 1s 4s-1 5 7 3-1 q-1 b-2 3-6 m-1 3-5 3 b-2 1ei 8-7
2-1 59-1 4d-3 3-2 5-1 2-5 69-1 1n 2 a 2-1 9-5 24 1y 1d 6 2-4 2-1 1q v 5-1 3 1p 3-2 2 4-1 1d-7 9-1 4s h-1 7c ki-3 2-2
30q-1 ncx-2 c1-1 3 2h-1 1f-f 2 3x-1 1c 1d-1 5-1 2-3 33-1 3-1 p 1a 2 32 3-1 6 6m-1 2-1 2-1 2 jro 2 3k 1a-2 5-1 38 2e
1d-2 a-1 30-2 4-1 2 9 4i-2 w-1 1n-1 2-3 3-1 3-2 a b-1 5u-h 2y-2 7 2-3 3 6m-2 7-3 3 36-2 9-1 2 32 2-1 7 2y-1 5 zt-7 2-7
2b-l 2-d gbf-19 jc7-1 7-5 2vi-6 2-g 3-6 2-1 2-4 1sq-6
`;
