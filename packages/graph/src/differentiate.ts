import { GraphError } from './errors.js';
import { nodesOf } from './node.js';
import { add } from './ops/add.js';
import { expand } from './ops/expand.js';
import { reshape } from './ops/reshape.js';
import { scatterElements } from './ops/scatter-elements.js';
import { zeros } from './ops/zeros.js';
import { sumTo } from './sum-to.js';
import {
  describeShape,
  fixedShape,
  type InputGradient,
  type Node,
  type RowGradient,
  scalar,
  type Tensor,
} from './tensor.js';

/**
 * The gradient of a loss with respect to one tensor: `dense`, of its shape, plus `rows`, to be added at their indices.
 * A table of which rows were looked up has rows, so that nothing of the table's size is made for them.
 */
export interface Gradient {
  /** `undefined`: there is no dense part. */
  readonly dense: Tensor | undefined;
  readonly rows: readonly RowGradient[];
}

/**
 * Reverse-mode differentiation: for each tensor in `wrt`, the graph of the gradient of `loss`.
 *
 * Each operator states its own rule (`ops/`); this walks the graph backwards once, adds up what reaches a tensor by
 * several ways, and sums over axes that were broadcast. A tensor that the loss does not depend on has neither part.
 *
 * @param loss  float32 [], of fixed shapes all through
 * @throws {GraphError} when the way from `wrt` to `loss` leads through an operator that has no gradient
 */
export function gradients(loss: Tensor, wrt: readonly Tensor[]): Gradient[] {
  if (loss.shape.length !== 0) {
    throw new GraphError(`A loss is a single number, but this one is ${describeShape(loss.shape)}: sum it first.`);
  }
  const asked = new Set(wrt);
  const nodes = nodesOf([loss]);
  const needed = nodesDependingOn(asked, nodes);
  const collected = new Map<Tensor, InputGradient[]>([[loss, [scalar(1)]]]);

  for (const node of nodes.reverse()) {
    if (!needed.has(node)) continue;
    const outputGradients = node.outputs.map((output) => total(output, collected.get(output)));
    if (outputGradients.every((gradient) => gradient === undefined)) continue;
    const { definition, inputs, outputs, attributes } = node;
    if (definition.gradient === 'none') {
      throw new GraphError(`The loss depends on a parameter through ${definition.type}, which has no gradient.`);
    }
    const inputGradients = definition.gradient({ inputs, outputs, outputGradients, attributes });
    for (const [i, gradient] of inputGradients.entries()) {
      const tensor = inputs[i];
      if (tensor === undefined || gradient === null || !leadsTo(tensor, asked, needed)) continue;
      const parts = collected.get(tensor) ?? [];
      parts.push('kind' in gradient ? gradient : sumTo(gradient, tensor.shape));
      collected.set(tensor, parts);
    }
  }
  return wrt.map((tensor) => {
    const parts = collected.get(tensor) ?? [];
    return { dense: sum(parts.filter(isDense)), rows: parts.filter(isRows) };
  });
}

function nodesDependingOn(tensors: ReadonlySet<Tensor>, nodes: readonly Node[]): Set<Node> {
  const found = new Set<Node>();
  for (const node of nodes) {
    if (node.inputs.some((tensor) => tensor !== undefined && leadsTo(tensor, tensors, found))) found.add(node);
  }
  return found;
}

function leadsTo(tensor: Tensor, asked: ReadonlySet<Tensor>, needed: ReadonlySet<Node>): boolean {
  return asked.has(tensor) || (tensor.source.kind === 'node' && needed.has(tensor.source.node));
}

/** All that reached a tensor, as one dense tensor: what the rule of the node that made it takes. */
function total(tensor: Tensor, parts: readonly InputGradient[] | undefined): Tensor | undefined {
  if (parts === undefined) return undefined;
  return parts
    .filter(isRows)
    .reduce((dense: Tensor | undefined, rows) => scatterRows(tensor, dense, rows), sum(parts.filter(isDense)));
}

/** `dense`, or zeros, with `rows` added at their indices. */
function scatterRows(tensor: Tensor, dense: Tensor | undefined, { indices, rows, paddingIndex }: RowGradient): Tensor {
  if (paddingIndex !== undefined) {
    throw new GraphError('Gather with a padding index has no gradient where the graph computes the table.');
  }
  const shape = fixedShape(tensor, 'The gradient of Gather');
  const [count, width] = fixedShape(rows, 'The gradient of Gather');
  if (shape.length !== 2 || count === undefined || width === undefined) {
    throw new GraphError(
      `Gather has no gradient where the graph computes the table, but for matrices: it is ${describeShape(shape)}.`,
    );
  }
  return scatterElements(dense ?? zeros(shape), expand(reshape(indices, [count, 1]), [count, width]), rows, {
    axis: 0,
  });
}

function sum(parts: readonly Tensor[]): Tensor | undefined {
  return parts.length === 0 ? undefined : parts.reduce((a, b) => add(a, b));
}

function isDense(part: InputGradient): part is Tensor {
  return part !== null && !('kind' in part);
}

function isRows(part: InputGradient): part is RowGradient {
  return part !== null && 'kind' in part;
}
