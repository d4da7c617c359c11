import type { ExternalBytes } from '@bertkit/runtime';
import type { InferenceSession } from 'onnxruntime-node';
import type { Device } from './devices.js';
import type { ExternalPlace } from './external-data.js';

export interface OnnxOptions {
  readonly device: Device;
  readonly threads: number;
}

/** What ONNX Runtime is told when it compiles a graph: plain data, which can be sent to another thread. */
export function sessionOptions(
  { device, threads }: OnnxOptions,
  place: ExternalPlace,
): InferenceSession.SessionOptions {
  return {
    executionProviders: [device],
    graphOptimizationLevel: 'all',
    executionMode: 'sequential',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // Planned ahead, a training step (4 layers of 256, 32 x 128 tokens) held 1.5 GB, without 1.07 GB, in the same time.
    enableMemPattern: false,
    logSeverityLevel: 4, // "fatal": errors are thrown, and a library prints nothing
    extra: {
      // These would merge a product's transposed factor with the transpose before it; left apart, the product reads the factor as
      // it lies. In a training step that halves the time of all transposes.
      optimization: { disable_specified_optimizers: 'TransposeOptimizer;TransposeOptimizer_CPUExecutionProvider' },
      session: {
        // Threads that spin while they wait for the next run made three sessions, run in turn, three times slower.
        force_spinning_stop: '1',
        ...('folder' in place ? { model_external_initializers_file_folder_path: place.folder } : {}),
      },
    },
    ...('bytes' in place ? { externalData: place.bytes.length > 0 ? place.bytes : nothing } : {}),
  };
}

/** Told nothing, ONNX Runtime would look for a model's files in the working directory; told this, it misses them. */
const nothing: readonly ExternalBytes[] = [{ path: '', data: Uint8Array.of(0) }];
