import { cast, concat, gelu, multiHeadAttention, producedBy, reshape, type Tensor } from '@bertkit/graph';
import { differentiableKernels } from './differentiable.js';
import type { Kernels, Size } from './kernels.js';

/**
 * Kernels of ONNX Runtime's own fused operators, for inference: they have no gradient, and no other engine runs them.
 *
 * @param options.attentionMaps  as in {@link differentiableKernels}, whose attention then takes the place of the fused one:
 *                               that keeps no probabilities
 */
export function fusedKernels({ attentionMaps }: { attentionMaps?: Tensor[] | undefined } = {}): Kernels {
  const plain = differentiableKernels({ attentionMaps });
  return {
    ...plain,
    attention: attentionMaps === undefined ? attention : plain.attention,
    // ONNX Runtime fuses the bias before it: into this, or into the 8-bit product, which is faster.
    activation: (x, name) => (name === 'gelu' || name === 'gelu_python' ? gelu(x) : plain.activation(x, name)),
  };
}

const attention: Kernels['attention'] = (query, key, value, options) => {
  const { headCount, batchSize, queryLength, keyLength, attentionMask } = options;
  const hiddenSize = Number(query.shape[1]);
  const [q, k, v] = [query, key, value].map(takenApart) as [Summands, Summands, Summands];
  const biases = [q.bias, k.bias, v.bias].filter((bias) => bias !== undefined);
  const hasBiases = biases.length === 3;
  const tokens = (whole: Tensor, { product }: Summands, length: Size) =>
    reshape(hasBiases ? product : whole, [batchSize, length, hiddenSize]);
  const joined = multiHeadAttention(
    tokens(query, q, queryLength),
    tokens(key, k, keyLength),
    tokens(value, v, keyLength),
    hasBiases ? concat(biases, { axis: 0 }) : undefined, // added while heads are split, which saves a pass each
    // Any number but 0 attends; the operator wants a 1.
    cast(cast(attentionMask, { to: 'bool' }), { to: 'int32' }),
    { headCount },
  ); // [B, Q, H]
  return reshape(joined, [-1, hiddenSize]);
};

/** What a linear layer gives, before its bias [out] is added: [N, out]. */
interface Summands {
  readonly product: Tensor;
  readonly bias: Tensor | undefined;
}

function takenApart(x: Tensor): Summands {
  const [product, bias] = producedBy(x, 'Add')?.inputs ?? [];
  return product !== undefined && bias?.shape.length === 1 ? { product, bias } : { product: x, bias: undefined };
}
