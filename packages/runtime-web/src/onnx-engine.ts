import {
  CompileError,
  createQueue,
  type Engine,
  type ExternalBytes,
  onnxTensorInfos,
  reasonOf,
  type TensorData,
  type TensorInfo,
  writeInto,
} from '@bertkit/runtime';
import * as ort from 'onnxruntime-web/wasm';

type Tensors = Readonly<Record<string, TensorData>>;
type Feeds = Record<string, ort.Tensor>;

/**
 * The one queue of all sessions of this page or worker. ONNX Runtime's WebAssembly is one instance with one stack, onto
 * which `run` puts its arguments and then waits: a run of another session in between overwrites them ("input name cannot
 * be empty", huggingface/transformers.js#1234). Since that instance belongs to the module, so does its queue.
 */
export const engineQueue = createQueue();

/** ONNX Runtime's level "fatal": errors are thrown, and a library prints nothing. */
const silent = 4;

/**
 * Compiles a graph for ONNX Runtime's WebAssembly provider.
 *
 * @param externalData  files that hold initialisers; copied into WebAssembly's memory
 * @throws {CompileError} ONNX Runtime cannot be started or refuses the graph, or the graph has inputs or outputs that
 *                        bertkit does not pass
 */
export async function createOnnxEngine(model: Uint8Array, externalData: readonly ExternalBytes[]): Promise<Engine> {
  const options = { ...sessionOptions(), externalData };
  const session = await engineQueue(() => ort.InferenceSession.create(model, options)).catch((cause: unknown) => {
    throw new CompileError(whatFailed(reasonOf(cause)), { cause });
  });
  try {
    return new OnnxEngine(session);
  } catch (error) {
    await session.release();
    throw error;
  }
}

function whatFailed(reason: string): string {
  if (!reason.startsWith('no available backend')) return `The graph could not be compiled: ${reason}.`;
  return (
    `ONNX Runtime could not be started: ${reason}. ` +
    'See that wasmPaths leads to its files, then load the page or worker anew: it does not start twice.'
  );
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
    const feeds = { ...this.weights, ...feedsOf(inputs) };
    const results = await this.session.run(feeds, Object.keys(outputs), { logSeverityLevel: silent });
    const tensors: Record<string, TensorData> = {};
    for (const [name, target] of Object.entries(outputs)) {
      const result = fromOrt(results[name]);
      // Tensors bound as outputs stay zero in this build (microsoft/onnxruntime#25786), so they are filled here.
      tensors[name] = target ? writeInto(target, result, name) : result;
    }
    return tensors;
  }

  release(): Promise<void> {
    return this.session.release();
  }
}

function sessionOptions(): ort.InferenceSession.SessionOptions {
  return {
    executionProviders: ['wasm'],
    graphOptimizationLevel: 'all',
    executionMode: 'sequential',
    enableMemPattern: false, // as in Node: planning memory ahead only held more of it
    logSeverityLevel: silent,
  };
}

function feedsOf(tensors: Tensors): Feeds {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { dtype, shape, data }]) => [name, new ort.Tensor(dtype, data, shape)]),
  );
}

function fromOrt(tensor: ort.Tensor | undefined): TensorData {
  if (tensor === undefined) throw new Error('internal: ONNX Runtime left out an output it was asked for.');
  return { dtype: tensor.type, shape: tensor.dims, data: tensor.data } as TensorData; // its type was checked on compiling
}
