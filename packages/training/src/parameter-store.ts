import type { FloatTensor, ParameterSpec, Parameters } from '@bertkit/model';

/** Where a parameter lies in the store's arrays, in elements. */
export interface Segment {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Whether weight decay applies. */
  readonly decays: boolean;
}

/**
 * Parameters, their gradients and AdamW's two moments, each kind end to end in one array, so that a norm or an update is
 * one loop. The arrays live as long as the store; all views given out are of them.
 */
export class ParameterStore {
  readonly segments: readonly Segment[];
  readonly values: Float32Array;
  readonly gradients: Float32Array;
  /** Running mean of gradients. */
  readonly firstMoments: Float32Array;
  /** Running mean of squared gradients. */
  readonly secondMoments: Float32Array;
  private readonly specs: readonly ParameterSpec[];

  /** @param initial  copied */
  constructor(specs: readonly ParameterSpec[], initial: Parameters) {
    this.specs = specs;
    let size = 0;
    this.segments = specs.map(({ name, shape }) => {
      const start = size;
      size += shape.reduce((product, n) => product * n, 1);
      return { name, start, end: size, decays: !isUndecayed(name) };
    });
    this.values = new Float32Array(size);
    this.gradients = new Float32Array(size);
    this.firstMoments = new Float32Array(size);
    this.secondMoments = new Float32Array(size);
    this.load(this.values, initial);
  }

  /** A view of each parameter's part of one of the arrays. */
  views(array: Float32Array): Map<string, FloatTensor> {
    return new Map(
      this.segments.map(({ name, start, end }, i) => [
        name,
        { dtype: 'float32', shape: this.specs[i]?.shape ?? [], data: array.subarray(start, end) },
      ]),
    );
  }

  /** Copies tensors into one of the arrays. */
  load(array: Float32Array, tensors: Parameters): void {
    for (const { name, start, end } of this.segments) {
      const tensor = tensors.get(name);
      if (tensor?.data.length !== end - start)
        throw new Error(`internal: ${name} has ${tensor?.data.length} values, not ${end - start}.`);
      array.set(tensor.data, start);
    }
  }
}

/** Biases and layer normalisations are not decayed (Devlin et al.'s `optimization.py`; HF's Trainer). */
function isUndecayed(name: string): boolean {
  return /bias|layernorm/i.test(name);
}
