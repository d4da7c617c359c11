import { listSupportedBackends } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { compileFailure } from './compile-failure.js';
import { type Device, devices } from './devices.js';
import { createNodeRuntime } from './node-runtime.js';

const built = listSupportedBackends().map(({ name }) => name);
const known = Object.keys(devices) as Device[];

describe('devices', () => {
  it.each(known.filter((device) => built.includes(device)))('has %s, named by the runtime', (device) => {
    const runtime = createNodeRuntime({ device, threads: 1 });
    expect(runtime.description).toContain(`, ${devices[device].title}, 1 thread`);
    expect(runtime.kernelSets).toBe(devices[device].kernelSets);
  });

  // No build of ONNX Runtime has all of them: Core ML is Apple's, DirectML is Microsoft's.
  it.each([...known.filter((device) => !built.includes(device)), 'abacus' as Device])('refuses %s', (device) => {
    const create = () => createNodeRuntime({ device });
    expect(create).toThrow(expect.objectContaining({ code: 'BERTKIT_DEVICE', name: 'DeviceError', device }));
    expect(create).toThrow(new RegExp(`^The device ${device} is not in ONNX Runtime for .*; it has cpu`));
  });

  it('runs every kernel set on the CPU, which is the default', () => {
    expect(createNodeRuntime({ threads: 1 }).kernelSets).toEqual(['differentiable', 'fused', 'int8']);
  });
});

describe('compileFailure', () => {
  const cause = new Error('Failed to load shared library.\n');

  it('names a device that may be missing, what ONNX Runtime said and what to do', () => {
    const failure = compileFailure(cause, 'cuda');
    expect(failure).toMatchObject({ code: 'BERTKIT_COMPILE', cause });
    expect(failure.message).toBe(
      'The graph could not be compiled for cuda: Failed to load shared library. Where this machine has no CUDA device, ' +
        'or lacks its driver or libraries, leave the device at cpu.',
    );
  });

  it('does not speak of devices where it ran on the CPU', () => {
    expect(compileFailure(cause, 'cpu').message).toBe(
      'The graph could not be compiled: Failed to load shared library.',
    );
  });
});
