import {
  type Engine,
  type ExternalBytes,
  onnxTensorInfos,
  type TensorData,
  type TensorInfo,
  writeInto,
} from '@bertkit/runtime';
import { compileFailure } from './compile-failure.js';
import type { ExternalPlace } from './external-data.js';
import { type OnnxOptions, sessionOptions } from './session-options.js';
import type { SessionThread, ThreadCalls } from './session-thread.js';

type Tensors = Readonly<Record<string, TensorData>>;

/**
 * Compiles a graph in a worker thread.
 *
 * @param options.lent  arrays of the caller's, which are copied; the bytes of all others are given away to the thread
 * @throws {CompileError} ONNX Runtime refuses the graph, or it has inputs or outputs that bertkit does not pass
 */
export async function createThreadEngine(
  thread: SessionThread,
  model: Uint8Array,
  place: ExternalPlace,
  { lent, ...onnxOptions }: OnnxOptions & { lent: ReadonlySet<unknown> },
): Promise<Engine> {
  const session = thread.newId();
  const given = 'bytes' in place ? { bytes: place.bytes.map((each) => toGive(each, lent)) } : place;
  const request = { session, model: new Uint8Array(model), options: sessionOptions(onnxOptions, given) };
  const buffers = 'bytes' in given ? given.bytes.map(({ data }) => data.buffer) : [];
  const metadata = await thread.call('compile', request, [request.model.buffer, ...buffers]).catch((cause: unknown) => {
    throw compileFailure(cause, onnxOptions.device);
  });
  try {
    return new ThreadEngine(thread, session, metadata);
  } catch (error) {
    await thread.call('release', { session });
    throw error;
  }
}

class ThreadEngine implements Engine {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  private readonly thread: SessionThread;
  private readonly session: number;
  private weights: Tensors = {};

  constructor(
    thread: SessionThread,
    session: number,
    { inputMetadata, outputMetadata }: ThreadCalls['compile']['answer'],
  ) {
    this.thread = thread;
    this.session = session;
    this.inputs = onnxTensorInfos('input', inputMetadata);
    this.outputs = onnxTensorInfos('output', outputMetadata);
  }

  bindWeights(weights: Tensors): void {
    this.weights = weights;
  }

  async run(inputs: Tensors, outputs: Readonly<Record<string, TensorData | undefined>>): Promise<Tensors> {
    // Weights go along every time: they may have changed, and nothing tells so.
    const given = Object.entries({ ...this.weights, ...inputs }).map(
      ([name, tensor]) => [name, copied(tensor)] as const,
    );
    const request = { session: this.session, inputs: Object.fromEntries(given), outputs: Object.keys(outputs) };
    const results = await this.thread.call(
      'run',
      request,
      given.map(([, { data }]) => data.buffer),
    );
    const tensors: Record<string, TensorData> = {};
    for (const [name, target] of Object.entries(outputs)) {
      const result = results[name];
      if (result === undefined) throw new Error('internal: ONNX Runtime left out an output it was asked for.');
      tensors[name] = target ? writeInto(target, result, name) : result;
    }
    return tensors;
  }

  async release(): Promise<void> {
    if (!this.thread.hasEnded) await this.thread.call('release', { session: this.session });
  }
}

type Given<Data extends ArrayBufferView> = Data & { readonly buffer: ArrayBuffer };

/** Bytes whose whole buffer may be taken away. */
function toGive({ path, data }: ExternalBytes, lent: ReadonlySet<unknown>): { path: string; data: Given<Uint8Array> } {
  return { path, data: lent.has(data) || !isWhole(data) ? new Uint8Array(data) : data };
}

function isWhole(data: Uint8Array): data is Given<Uint8Array> {
  return data.buffer instanceof ArrayBuffer && data.byteLength === data.buffer.byteLength;
}

/** A copy, also of what `slice` would not copy: a Node `Buffer`. */
function copied(tensor: TensorData) {
  switch (tensor.dtype) {
    case 'float32':
      return { ...tensor, data: new Float32Array(tensor.data) };
    case 'int32':
      return { ...tensor, data: new Int32Array(tensor.data) };
    case 'uint8':
      return { ...tensor, data: new Uint8Array(tensor.data) };
  }
}
