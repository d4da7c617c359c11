import type { Attributes, Node, OpDefinition, Tensor } from './tensor.js';

/** Applies an operator: infers shapes and gives the outputs. */
export function apply(
  definition: OpDefinition,
  inputs: readonly (Tensor | undefined)[],
  attributes: Attributes,
): readonly Tensor[] {
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
