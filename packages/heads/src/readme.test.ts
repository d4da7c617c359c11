import { readFileSync } from 'node:fs';
import * as model from '@bertkit/model';
import * as runtime from '@bertkit/runtime';
import * as runtimeNode from '@bertkit/runtime-node';
import { expect, it } from 'vitest';
import * as heads from './index.js';

const packages = {
  '@bertkit/heads': heads,
  '@bertkit/model': model,
  '@bertkit/runtime': runtime,
  '@bertkit/runtime-node': runtimeNode,
};

it('has a README whose example runs, and gives what it says', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, example = ''] = /```ts\n(.*?)```/s.exec(readme) ?? [];
  const statements = example
    .replace(/import \{(.*?)\} from ('@bertkit\/.*?');/gs, 'const {$1} = packages[$2];')
    .replace(/^(.*); \/\/ => (.*)$/gm, 'expect($1).toEqual($2);');
  expect.assertions(2);
  const run = new Function('packages', 'expect', `return (async () => { ${statements} })();`);
  await run(packages, expect);
});
