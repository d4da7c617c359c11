import type { DType, Shape, Tensor } from './tensor.js';

/** One application of an operator. An input left out is `undefined`. */
export interface Node {
  readonly definition: OpDefinition;
  readonly inputs: readonly (Tensor | undefined)[];
  readonly outputs: readonly Tensor[];
  readonly attributes: Attributes;
}

export type Attribute = number | string | boolean | readonly number[] | Shape | undefined;
export type Attributes = Readonly<Record<string, Attribute>>;

/** What a node is in ONNX: constants such as axes are attributes in some operators and inputs in others. */
export interface OnnxForm {
  readonly inputs: readonly (Tensor | undefined)[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** An attribute as ONNX has it. A float is told from an int by its type, not by its value. */
export type OnnxAttribute =
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number }
  | { readonly string: string };

/** The gradient of one input: a tensor, rows of a table, or none. */
export type InputGradient = Tensor | RowGradient | null;

/**
 * The gradient of a table of which few rows were looked up: `rows[i]` is to be added to row `indices[i]`, and all other
 * rows are zero. It is kept in this form for parameters, so that no table of zeros is made.
 */
export interface RowGradient {
  readonly kind: 'rows';
  /** int32 [N]; rows may be named more than once. */
  readonly indices: Tensor;
  /** float32 [N, …] */
  readonly rows: Tensor;
  /** An index whose rows have no gradient (torch's `padding_idx`). */
  readonly paddingIndex: number | undefined;
}

export interface GradientContext {
  readonly inputs: readonly (Tensor | undefined)[];
  readonly outputs: readonly Tensor[];
  /** `undefined` for an output that the loss does not depend on. */
  readonly outputGradients: readonly (Tensor | undefined)[];
  readonly attributes: Attributes;
}

/** An operator, its types taken off: what differentiation, passes and serialisation walk over. */
export interface OpDefinition {
  readonly type: string;
  readonly infer: (inputs: readonly (Tensor | undefined)[], attributes: Attributes) => readonly { dtype: DType; shape: Shape }[];
  readonly gradient: 'none' | ((context: GradientContext) => readonly InputGradient[]);
  /** Its ONNX form. */
  readonly onnx: (inputs: readonly (Tensor | undefined)[], attributes: Attributes) => OnnxForm;
  /** Set where there is no such ONNX operator: what it is made of. */
  readonly compose: ((inputs: readonly (Tensor | undefined)[], attributes: Attributes) => readonly Tensor[]) | undefined;
}

/** Applies an operator: infers shapes and gives the outputs. */
export function apply(definition: OpDefinition, inputs: readonly (Tensor | undefined)[], attributes: Attributes): readonly Tensor[] {
  const outputs: Tensor[] = [];
  const node: Node = { definition, inputs, outputs, attributes };
  for (const [index, { dtype, shape }] of definition.infer(inputs, attributes).entries()) {
    outputs.push({ dtype, shape, source: { kind: 'node', node, index } });
  }
  return outputs;
}

/**
 * The nodes that the given tensors need, each after the nodes it needs itself.
 *
 * The walk keeps a stack of its own: a deep graph would overflow the language's.
 */
export function nodesOf(tensors: readonly Tensor[]): Node[] {
  const order: Node[] = [];
  const state = new Map<Node, 'open' | 'done'>();
  const stack: Node[] = [];
  const push = (tensor: Tensor | undefined) => {
    if (tensor?.source.kind === 'node' && !state.has(tensor.source.node)) stack.push(tensor.source.node);
  };
  for (const tensor of tensors) {
    push(tensor);
    for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
      if (state.get(node) === undefined) {
        state.set(node, 'open');
        for (const needed of [...node.inputs].reverse()) push(needed);
      } else {
        stack.pop();
        if (state.get(node) === 'open') order.push(node);
        state.set(node, 'done');
      }
    }
  }
  return order;
}
