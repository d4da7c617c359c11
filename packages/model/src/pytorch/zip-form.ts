import type { Files } from '@bertkit/runtime';
import type { StoredTensor } from '../checkpoint.js';
import { PyTorchFileError } from '../errors.js';
import { quote } from '../quote.js';
import { placeTensors, tensorViews } from './state-dict.js';
import { pickleLimit, unpickle } from './unpickle.js';
import { locateZipEntry, readZipEntries, type ZipEntry } from './zip-entries.js';

/**
 * The tensors of a `.bin` file of PyTorch 1.6 and later: a ZIP archive with the pickle `NAME/data.pkl`, and a record
 * `NAME/data/KEY` for each storage.
 *
 * @throws {PyTorchFileError}
 */
export async function readZipForm(
  files: Files,
  { file, size, where }: { file: string; size: number; where: string },
): Promise<ReadonlyMap<string, StoredTensor>> {
  const entries = await readZipEntries(files, { file, size, where });
  const read = async (entry: ZipEntry) => files.read(file, await locateZipEntry(files, { file, where }, entry));
  const pickle = findPickle(entries, where);
  const folder = pickle.name.slice(0, -pickleName.length);

  const byteOrder = entries.get(`${folder}byteorder`);
  if (byteOrder !== undefined) await checkByteOrder(byteOrder, { read, where });

  const { value } = unpickle(await read(pickle), { where: `${pickle.name} of ${where}` });
  return placeTensors(tensorViews(value, where), {
    file,
    where,
    find: ({ key }) => {
      const record = entries.get(`${folder}data/${key}`);
      if (record !== undefined) return locateZipEntry(files, { file, where }, record);
      const problem = `The pickle asks for the storage ${quote(key)}, but the archive has no ${quote(`${folder}data/${key}`)}.`;
      throw new PyTorchFileError({ where, fault: 'storage', problem });
    },
  });
}

const pickleName = 'data.pkl';

function findPickle(entries: ReadonlyMap<string, ZipEntry>, where: string): ZipEntry {
  const refuse = (problem: string) => new PyTorchFileError({ where, fault: 'container', problem });
  const pickles = [...entries.values()].filter(({ name }) => /^[^/]+\/data\.pkl$/.test(name));
  const [pickle] = pickles;
  if (pickle === undefined || pickles.length > 1) {
    throw refuse(`The archive has ${pickles.length} entries NAME/${pickleName}, but a file of PyTorch's has one.`);
  }
  if (pickle.size > pickleLimit) {
    throw refuse(`${pickle.name} has ${pickle.size} bytes, above the limit of ${pickleLimit}.`);
  }
  return pickle;
}

/** Of the numbers; archives before PyTorch 2.1 do not say it, and are little-endian. */
async function checkByteOrder(
  entry: ZipEntry,
  { read, where }: { read: (entry: ZipEntry) => Promise<Uint8Array>; where: string },
): Promise<void> {
  const little = 'little';
  if (entry.size === little.length && new TextDecoder().decode(await read(entry)) === little) return;
  const problem = `${entry.name} does not say ${quote(little)}, the one byte order of numbers that is read.`;
  throw new PyTorchFileError({ where, fault: 'container', problem });
}
