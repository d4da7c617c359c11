import { add, clip, erf, mul, relu, scalar, sigmoid, softplus, type Tensor, tanh } from '@bertkit/graph';
import type { HiddenAct } from './config.js';

/** The activation that `hidden_act` names, elementwise. */
export function activation(x: Tensor, name: HiddenAct): Tensor {
  return activations[name](x);
}

const activations: Readonly<Record<HiddenAct, (x: Tensor) => Tensor>> = {
  gelu,
  gelu_python: gelu,
  gelu_new: geluTanh,
  gelu_pytorch_tanh: geluTanh,
  gelu_python_tanh: geluTanh,
  // √(2/π) as it stands in the reference, to ten digits
  gelu_fast: (x) => geluTanh(x, 0.7978845608),
  quick_gelu: (x) => mul(x, sigmoid(mul(x, scalar(1.702)))), // Hendrycks & Gimpel 2016, section 2
  gelu_10: (x) => clip(gelu(x), { min: -10, max: 10 }),
  relu: (x) => relu(x),
  silu,
  swish: silu,
  tanh: (x) => tanh(x),
  sigmoid: (x) => sigmoid(x),
  mish: (x) => mul(x, tanh(softplus(x))), // Misra 2019
};

/**
 * `x·Φ(x)`, with `w = x/√2`: `w·(1 + erf w)/√2`. So written, both factors 1/√2 go into the products before and after it.
 *
 * @see Hendrycks & Gimpel 2016, section 2
 */
function gelu(x: Tensor): Tensor {
  const w = mul(x, scalar(Math.SQRT1_2));
  return mul(mul(w, add(erf(w), scalar(1))), scalar(Math.SQRT1_2));
}

/** `½x·(1 + tanh(√(2/π)·(x + 0.044715x³)))`: GELU, tanh form, Hendrycks & Gimpel 2016, section 2. */
function geluTanh(x: Tensor, root = Math.sqrt(2 / Math.PI)): Tensor {
  const cube = mul(mul(x, x), x);
  const inner = mul(add(x, mul(cube, scalar(0.044715))), scalar(root));
  return mul(mul(x, scalar(0.5)), add(tanh(inner), scalar(1)));
}

function silu(x: Tensor): Tensor {
  return mul(x, sigmoid(x));
}
