import type { Files } from '@bertkit/runtime';
import { configFile, weightsFile } from './checkpoint-files.js';
import type { BertArchitecture, BertConfig } from './config.js';
import { serializeConfig } from './config-json.js';
import type { Parameters } from './parameters.js';
import { type SavedDType, safetensorsChunks } from './safetensors.js';

export interface SaveModelOptions {
  config: BertConfig;
  /** Not to be changed until the promise settles. */
  parameters: Parameters;
  /** The class that transformers is to load them into. */
  architecture: BertArchitecture;
  /** Of the stored weights. Default `F32`; `F16` halves the file, and refuses numbers beyond ±65504. */
  dtype?: SavedDType;
}

/**
 * Writes `model.safetensors` and `config.json`, as `save_pretrained` of transformers does: its `from_pretrained` finds
 * every tensor of the architecture and no other. Each file is replaced whole or not at all, the config last.
 *
 * @throws {SafetensorsError} before anything is written: a number does not fit `dtype`
 */
export async function saveModel(
  files: Files,
  { config, parameters, architecture, dtype = 'F32' }: SaveModelOptions,
): Promise<void> {
  const json = serializeConfig(config, { architecture, dtype: dtype === 'F16' ? 'float16' : 'float32' });
  await files.write(weightsFile, safetensorsChunks(underStoredNames(parameters, architecture), { dtype }));
  await files.write(configFile, new TextEncoder().encode(json));
}

/** A bare encoder is stored without `bert.`. */
function underStoredNames(parameters: Parameters, architecture: BertArchitecture): Parameters {
  if (architecture !== 'BertModel') return parameters;
  return new Map([...parameters].map(([name, tensor]) => [name.replace(/^bert\./, ''), tensor]));
}
