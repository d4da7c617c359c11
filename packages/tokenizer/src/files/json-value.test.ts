import { describe, expect, it } from 'vitest';
import { JsonValue } from './json-value.js';

const parse = (value: unknown) => JsonValue.parse(JSON.stringify(value), 'x.json in /m');

describe('JsonValue', () => {
  it('tells where a value stands, and what it is', () => {
    const value = parse({ a: { 'b c': ['', { d: 7 }] } });
    const d = value.get('a').get('b c').items()[1]!.get('d');
    expect(() => d.boolean()).toThrow('a["b c"][1].d is 7 in x.json in /m; must be true or false.');
    expect(() => value.get('z').string()).toThrow('z is missing in x.json in /m; must be a string.');
    expect(() => parse([]).object()).toThrow('x.json in /m; must be an object.');
    expect(() => value.boolean()).toThrow(expect.objectContaining({ code: 'BERTKIT_TOKENIZER_FILES' }));
  });

  it('reads values of the right kind', () => {
    expect(parse('a').string()).toBe('a');
    expect(parse(false).boolean()).toBe(false);
    expect(parse(0).wholeNumber()).toBe(0);
    expect(parse('b').oneOf(['a', 'b'])).toBe('b');
    expect(parse({ a: null }).get('a').isAbsent).toBe(true);
    expect(
      parse({ a: 1, b: 2 })
        .entries()
        .map(([key, { value }]) => [key, value]),
    ).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
  });

  it.each([
    [() => parse('\ud800').string(), /has half a surrogate pair/],
    [() => parse(1.5).wholeNumber(), /must be a whole number from 0 on/],
    [() => parse(-1).id(), /must be a whole number from 0 to 2147483647/],
    [() => parse(256).typeId(), /from 0 to 255/],
    [() => parse('c').oneOf(['a', 'b']), /supported are a, b/],
    [() => parse({ a: 1, c: 1 }).object(['a', 'b']), /c is 1 .* supported are a, b/],
    [() => parse({ 0: 1 }).items(), /must be an array/],
    [() => JsonValue.parse('{', 'x.json in /m'), /x.json in \/m is not JSON: /],
  ])('refuses %s', (read, message) => {
    expect(read).toThrow(message);
  });

  it('looks at properties of its own only', () => {
    expect(parse({}).get('constructor').isAbsent).toBe(true);
    expect(JsonValue.parse('{"__proto__": 5}', 'x').get('__proto__').wholeNumber()).toBe(5);
  });

  it('shows little of a value that is long or deep', () => {
    expect(() => parse('a'.repeat(1000)).get('x').refuse('no')).toThrow(/missing/);
    expect(() =>
      parse({ a: 'b'.repeat(1000) })
        .get('a')
        .boolean(),
    ).toThrow(/^a is "b{80}…" in/);
    const deep = JsonValue.parse(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'x');
    expect(() => deep.get('a').boolean()).toThrow('a is an array in x; must be true or false.');
  });
});
