import type { Dtype } from '../inference/settings.js';

/** How transformers.js is to load a model of a directory. */
export function transformersJsOptions({ dtype, threads }: { dtype: Dtype; threads: number }) {
  return {
    device: 'cpu',
    dtype: dtype === 'int8' ? 'q8' : 'fp32',
    local_files_only: true,
    session_options: { intraOpNumThreads: threads },
  } as const;
}
