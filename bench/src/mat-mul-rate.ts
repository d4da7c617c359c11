import { constant, gather, input, matMul, serialize } from '@bertkit/graph';
import { Random } from '@bertkit/random';
import type { TensorData } from '@bertkit/runtime';
import { createNodeRuntime } from '@bertkit/runtime-node';
import { timed } from './contest.js';

/** ONNX Runtime's own product `[m, k] · [k, n]`: what a graph made of products could reach at best. */
export interface MatMulRate extends AsyncDisposable {
  /** Multiplications and additions of one product. */
  readonly flops: number;
  /** @returns seconds for one product, the mean of a few */
  run(): Promise<number>;
}

export interface MatMulRateOptions {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly threads: number;
}

export async function createMatMulRate({ m, k, n, threads }: MatMulRateOptions): Promise<MatMulRate> {
  // Only one row comes out. Every output is copied once more on its way to JavaScript, and that would be measured too.
  const product = matMul(input('a', 'float32', [m, k]), input('b', 'float32', [k, n]));
  const model = serialize({ row: gather(product, constant([0], [1], 'int32')) });
  const inputs = { a: randomMatrix(m, k), b: randomMatrix(k, n) };
  const session = await createNodeRuntime({ threads }).compile(model);
  const count = 20; // a few milliseconds each: one alone would be at the mercy of a single interruption
  return {
    flops: 2 * m * k * n,
    async run() {
      const seconds = await timed(async () => {
        for (let i = 0; i < count; i++) await session.run(inputs);
      });
      return seconds / count;
    },
    async [Symbol.asyncDispose]() {
      await session.dispose();
    },
  };
}

function randomMatrix(rows: number, columns: number): TensorData {
  const random = new Random(0, 'matrix', rows, columns);
  const data = Float32Array.from({ length: rows * columns }, () => random.float() - 0.5);
  return { dtype: 'float32', shape: [rows, columns], data };
}
