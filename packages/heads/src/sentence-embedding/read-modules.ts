import { SentenceSettingsError } from '../errors.js';
import { isObject, type SettingsFile, shown } from './settings-file.js';

/**
 * Reads `modules.json`: what is done one after the other, a BERT, a pooling and perhaps a normalisation.
 *
 * @throws {SentenceSettingsError} it asks for anything else
 */
export function readModules({ where, content }: SettingsFile): { poolingFolder: string; normalize: boolean } {
  if (!Array.isArray(content)) throw new SentenceSettingsError(`${where} must hold a list of modules.`);
  const modules = content.map((stored, i) => readModule(stored, `${where}: module ${i}`));
  const kinds = modules.map(({ kind }) => kind);
  const [transformer, pooling] = modules;
  const isKnown = kinds.join() === 'Transformer,Pooling' || kinds.join() === 'Transformer,Pooling,Normalize';
  if (!isKnown || transformer === undefined || pooling === undefined) {
    throw new SentenceSettingsError(
      `${where} has the modules ${kinds.join(', ') || '(none)'}, but bertkit runs Transformer, Pooling and, if there is one, Normalize, in this order.`,
    );
  }
  if (transformer.path !== '') {
    throw new SentenceSettingsError(
      `${where}: the Transformer lies in ${shown(transformer.path)}, but bertkit reads one that lies beside this file: move its files up, and set its path to "".`,
    );
  }
  return { poolingFolder: pooling.path, normalize: kinds.length === 3 };
}

/** The module's class, without the package that it is in: releases moved it about. */
function readModule(stored: unknown, where: string): { kind: string; path: string } {
  const { type, path }: Readonly<Record<string, unknown>> = isObject(stored) ? stored : {};
  if (typeof type !== 'string' || typeof path !== 'string') {
    throw new SentenceSettingsError(`${where} is ${shown(stored)}, but must have the texts "type" and "path".`);
  }
  return { kind: type.slice(type.lastIndexOf('.') + 1), path };
}
