/**
 * The environment in which Rust's `tokenizers` works in one thread: it reads these once, so they are there from the start
 * of the process.
 */
export const oneThread = { TOKENIZERS_PARALLELISM: 'false', RAYON_NUM_THREADS: '1' };
