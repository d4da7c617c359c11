import { biasGelu, cast, gelu, multiHeadAttention, producedBy, reshape, type Tensor } from '@bertkit/graph';
import { differentiableKernels } from './differentiable.js';
import type { Kernels } from './kernels.js';

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
    activation: (x, name) => (name === 'gelu' || name === 'gelu_python' ? fusedGelu(x) : plain.activation(x, name)),
  };
}

const attention: Kernels['attention'] = (query, key, value, options) => {
  const { headCount, batchSize, queryLength, keyLength, attentionMask } = options;
  const hiddenSize = Number(query.shape[1]);
  const joined = multiHeadAttention(
    reshape(query, [batchSize, queryLength, hiddenSize]),
    reshape(key, [batchSize, keyLength, hiddenSize]),
    reshape(value, [batchSize, keyLength, hiddenSize]),
    // Any number but 0 attends; the operator wants a 1.
    cast(cast(attentionMask, { to: 'bool' }), { to: 'int32' }),
    { headCount },
  ); // [B, Q, H]
  return reshape(joined, [-1, hiddenSize]);
};

/** A linear layer's bias, where there is one, goes into the same pass. */
function fusedGelu(x: Tensor): Tensor {
  const [product, bias] = producedBy(x, 'Add')?.inputs ?? [];
  return product !== undefined && bias?.shape.length === 1 ? biasGelu(product, bias) : gelu(x);
}
