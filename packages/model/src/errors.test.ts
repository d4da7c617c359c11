import { expect, it } from 'vitest';
import {
  CheckpointFilesError,
  CheckpointTensorsError,
  ConfigError,
  PyTorchFileError,
  SafetensorsError,
  ShardsError,
} from './errors.js';

const where = 'config.json in /models';

it('gives every error its own code and name', () => {
  const errors = [
    new ConfigError({ where, problems: ['a'] }),
    new CheckpointFilesError({ location: '/models', file: 'config.json' }),
    new CheckpointTensorsError({ where, problems: [] }),
    new SafetensorsError({ where, fault: 'header', problem: 'a' }),
    new ShardsError({ where, problem: 'a' }),
    new PyTorchFileError({ where, fault: 'pickle', problem: 'a' }),
  ];
  expect(new Set(errors.map((error) => error.code)).size).toBe(errors.length);
  for (const error of errors) {
    expect(error.code).toMatch(/^BERTKIT_/);
    expect(error.name).toBe(error.constructor.name);
    expect(error).not.toHaveProperty('cause');
  }
});

it('says one fault in a sentence, several in a list, and keeps the cause', () => {
  const cause = new Error('first');
  expect(new ConfigError({ where, problems: ['A is 1.'], cause })).toMatchObject({
    message: 'config.json in /models: A is 1.',
    cause,
  });
  expect(new ConfigError({ where, problems: ['A is 1.', 'B is 2.'] }).message).toBe(
    'config.json in /models has 2 faults:\n- A is 1.\n- B is 2.',
  );
});
