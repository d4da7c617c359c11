/** The character at `index`, surrogates joined; an unpaired surrogate is U+FFFD, which it would become in UTF-8. */
export function codePointAt(text: string, index: number): number {
  const codePoint = text.codePointAt(index) ?? 0xfffd;
  return codePoint >= 0xd800 && codePoint <= 0xdfff ? 0xfffd : codePoint;
}
