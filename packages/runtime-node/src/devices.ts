import type { KernelSet } from '@bertkit/runtime';
import * as ort from 'onnxruntime-node';
import { DeviceError } from './errors.js';

/** What graphs run on. ONNX Runtime calls it an execution provider. */
export type Device = 'cpu' | 'webgpu' | 'cuda' | 'coreml' | 'dml';

interface DeviceFacts {
  /** What people call it. */
  readonly title: string;
  readonly kernelSets: readonly KernelSet[];
}

/**
 * Operators that a device lacks run on the CPU, so that most graphs run on all of them. A kernel set is left out where it
 * is refused, or has no point: the 8-bit operators are the CPU's own, and would only copy to it and back.
 */
export const devices: Readonly<Record<Device, DeviceFacts>> = {
  cpu: { title: 'CPU', kernelSets: ['differentiable', 'fused', 'int8'] },
  // Its MultiHeadAttention takes no padding mask, and does not leave that to the CPU (ONNX Runtime 1.30).
  webgpu: { title: 'WebGPU', kernelSets: ['differentiable'] },
  // By ONNX Runtime's sources these have the fused operators, or leave them to the CPU. We have not seen it.
  cuda: { title: 'CUDA', kernelSets: ['differentiable', 'fused'] },
  coreml: { title: 'Core ML', kernelSets: ['differentiable', 'fused'] },
  dml: { title: 'DirectML', kernelSets: ['differentiable', 'fused'] },
};

/**
 * Sees that ONNX Runtime was built with a device. Whether the machine has one, only compiling shows.
 *
 * @throws {DeviceError} it was not
 */
export function checkDevice(device: Device): void {
  const built = ort.listSupportedBackends().map(({ name }) => name);
  const available = Object.keys(devices).filter((name) => built.includes(name));
  if (!available.includes(device)) throw new DeviceError({ device, available });
}
