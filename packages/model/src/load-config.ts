import { type Files, reasonOf } from '@bertkit/runtime';
import { configFile } from './checkpoint-files.js';
import type { BertConfig } from './config.js';
import { parseConfig } from './config-json.js';
import { CheckpointFilesError, ConfigError } from './errors.js';

/** In bytes. A config with a million label names stays below it. */
const sizeLimit = 100_000_000;

/**
 * Reads a directory's `config.json`.
 *
 * @throws {CheckpointFilesError} there is none
 * @throws {ConfigError} as {@link parseConfig}
 */
export async function loadConfig(files: Files): Promise<BertConfig> {
  const size = await files.size(configFile);
  if (size === undefined) throw new CheckpointFilesError({ location: files.location, file: configFile });
  const where = `${configFile} in ${files.location}`;
  if (size > sizeLimit) {
    throw new ConfigError({ where, problems: [`It has ${size} bytes, above the limit of ${sizeLimit}.`] });
  }
  const bytes = await files.read(configFile);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ConfigError({ where, problems: [`It is not UTF-8: ${reasonOf(cause)}.`], cause });
  }
  return parseConfig(text, where);
}
