import { expect, it } from 'vitest';
import { CompileError, FileError, FileMissingError, RunError } from './errors.js';

it('gives every error its own code and name, and keeps the cause', () => {
  const cause = new Error('first');
  const where = { location: '/models', file: 'a.txt' };
  const errors = [
    new CompileError('a', { cause }),
    new RunError('a', { cause }),
    new FileMissingError({ ...where, cause }),
    new FileError({ ...where, because: 'could not be read', cause }),
  ];
  expect(new Set(errors.map((error) => error.code)).size).toBe(errors.length);
  for (const error of errors) {
    expect(error.code).toMatch(/^BERTKIT_/);
    expect(error.name).toBe(error.constructor.name);
    expect(error.cause).toBe(cause);
  }
  expect(new FileError({ ...where, because: 'could not be read' })).not.toHaveProperty('cause');
});

it('says which file, and where', () => {
  const error = new FileMissingError({ location: '/models', file: 'vocab.txt' });
  expect(error.message).toBe('There is no vocab.txt in /models.');
  expect(error).toMatchObject({ location: '/models', file: 'vocab.txt' });
});
