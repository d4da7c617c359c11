/** White space by Unicode; JavaScript's `trim` takes U+FEFF too, and leaves U+0085. */
export const unicodeWhitespace =
  '\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000';

/** White space by `str.isspace` of Python. */
const pythonWhitespace = `${unicodeWhitespace}\x1c\x1d\x1e\x1f`;

/** A text without the white space at its start: `str.lstrip` of Python. */
export function stripStart(text: string): string {
  let start = 0;
  while (start < text.length && pythonWhitespace.includes(text.charAt(start))) start++;
  return text.slice(start);
}

/** A text without the white space at its end: `str.rstrip`, unless other characters are given. */
export function stripEnd(text: string, whitespace: string = pythonWhitespace): string {
  let end = text.length;
  while (end > 0 && whitespace.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
