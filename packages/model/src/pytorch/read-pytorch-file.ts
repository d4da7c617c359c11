import { FileMissingError, type Files } from '@bertkit/runtime';
import type { StoredTensor } from '../checkpoint.js';
import { PyTorchFileError } from '../errors.js';
import { readLegacyForm } from './legacy-form.js';
import { readZipForm } from './zip-form.js';

/**
 * Finds the tensors in a file that `torch.save(model.state_dict(), …)` wrote, in the form of today (ZIP) or that from
 * before PyTorch 1.6. The pickle in it is a program by its nature; here it can do nothing but describe tensors, and
 * whatever else it names is refused. No number of a tensor is read.
 *
 * @throws {FileMissingError} there is no such file
 * @throws {PyTorchFileError} with what is wrong in `fault`
 */
export async function readPyTorchFile(files: Files, file: string): Promise<ReadonlyMap<string, StoredTensor>> {
  const where = `${file} in ${files.location}`;
  const size = await files.size(file);
  if (size === undefined) throw new FileMissingError({ location: files.location, file });
  const start = await files.read(file, { start: 0, end: Math.min(size, startSize) });
  if (startsWith(start, zipSignature)) return readZipForm(files, { file, size, where });
  if (startsWith(start, pickleSignature)) return readLegacyForm(files, { file, size, where });
  throw new PyTorchFileError({ where, fault: 'container', problem: whatItIs(start) });
}

/** Enough to see what a file is: the mark of a tar archive is the last that is looked for. */
const startSize = 262;

const zipSignature = 'PK\x03\x04';
const pickleSignature = '\x80'; // PROTO

function startsWith(bytes: Uint8Array, signature: string, at = 0): boolean {
  return [...signature].every((character, i) => bytes[at + i] === character.charCodeAt(0));
}

function whatItIs(start: Uint8Array): string {
  if (start.length === 0) return 'The file is empty.';
  if (startsWith(start, 'version https://git-lfs')) {
    return 'This is a Git LFS pointer in place of the file; fetch the file itself with `git lfs pull`.';
  }
  if (startsWith(start, 'ustar', 257)) {
    return 'This is the tar form from before PyTorch 0.1.10, which bertkit does not read; save it again with a later one.';
  }
  return 'This is no file that torch.save wrote: it begins neither like a ZIP archive nor like a pickle.';
}
