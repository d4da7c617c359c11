/** What is read beside the weights, in the model's own folder or in that of a module of sentence-transformers. */
const smallFiles = [
  'config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'vocab.txt',
  'special_tokens_map.json',
  'added_tokens.json',
  'modules.json',
  'sentence_bert_config.json',
  'config_sentence_transformers.json',
];

/** The forms of weights, the preferred one first: of each folder one is taken. */
const weightForms: readonly (readonly RegExp[])[] = [
  [/^model\.safetensors$/],
  [/^model\.safetensors\.index\.json$/, /^model-\d{5}-of-\d{5}\.safetensors$/],
  [/^pytorch_model\.bin$/],
  [/^pytorch_model\.bin\.index\.json$/, /^pytorch_model-\d{5}-of-\d{5}\.bin$/],
];

/**
 * The files of a repository that a BERT is made of: its config, its tokenizer, its weights in one form, and the modules
 * of sentence-transformers, which lie in folders such as `1_Pooling`. Weights for other frameworks are left out.
 */
export function bertFiles(names: readonly string[]): string[] {
  const folders = names.includes('modules.json') ? ['', ...moduleFolders(names)] : [''];
  return folders.flatMap((folder) => {
    const inside = names.filter((name) => name.startsWith(folder)).map((name) => name.slice(folder.length));
    const form = weightForms.find(([first]) => inside.some((name) => first?.test(name))) ?? [];
    const isWanted = (name: string) => smallFiles.includes(name) || form.some((pattern) => pattern.test(name));
    return inside.filter(isWanted).map((name) => folder + name);
  });
}

function moduleFolders(names: readonly string[]): Set<string> {
  return new Set(names.flatMap((name) => /^\d+_\w+\//.exec(name)?.[0] ?? []));
}
