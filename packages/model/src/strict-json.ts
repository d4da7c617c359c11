/** Deeper nesting is refused, as serde_json refuses it: it serves only to make a reader run out of stack or memory. */
const depthLimit = 128;

/**
 * `JSON.parse` for texts from outside. An object that has a key twice is refused, where `JSON.parse` keeps the last and
 * says nothing, so that two readers of one file may see different contents; and so is nesting deeper than 128.
 *
 * @throws {SyntaxError} what is wrong, as the end of a sentence
 */
export function parseStrictJson(json: string): unknown {
  checkStructure(json);
  return JSON.parse(json);
}

/** Looks at brackets, strings and colons only: the rest is left to `JSON.parse`. */
function checkStructure(json: string): void {
  const open: Set<string>[] = []; // the keys of each object that is open; for a list, none
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '{' || character === '[') {
      open.push(new Set());
      if (open.length > depthLimit) throw new SyntaxError(`it is nested deeper than ${depthLimit}`);
    } else if (character === '}' || character === ']') {
      open.pop();
    } else if (character === '"') {
      const end = endOfString(json, at);
      if (isKey(json, end)) addKey(json.slice(at, end), open.at(-1));
      at = end - 1;
    }
  }
}

function addKey(quoted: string, keys: Set<string> | undefined): void {
  const key = String(JSON.parse(quoted)); // "a" and "\u0061" are one key
  if (keys?.has(key)) throw new SyntaxError(`it has ${quoted.slice(0, 80)} twice in one object`);
  keys?.add(key);
}

/** The index after the closing quote of the string that opens at `start`. */
function endOfString(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at++) {
    if (json[at] === '\\') at++;
    else if (json[at] === '"') return at + 1;
  }
  return json.length;
}

/** Whether a colon follows, after white space at most. */
function isKey(json: string, end: number): boolean {
  let at = end;
  while (json[at] === ' ' || json[at] === '\n' || json[at] === '\r' || json[at] === '\t') at++;
  return json[at] === ':';
}
