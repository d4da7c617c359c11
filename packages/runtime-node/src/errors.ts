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
