/** ONNX Runtime, as it is installed here, was built without a device that was asked for. */
export class DeviceError extends Error {
  override readonly name = 'DeviceError';
  readonly code = 'BERTKIT_DEVICE';
  readonly device: string;

  constructor({ device, available }: { device: string; available: readonly string[] }) {
    super(
      `The device ${device} is not in ONNX Runtime for ${process.platform} on ${process.arch}; ` +
        `it has ${available.join(', ')}: ask for one of these, or leave the device at cpu.`,
    );
    this.device = device;
  }
}

/** In a worker thread, ONNX Runtime's telemetry could not be turned off. */
export class TelemetryError extends Error {
  override readonly name = 'TelemetryError';
  readonly code = 'BERTKIT_TELEMETRY';

  constructor(variable: string) {
    super(
      "ONNX Runtime would send telemetry to Microsoft, and a worker thread cannot turn that off: import '@bertkit/runtime-node' " +
        `in the main thread before the worker starts, or start Node with the environment variable ${variable}=1.`,
    );
  }
}
