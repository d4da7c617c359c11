import { type Engine, onnxTensorInfos, type TensorData, type TensorInfo } from '@bertkit/runtime';
import * as ort from 'onnxruntime-node';
import { compileFailure } from './compile-failure.js';
import type { ExternalPlace } from './external-data.js';
import { type OnnxOptions, sessionOptions } from './session-options.js';

type Tensors = Readonly<Record<string, TensorData>>;
type Feeds = Record<string, ort.Tensor>;

/**
 * Compiles a graph in this thread.
 *
 * @throws {CompileError} ONNX Runtime refuses the graph, or it has inputs or outputs that bertkit does not pass
 */
export async function createOnnxEngine(model: Uint8Array, place: ExternalPlace, options: OnnxOptions): Promise<Engine> {
  ort.env.logLevel = 'fatal'; // the first session would else tell of GPUs it does not find
  const session = await ort.InferenceSession.create(model, sessionOptions(options, place)).catch((cause: unknown) => {
    throw compileFailure(cause, options.device);
  });
  try {
    return new OnnxEngine(session);
  } catch (error) {
    await session.release();
    throw error;
  }
}

class OnnxEngine implements Engine {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  private readonly session: ort.InferenceSession;
  private weights: Feeds = {};

  constructor(session: ort.InferenceSession) {
    this.session = session;
    this.inputs = onnxTensorInfos('input', session.inputMetadata);
    this.outputs = onnxTensorInfos('output', session.outputMetadata);
  }

  bindWeights(weights: Tensors): void {
    this.weights = feedsOf(weights);
  }

  async run(inputs: Tensors, outputs: Readonly<Record<string, TensorData | undefined>>): Promise<Tensors> {
    const fetches: Record<string, ort.Tensor | null> = {};
    for (const [name, target] of Object.entries(outputs)) fetches[name] = target ? toOrt(target) : null;
    const results = await this.session.run({ ...this.weights, ...feedsOf(inputs) }, fetches);
    const tensors: Record<string, TensorData> = {};
    for (const [name, target] of Object.entries(outputs)) {
      // A bound output has been written to; what comes back for it is a needless copy (microsoft/onnxruntime#32346).
      tensors[name] = target ?? fromOrt(results[name]);
    }
    return tensors;
  }

  release(): Promise<void> {
    return this.session.release();
  }
}

function feedsOf(tensors: Tensors): Feeds {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, toOrt(tensor)]));
}

/** A view: ONNX Runtime reads and writes the same array. */
function toOrt({ dtype, shape, data }: TensorData): ort.Tensor {
  // The binding only says "Invalid argument".
  if (data.buffer instanceof SharedArrayBuffer) throw new TypeError('onnxruntime-node takes no shared memory');
  return new ort.Tensor(dtype, data, shape);
}

function fromOrt(tensor: ort.Tensor | undefined): TensorData {
  if (tensor === undefined) throw new Error('internal: ONNX Runtime left out an output it was asked for.');
  return { dtype: tensor.type, shape: tensor.dims, data: tensor.data } as TensorData; // its type was checked on compiling
}
