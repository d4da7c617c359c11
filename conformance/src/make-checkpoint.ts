import { parseArgs } from 'node:util';
import { type PublishedSize, publishedSizes } from '@bertkit/model';
import { createNodeRuntime } from '@bertkit/runtime-node';
import { writeRandomCheckpoint } from './random-checkpoint.js';

const sizes = Object.keys(publishedSizes);

const usage = `make-checkpoint --size SIZE --out DIRECTORY [--seed NUMBER]

Writes a BERT with random weights: config.json, model.safetensors (F32) and a tokenizer.

  --size SIZE      ${sizes.join(', ')}
  --out DIRECTORY  where it goes; made if it is missing, and empty if it is not
  --seed NUMBER    of the weights. Default: 0`;

process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const options = parse();
    if (options === undefined) console.log(usage);
    else await write(options);
    return 0;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    return 2;
  }
}

interface Options {
  readonly size: PublishedSize;
  readonly out: string;
  readonly seed: number;
}

/** Undefined: the usage is asked for. */
function parse(): Options | undefined {
  const { values } = parseArgs({
    options: {
      size: { type: 'string' },
      out: { type: 'string' },
      seed: { type: 'string', default: '0' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return undefined;
  const { size, out, seed } = values;
  if (out === undefined) throw new Error('--out is missing: where is the model to go?');
  if (!isSize(size)) throw new Error(`--size is ${size ?? 'missing'}, but it must be one of ${sizes.join(', ')}.`);
  if (!/^\d{1,15}$/.test(seed)) throw new Error(`--seed is ${seed}, but it must be a whole number.`);
  return { size, out, seed: Number(seed) };
}

function isSize(size: string | undefined): size is PublishedSize {
  return size !== undefined && sizes.includes(size);
}

async function write({ size, out, seed }: Options): Promise<void> {
  const files = createNodeRuntime().open(out);
  const existing = await files.list();
  if (existing.length > 0) throw new Error(`${out} is not empty: it has ${existing[0]?.name}.`);
  await writeRandomCheckpoint(files, { size, seed });
  for (const { name, size: bytes } of await files.list()) console.log(`${name}: ${bytes} bytes`);
}
