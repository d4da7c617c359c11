import { type NodeTrace, productFlops, type RunTrace } from './onnx-trace.js';
import { type Result, summarize } from './statistics.js';

const costliestCount = 20;

/**
 * What the runs of a session were spent on: the whole of it, its matrix products, each operator, and the twenty nodes
 * that take longest. In milliseconds a run; the costliest of each kind come first.
 */
export function summarizeTraces(runs: readonly RunTrace[]): Result[] {
  const products = runs.map(({ nodes }) => total(nodes.filter((node) => productFlops(node) > 0)));
  const rates = runs.map((run, i) => runFlops(run) / (products[i] as number) / 1e6); // as many as there are runs
  const operators = groups(runs, ({ operator }) => operator).map(({ key, nodeCount, milliseconds }) =>
    summarize(`${key}, ${nodeCount} ${nodeCount === 1 ? 'node' : 'nodes'}`, 'ms', milliseconds),
  );
  const nodes = groups(runs, describeNode).map(({ key, milliseconds }) => summarize(key, 'ms', milliseconds));
  const graph = runs.map(({ milliseconds }) => milliseconds);
  return [
    summarize('graph', 'ms', graph),
    summarize('matrix products', 'ms', products),
    summarize('matrix products', 'GFLOP/s', rates),
    ...costliestFirst(operators),
    ...costliestFirst(nodes).slice(0, costliestCount),
  ];
}

/** Multiplications and additions in a run's matrix products. */
export function runFlops({ nodes }: RunTrace): number {
  return nodes.reduce((sum, node) => sum + productFlops(node), 0);
}

/** The time in each run of the nodes that share a key. Every run has the same nodes. */
function groups(
  runs: readonly RunTrace[],
  keyOf: (node: NodeTrace) => string,
): { key: string; nodeCount: number; milliseconds: number[] }[] {
  const keys = new Set(runs[0]?.nodes.map(keyOf));
  return [...keys].map((key) => {
    const parts = runs.map(({ nodes }) => nodes.filter((node) => keyOf(node) === key));
    return { key, nodeCount: parts[0]?.length ?? 0, milliseconds: parts.map(total) };
  });
}

function describeNode({ name, operator, inputShapes, outputShapes }: NodeTrace): string {
  const list = (shapes: readonly (readonly number[])[]) => shapes.map((shape) => `[${shape.join()}]`).join(' ');
  // Our graphs name a node after its operator; ONNX Runtime keeps the name where it puts another operator in its place.
  const title = name.startsWith(operator) ? name : `${name} (${operator})`;
  return `${title} ${list(inputShapes)} → ${list(outputShapes)}`;
}

function costliestFirst(results: readonly Result[]): Result[] {
  return [...results].sort((a, b) => b.median - a.median);
}

function total(nodes: readonly NodeTrace[]): number {
  return nodes.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
}
