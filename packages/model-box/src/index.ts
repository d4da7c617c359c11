/**
 * Where the model lies: a directory as Hugging Face lays it out, with `config.json`, `vocab.txt`, `tokenizer_config.json`,
 * `model.safetensors` (F16), and a `README.md` that says how it was made. It ends in `/`.
 */
export const modelUrl: URL = new URL('../model/', import.meta.url);
