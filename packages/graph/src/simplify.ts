import { apply, nodesOf } from './node.js';
import { type Rule, rules } from './rules.js';
import type { GraphOutputs } from './serialize.js';
import type { Attributes, Node, Tensor } from './tensor.js';

/**
 * The same graph, cheaper: operators that ONNX does not have are taken apart, what is computed twice is computed once,
 * and the rules of `rules.ts` are applied until none fits.
 */
export function simplify(outputs: GraphOutputs): GraphOutputs {
  const names = Object.keys(outputs);
  let tensors: readonly Tensor[] = Object.values(outputs);
  for (let changed = true; changed; ) {
    ({ tensors, changed } = rewriteOnce(tensors));
  }
  return Object.fromEntries(names.map((name, i) => [name, tensors[i] as Tensor])); // as many as there are names
}

function rewriteOnce(outputs: readonly Tensor[]): { tensors: Tensor[]; changed: boolean } {
  const useCounts = countUses(outputs);
  const rewritten = new Map<Tensor, Tensor>();
  const known = new Map<string, Node>();
  const identities = new Identities();
  let changed = false;

  const replacementOf = (tensor: Tensor): Tensor => rewritten.get(tensor) ?? identities.canonical(tensor);
  // Counted on the old graph and asked for on the new one: a tensor that took the place of another has its uses.
  const isUsedOnce = (tensor: Tensor): boolean => (useCounts.get(tensor) ?? 0) === 1;

  for (const node of nodesOf(outputs)) {
    const inputs = node.inputs.map((tensor) => tensor && replacementOf(tensor));
    const replace = (tensors: readonly Tensor[], usesOf: (itsOwn: number, replaced: number) => number) => {
      for (const [i, output] of node.outputs.entries()) {
        const tensor = tensors[i] as Tensor; // a replacement has the outputs of what it replaces
        rewritten.set(output, tensor);
        useCounts.set(tensor, usesOf(useCounts.get(tensor) ?? 0, useCounts.get(output) ?? 0));
      }
    };
    const composed = node.definition.compose?.(inputs, node.attributes);
    const simpler = composed ?? firstMatch(rules, { ...node, inputs }, isUsedOnce);
    if (simpler !== undefined) {
      replace(simpler, Math.max);
      changed = true;
      continue;
    }
    const key = identities.keyOf(node, inputs);
    const twin = known.get(key);
    if (twin !== undefined) {
      replace(twin.outputs, (itsOwn, replaced) => itsOwn + replaced);
      changed = true;
      continue;
    }
    const same = inputs.every((tensor, i) => tensor === node.inputs[i]);
    replace(same ? node.outputs : apply(node.definition, inputs, node.attributes), Math.max);
    const [first] = node.outputs;
    const source = first && rewritten.get(first)?.source;
    if (source?.kind === 'node') known.set(key, source.node);
  }
  return { tensors: outputs.map(replacementOf), changed };
}

function firstMatch(
  list: readonly Rule[],
  node: Node,
  isUsedOnce: (tensor: Tensor) => boolean,
): readonly Tensor[] | undefined {
  for (const rule of list) {
    const result = rule(node, isUsedOnce);
    if (result !== undefined) return [result];
  }
  return undefined;
}

function countUses(outputs: readonly Tensor[]): Map<Tensor, number> {
  const counts = new Map<Tensor, number>();
  const count = (tensor: Tensor | undefined) => {
    if (tensor !== undefined) counts.set(tensor, (counts.get(tensor) ?? 0) + 1);
  };
  for (const node of nodesOf(outputs)) node.inputs.forEach(count);
  outputs.forEach(count);
  return counts;
}

/** Tells what is the same: two constants of equal numbers, two nodes of equal operator, inputs and attributes. */
class Identities {
  private readonly numbers = new Map<object, number>();
  private readonly constants = new Map<string, Tensor>();

  canonical(tensor: Tensor): Tensor {
    // Long constants are made once where they are needed; comparing them would cost more than it saves.
    if (tensor.source.kind !== 'constant' || tensor.source.values.length > 64) return tensor;
    const key = `${tensor.dtype}[${tensor.shape.join()}]${tensor.source.values.map((x) => (Object.is(x, -0) ? '-0' : x)).join()}`;
    const first = this.constants.get(key) ?? tensor;
    this.constants.set(key, first);
    return first;
  }

  keyOf({ definition, attributes }: Node, inputs: readonly (Tensor | undefined)[]): string {
    const parts = inputs.map((tensor) => (tensor === undefined ? '-' : this.numberOf(tensor)));
    return `${this.numberOf(definition)}(${parts.join()})${describe(attributes)}`;
  }

  private numberOf(value: object): number {
    const number = this.numbers.get(value) ?? this.numbers.size;
    this.numbers.set(value, number);
    return number;
  }
}

function describe(attributes: Attributes): string {
  // JSON has no infinities, which as limits of Clip make a difference.
  return JSON.stringify(attributes, (_, value: unknown) => (typeof value === 'number' ? String(value) : value));
}
