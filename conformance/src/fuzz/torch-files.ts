import type { FloatTensor } from '@bertkit/model';
import { concatenate } from './mutate-bytes.js';

/** A `.bin` file of PyTorch before it is put together: what each of its pickle's opcodes is, and its storages. */
export interface TorchFile {
  readonly opcodes: readonly Uint8Array[];
  /** By their keys. */
  readonly storages: ReadonlyMap<string, Uint8Array>;
}

/** What torch.save makes of a state dict; the last tensor and the first share a storage. */
export function torchFile(tensors: ReadonlyMap<string, FloatTensor>): TorchFile {
  const storages = new Map<string, Uint8Array>();
  const opcodes = ['\x80\x02', '}', '('];
  for (const [name, { shape, data }] of tensors) {
    const key = String(storages.size);
    storages.set(key, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    opcodes.push(text(name), ...tensorOpcodes({ key, length: data.length, shape }));
  }
  opcodes.push('u', '.');
  return { opcodes: opcodes.map(bytesOf), storages };
}

function tensorOpcodes({ key, length, shape }: { key: string; length: number; shape: readonly number[] }): string[] {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const numbers = (values: readonly number[]) => ['(', ...values.map(integer), 't'];
  return [
    ...['ctorch._utils\n_rebuild_tensor_v2\n', 'q\x01', '(', '(', text('storage'), 'ctorch\nFloatStorage\n', text(key)],
    ...[text('cpu'), integer(length), 't', 'Q', integer(0), ...numbers(shape), ...numbers(strides)],
    ...['\x89', 'ccollections\nOrderedDict\n', ')', 'R', 't', 'R'],
  ];
}

const integer = (value: number): string => `J${unsigned(value, 4)}`;
const text = (value: string): string => `X${unsigned(value.length, 4)}${value}`;

/** The form of today: a ZIP archive. */
export function zipForm({ opcodes, storages }: TorchFile): Uint8Array {
  const entries = [
    ['model/data.pkl', concatenate(opcodes)] as const,
    ['model/byteorder', bytesOf('little')] as const,
    ...[...storages].map(([key, data]) => [`model/data/${key}`, data] as const),
    ['model/version', bytesOf('3\n')] as const,
  ];
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, data] of entries) {
    const common = `\0\0\x08\x08\0\0${'\0'.repeat(4)}${'\0'.repeat(4)}`; // version, flags, method, time, CRC
    const size = unsigned(data.length, 4);
    const header = `PK\x03\x04${common}${'\0'.repeat(8)}${unsigned(name.length, 2)}\x04\0${name}FB\0\0`;
    parts.push(bytesOf(header), data);
    directory.push(
      bytesOf(
        `PK\x01\x02\0\0${common}${size}${size}${unsigned(name.length, 2)}${'\0'.repeat(12)}${unsigned(offset, 4)}${name}`,
      ),
    );
    offset += header.length + data.length;
  }
  const end = `PK\x05\x06\0\0\0\0${unsigned(entries.length, 2).repeat(2)}`;
  const length = concatenate(directory).length;
  return concatenate([...parts, ...directory, bytesOf(`${end}${unsigned(length, 4)}${unsigned(offset, 4)}\0\0`)]);
}

/** The form from before PyTorch 1.6. */
export function legacyForm({ opcodes, storages }: TorchFile): Uint8Array {
  const start = `\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M\xe9\x03.\x80\x02}${text('little_endian')}\x88s.`;
  const keys = `\x80\x02](${[...storages.keys()].map(text).join('')}e.`;
  const records = [...storages.values()].flatMap((data) => [bytesOf(unsigned(data.length / 4, 8)), data]);
  return concatenate([bytesOf(start), ...opcodes, bytesOf(keys), ...records]);
}

/** Bytes as Python shows them: one a character. */
export function bytesOf(latin1: string): Uint8Array {
  return Uint8Array.from(latin1, (character) => character.charCodeAt(0));
}

/** Little-endian. */
function unsigned(value: number, size: number): string {
  return String.fromCharCode(...Array.from({ length: size }, (_, i) => Math.floor(value / 256 ** i) % 256));
}
