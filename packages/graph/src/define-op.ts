import { apply } from './node.js';
import type {
  Attribute,
  Attributes,
  Domain,
  DType,
  InputGradient,
  OnnxAttribute,
  OnnxForm,
  OpDefinition,
  Shape,
  Tensor,
} from './tensor.js';

type Inputs = readonly (Tensor | undefined)[];
type Outputs = readonly [Tensor, ...Tensor[]];

/** An operator as it is written down, once, in a file of its own. */
interface OpSpec<In extends Inputs, Out extends Outputs, A extends Attributes> {
  /** The ONNX operator, or a name of our own where `compose` says what it is made of. */
  readonly type: string;
  /** `com.microsoft` for one that ONNX Runtime adds to ONNX's. */
  readonly domain?: Domain;
  /** The attributes a caller may leave out all have their default here. */
  readonly defaults: A;
  /** The shape of each output. @throws {GraphError} when the inputs do not fit */
  inferShapes(inputs: In, attributes: A): { readonly [K in keyof Out]: Shape };
  /** The type of each output. Default: that of the first input. */
  inferDTypes?(inputs: In, attributes: A): { readonly [K in keyof Out]: DType };
  /**
   * The gradient of each input, given those of the outputs, in the shape that the outputs have: where an input was
   * broadcast, `gradients` sums it back. `null` for an input that has none; `'none'` for an operator that has none.
   */
  readonly gradient:
    | 'none'
    | ((context: {
        readonly inputs: In;
        readonly outputs: Out;
        readonly outputGradients: { readonly [K in keyof Out]: Tensor };
        readonly attributes: A;
      }) => { readonly [K in keyof In]: InputGradient });
  /** Inputs and attributes as ONNX has them. Default: the inputs, and each attribute under its own name as an int. */
  onnx?(inputs: In, attributes: A): OnnxForm;
  /** For what is no ONNX operator: the tensors it stands for. Gradients still come from `gradient`. */
  compose?(inputs: In, attributes: A): Out;
}

type Result<Out extends Outputs> = Out extends readonly [Tensor] ? Tensor : Out;

/** An operator: a function of its input tensors and, last, of its attributes. */
export type Op<
  In extends Inputs,
  Out extends Outputs = readonly [Tensor],
  A extends Attributes = Record<never, never>,
> = (...args: [...inputs: In, attributes?: Partial<A>]) => Result<Out>;

/**
 * Makes an operator.
 *
 * Every operator states its gradient: leaving it out, or giving too few, does not compile.
 */
export function defineOp<
  In extends Inputs,
  Out extends Outputs = readonly [Tensor],
  A extends Attributes = Record<never, never>,
>(spec: OpSpec<In, Out, A>): Op<In, Out, A> {
  const { gradient } = spec;
  // The walk over graphs sees all operators alike; each gets back just what `apply` stored for it, so the casts hold.
  const definition: OpDefinition = {
    type: spec.type,
    domain: spec.domain,
    infer: (inputs, attributes) => {
      const shapes = spec.inferShapes(inputs as unknown as In, attributes as A) as readonly Shape[];
      const dtypes = spec.inferDTypes?.(inputs as unknown as In, attributes as A) as readonly DType[] | undefined;
      return shapes.map((shape, i) => ({ shape, dtype: dtypes?.[i] ?? inputs[0]?.dtype ?? 'float32' }));
    },
    gradient:
      gradient === 'none'
        ? 'none'
        : (context) => gradient(context as unknown as Parameters<typeof gradient>[0]) as readonly InputGradient[],
    onnx: (inputs, attributes) =>
      spec.onnx?.(inputs as unknown as In, attributes as A) ?? { inputs, attributes: mapValues(attributes, toOnnx) },
    compose: spec.compose && ((inputs, attributes) => spec.compose?.(inputs as unknown as In, attributes as A) ?? []),
  };
  return (...args) => {
    const last = args.at(-1);
    const given = last !== undefined && !('source' in (last as object)) ? (last as Partial<A>) : undefined;
    const inputs = (given === undefined ? args : args.slice(0, -1)) as Inputs;
    const outputs = apply(definition, inputs, { ...spec.defaults, ...withoutUndefined(given ?? {}) });
    return (outputs.length === 1 ? outputs[0] : outputs) as Result<Out>;
  };
}

/** `undefined` stands for the default. */
function withoutUndefined<Given extends object>(given: Given): Given {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Given;
}

function toOnnx(attribute: Attribute): OnnxAttribute {
  if (typeof attribute === 'number') return { int: attribute };
  if (typeof attribute === 'boolean') return { int: attribute ? 1 : 0 };
  if (typeof attribute === 'string') return { string: attribute };
  return { ints: attribute as readonly number[] };
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
