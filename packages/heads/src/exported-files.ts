import { type BertArchitecture, type BertConfig, serializeConfig } from '@bertkit/model';
import { type Files, reasonOf } from '@bertkit/runtime';
import { buildTokenizer, loadTokenizer, type TokenizerSource, tokenizerFiles } from '@bertkit/tokenizer';
import { ExportError } from './errors.js';

const configFile = 'config.json';
const tokenizerJson = 'tokenizer.json';
const tokenizerConfig = 'tokenizer_config.json';
const modulesFile = 'modules.json';

/** What a module of sentence-transformers may have. */
const moduleFiles = ['config.json', 'model.safetensors', 'pytorch_model.bin'];

/**
 * All that stands beside an exported model, by name: `config.json`, the tokenizer, the modules of sentence-transformers.
 * Files are taken over byte for byte where they say what is right, and made where they do not or are missing.
 */
export async function filesBesideModel(
  files: Files,
  { config, architecture }: { config: BertConfig; architecture: BertArchitecture },
): Promise<ReadonlyMap<string, Uint8Array>> {
  return new Map([
    [configFile, await exportedConfig(files, config, architecture)],
    ...(await exportedTokenizer(files, config)),
    ...(architecture === 'BertModel' ? await sentenceFiles(files) : []),
  ]);
}

/** The file as it is, where it names the class and the type; transformers.js goes by these. */
async function exportedConfig(files: Files, config: BertConfig, architecture: BertArchitecture): Promise<Uint8Array> {
  const bytes = await files.read(configFile);
  // It has been read before, so that it is known to be an object.
  const { architectures, model_type: type } = parse(bytes) as Record<string, unknown>;
  if (type === 'bert' && Array.isArray(architectures) && architectures.join() === architecture) return bytes;
  return new TextEncoder().encode(serializeConfig(config, { architecture }));
}

/**
 * The tokenizer as it is understood here, in files that say all of it. transformers.js goes by `tokenizer.json` alone, where
 * transformers and bertkit let `tokenizer_config.json` overrule it; and cuts texts only where the config has their length.
 */
async function exportedTokenizer(files: Files, config: BertConfig): Promise<[name: string, content: Uint8Array][]> {
  const tokenizer = await loadTokenizer(files);
  const { definition } = tokenizer;
  const modelMaxLength = definition.modelMaxLength ?? config.maxPositionEmbeddings;
  const made = tokenizerFiles(buildTokenizer({ ...definition, modelMaxLength }));
  const isOverruled =
    (await files.size(tokenizerJson)) !== undefined &&
    !isText(tokenizerFiles(await loadTokenizer(without(tokenizerConfig, files)))[tokenizerJson], made[tokenizerJson]);
  const isWrong: Readonly<Record<string, boolean>> = {
    [tokenizerJson]: isOverruled,
    [tokenizerConfig]: definition.modelMaxLength === undefined,
  };
  const contents: [string, Uint8Array][] = [];
  for (const [name, content] of Object.entries(made)) {
    const isKept = !isWrong[name] && (await files.size(name)) !== undefined;
    contents.push([name, isKept ? await files.read(name) : content]);
  }
  return contents;
}

function without(hidden: string, files: Files): TokenizerSource {
  return {
    location: files.location,
    read: (name) => files.read(name),
    size: async (name) => (name === hidden ? undefined : files.size(name)),
  };
}

function isText(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  const decoder = new TextDecoder();
  return decoder.decode(a) === decoder.decode(b);
}

/** What sentence-transformers reads beside the model. */
async function sentenceFiles(files: Files): Promise<[name: string, content: Uint8Array][]> {
  if ((await files.size(modulesFile)) === undefined) return [];
  const names = [
    modulesFile,
    'config_sentence_transformers.json',
    'sentence_bert_config.json',
    ...(await moduleFolders(files)).flatMap((folder) => moduleFiles.map((name) => `${folder}/${name}`)),
  ];
  const contents: [string, Uint8Array][] = [];
  for (const name of names) {
    if ((await files.size(name)) !== undefined) contents.push([name, await files.read(name)]);
  }
  return contents;
}

/** Of the modules beside the BERT itself, which lies in the directory. */
async function moduleFolders(files: Files): Promise<string[]> {
  try {
    const modules = parse(await files.read(modulesFile)) as readonly { readonly path: unknown }[];
    return modules.map(({ path }) => String(path)).filter((path) => path !== '');
  } catch (cause) {
    throw new ExportError(`${modulesFile} in ${files.location} is no JSON list of modules: ${reasonOf(cause)}.`, {
      cause,
    });
  }
}

function parse(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(bytes));
}
