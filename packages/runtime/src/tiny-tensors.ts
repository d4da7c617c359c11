import type { TensorData } from './tensor.js';

export const f32 = (data: readonly number[], ...shape: number[]): TensorData<'float32'> => ({
  dtype: 'float32',
  shape,
  data: Float32Array.from(data),
});
export const i32 = (...data: number[]): TensorData<'int32'> => ({
  dtype: 'int32',
  shape: [data.length],
  data: Int32Array.from(data),
});
