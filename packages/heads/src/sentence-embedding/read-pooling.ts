import { type Pooling, poolings, type SentenceSettings } from './settings.js';
import { field, flag, type Kind, type SettingsFile } from './settings-file.js';

/** The flags of old files. Several that are true are joined in this order; with none it is the mean. */
const flags: readonly (readonly [key: string, pooling: Pooling])[] = [
  ['pooling_mode_cls_token', 'cls'],
  ['pooling_mode_max_tokens', 'max'],
  ['pooling_mode_mean_tokens', 'mean'],
  ['pooling_mode_mean_sqrt_len_tokens', 'mean_sqrt_len_tokens'],
  ['pooling_mode_weightedmean_tokens', 'weightedmean'],
  ['pooling_mode_lasttoken', 'lasttoken'],
];

/** A name, or a list of them in their order. */
const modes: Kind<readonly Pooling[]> = {
  parse(stored) {
    const names: unknown[] = Array.isArray(stored) ? stored : [stored];
    const known = names.flatMap((name) => poolings.filter((pooling) => pooling === name));
    const isSound = known.length === names.length && known.length > 0 && new Set(known).size === known.length;
    return isSound ? known : undefined;
  },
  expected: `one of ${poolings.join(', ')}, or a list of them, each once`,
};

/**
 * Reads the `config.json` of a `Pooling`, in its present form or that of old releases.
 *
 * @throws {SentenceSettingsError} it asks for a pooling that is not known
 */
export function readPooling(file: SettingsFile): Pick<SentenceSettings, 'pooling' | 'includePrompt'> {
  const flagged = flags.flatMap(([key, pooling]) => (field(file, key, flag, false) ? [pooling] : []));
  const byFlags: readonly Pooling[] = flagged.length > 0 ? flagged : ['mean'];
  return {
    pooling: field(file, 'pooling_mode', modes, byFlags),
    includePrompt: field(file, 'include_prompt', flag, true),
  };
}
