import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Every error class of the packages: where it is, its name and its code. */
const errors = readdirSync(`${root}packages`).flatMap((room) => {
  const sources = readdirSync(`${root}packages/${room}/src`, { recursive: true, encoding: 'utf8' });
  return sources
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .flatMap((file) => {
      const text = readFileSync(`${root}packages/${room}/src/${file}`, 'utf8');
      return [...text.matchAll(/class (\w+) extends Error \{(.*?)\n\}/gs)].map(([, name, body = '']) => ({
        file: `${room}/${file}`,
        name,
        stated: /override readonly name = '(\w+)'/.exec(body)?.[1],
        code: /readonly code = '(\w+)'/.exec(body)?.[1],
      }));
    });
});

describe('errors', () => {
  it('are found', () => {
    expect(errors.length).toBeGreaterThan(20);
  });

  it.each(errors)('$name of $file has its name and a code of its own', ({ name, stated, code }) => {
    expect(stated).toBe(name);
    expect(code).toMatch(/^BERTKIT_[A-Z_]+$/);
    expect(errors.filter((other) => other.code === code).map((other) => other.name)).toEqual([name]);
  });
});
