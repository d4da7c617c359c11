import type { KernelSet, Runtime } from '@bertkit/runtime';

/** A runtime was asked for kernels that it does not run. */
export class KernelSetError extends Error {
  override readonly name = 'KernelSetError';
  readonly code = 'BERTKIT_KERNEL_SET';

  constructor({ asked, runtime }: { asked: KernelSet; runtime: Runtime }) {
    super(`The runtime (${runtime.description}) runs the kernels ${runtime.kernelSets.join(', ')}, but not ${asked}.`);
  }
}

/** A model cannot be exported to a place as asked. */
export class ExportError extends Error {
  override readonly name = 'ExportError';
  readonly code = 'BERTKIT_EXPORT';
}

/** A sentence-transformers directory says what means nothing, or asks for what bertkit does not have. */
export class SentenceSettingsError extends Error {
  override readonly name = 'SentenceSettingsError';
  readonly code = 'BERTKIT_SENTENCE_SETTINGS';
}
