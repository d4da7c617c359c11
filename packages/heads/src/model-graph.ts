import { type GraphOutputs, simplify, type Tensor } from '@bertkit/graph';
import {
  type BertConfig,
  differentiableKernels,
  type EncoderInputs,
  fusedKernels,
  int8Kernels,
  type Kernels,
  type ParameterTensors,
} from '@bertkit/model';
import type { KernelSet } from '@bertkit/runtime';
import type { Head } from './head.js';
import { sequences } from './sequences.js';

/** Makes kernels. Where attention maps are asked for, each attention adds its own to them. */
export type MakeKernels = (options: { attentionMaps: Tensor[] | undefined }) => Kernels;

/** The kernels of each set. */
export const kernelSets: Readonly<Record<KernelSet, MakeKernels>> = {
  differentiable: differentiableKernels,
  fused: fusedKernels,
  int8: (options) => int8Kernels(fusedKernels(options)),
};

export interface ModelGraphOptions {
  readonly config: BertConfig;
  readonly parameters: ParameterTensors;
  readonly makeKernels: MakeKernels;
  readonly inputs: EncoderInputs;
  /** Adds `hidden_states.0` (of the embeddings), `.1`, …: f32 [B, S, H]. Default: false. */
  readonly hiddenStates?: boolean | undefined;
  /** Adds `attentions.0`, …, the probabilities of each layer: f32 [B, A, S, S]. Default: false. */
  readonly attentions?: boolean | undefined;
}

/** What a head gives out, as a graph to be written down. */
export function modelGraph(
  head: Head,
  { config, parameters, makeKernels, inputs, hiddenStates = false, attentions = false }: ModelGraphOptions,
): GraphOutputs {
  const attentionMaps: Tensor[] | undefined = attentions ? [] : undefined;
  const allHiddenStates: Tensor[] | undefined = hiddenStates || attentions ? [] : undefined;
  const kernels = makeKernels({ attentionMaps });
  const outputs: Record<string, Tensor> = { ...head.outputs(inputs, { config, kernels, parameters, allHiddenStates }) };
  const { attentionMask } = inputs;
  if (hiddenStates) {
    for (const [i, rows] of allHiddenStates?.entries() ?? [])
      outputs[`hidden_states.${i}`] = sequences(rows, attentionMask);
  }
  for (const [i, map] of attentionMaps?.entries() ?? []) outputs[`attentions.${i}`] = map;
  return simplify(outputs);
}
