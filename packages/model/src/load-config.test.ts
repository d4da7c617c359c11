import { createMemoryFiles } from '@bertkit/runtime';
import { describe, expect, it } from 'vitest';
import { CheckpointFilesError, ConfigError } from './errors.js';
import { loadConfig } from './load-config.js';

describe('loadConfig', () => {
  it('reads config.json', async () => {
    const files = createMemoryFiles({ 'config.json': '{"hidden_size": 24}' });
    expect((await loadConfig(files)).hiddenSize).toBe(24);
  });

  it('says where a config is missing, is no text, or is larger than any', async () => {
    await expect(loadConfig(createMemoryFiles())).rejects.toThrow(
      new CheckpointFilesError({ location: 'memory', file: 'config.json' }),
    );
    const latin1 = createMemoryFiles({ 'config.json': Uint8Array.of(0x7b, 0xe9, 0x7d) });
    await expect(loadConfig(latin1)).rejects.toThrow(/config.json in memory: It is not UTF-8/);
    const huge = { ...createMemoryFiles(), size: async () => 2 ** 40 };
    await expect(loadConfig(huge)).rejects.toThrow(ConfigError);
  });
});
