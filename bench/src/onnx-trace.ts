/** A node in one run of a session. */
export interface NodeTrace {
  readonly name: string;
  readonly operator: string;
  readonly milliseconds: number;
  readonly inputShapes: readonly (readonly number[])[];
  readonly outputShapes: readonly (readonly number[])[];
}

/** One run of a session. */
export interface RunTrace {
  /** From its start to its end: the nodes, and what is between them. */
  readonly milliseconds: number;
  readonly nodes: readonly NodeTrace[];
}

/** An event of a trace; times in microseconds. */
interface TraceEvent {
  readonly cat: string;
  readonly name: string;
  readonly ts: number;
  readonly dur: number;
  readonly args?: {
    readonly op_name?: string;
    readonly input_type_shape?: readonly TypedShape[];
    readonly output_type_shape?: readonly TypedShape[];
  };
}

/** `{ "float": [4096, 256] }` */
type TypedShape = Readonly<Record<string, readonly number[]>>;

/**
 * Reads what ONNX Runtime's profiler wrote.
 *
 * @param json  a list of events in the Trace Event Format of Chrome
 */
export function readTrace(json: string): RunTrace[] {
  const events = JSON.parse(json) as readonly TraceEvent[];
  const nodes = events.filter(({ cat, name }) => cat === 'Node' && name.endsWith(nodeSuffix));
  return events
    .filter(({ cat, name }) => cat === 'Session' && name === 'model_run')
    .map(({ ts, dur }) => ({
      milliseconds: dur / 1000,
      nodes: nodes.filter((node) => node.ts >= ts && node.ts < ts + dur).map(toNode),
    }));
}

const nodeSuffix = '_kernel_time';

function toNode({ name, dur, args }: TraceEvent): NodeTrace {
  return {
    name: name.slice(0, -nodeSuffix.length),
    operator: args?.op_name ?? 'unknown',
    milliseconds: dur / 1000,
    inputShapes: shapes(args?.input_type_shape),
    outputShapes: shapes(args?.output_type_shape),
  };
}

function shapes(typed: readonly TypedShape[] = []): (readonly number[])[] {
  return typed.flatMap((shape) => Object.values(shape));
}

/**
 * Multiplications and additions of a matrix product, by the sizes that the trace tells; 0 for other nodes. Products with
 * a vector, which add up columns, are not counted: they wait for memory, not for arithmetic.
 *
 * `[…, M, K] · […, K, N]` has `2·b·M·K·N`, b the product of the leading axes. Transposed or not, the sizes of the three
 * matrices multiply to `(b·M·K·N)²`, or b times that where the second factor has leading axes too.
 */
export function productFlops({ operator, inputShapes: [a, b], outputShapes: [y] }: NodeTrace): number {
  const isProduct = ['Gemm', 'MatMul', 'FusedGemm', 'FusedMatMul'].includes(operator);
  if (!isProduct || a === undefined || b === undefined || y === undefined) return 0;
  if ([a, b, y].some((shape) => shape.slice(-2).includes(1))) return 0;
  return 2 * Math.sqrt((size(a) * size(b) * size(y)) / size(b.slice(0, -2)));
}

function size(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}
