import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStrictJson } from './strict-json.js';

describe('parseStrictJson', () => {
  it('takes all that JSON.parse takes, where no key stands twice', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 20 }), fc.constantFrom(undefined, 2, '\t'), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), null, indent); // without any keys that json may have had twice
        expect(parseStrictJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each([
    '{"a":1,"a":1}',
    '{"a" : 1, "b": {}, "a"\n:2}',
    '{"a":1,"\\u0061":2}',
    '[{"x":{"k":[],"k":[]}}]',
    '{"__proto__":1,"__proto__":2}',
    '{"\\"":1,"\\"":2}',
  ])('refuses %s, which has a key twice', (json) => {
    JSON.parse(json); // which it takes
    expect(() => parseStrictJson(json)).toThrow(/twice in one object/);
  });

  it.each(['{"a":{"a":1}}', '[{"a":1},{"a":2}]', '{"a":"b","b":"a"}', '{"a":"\\"a\\":","b":"{\\"b\\":1"}'])(
    'takes %s, where a text only looks like it',
    (json) => {
      expect(parseStrictJson(json)).toEqual(JSON.parse(json));
    },
  );

  it('refuses what JSON.parse refuses, and brackets without end', () => {
    for (const json of ['', '{', '"', '"\\', '{"a":1,}', '[1}', '{"a" "b"}', ']', 'NaN']) {
      expect(() => parseStrictJson(json)).toThrow(SyntaxError);
    }
    expect(() => parseStrictJson('['.repeat(1_000_000))).toThrow(/nested deeper than 128/);
    expect(parseStrictJson(`${'['.repeat(128)}${']'.repeat(128)}`)).toBeInstanceOf(Array);
  });
});
