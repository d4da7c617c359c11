import { CompileError, reasonOf } from '@bertkit/runtime';
import { type Device, devices } from './devices.js';

/** Makes a {@link CompileError} of what ONNX Runtime said. A device that is missing shows here first. */
export function compileFailure(cause: unknown, device: Device): CompileError {
  const reason = reasonOf(cause);
  if (device === 'cpu') return new CompileError(`The graph could not be compiled: ${reason}.`, { cause });
  return new CompileError(
    `The graph could not be compiled for ${device}: ${reason}. Where this machine has no ${devices[device].title} device, ` +
      'or lacks its driver or libraries, leave the device at cpu.',
    { cause },
  );
}
