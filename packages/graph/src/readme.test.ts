import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as graph from './index.js';

it('has a README whose example runs, and gives what it says', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, example = ''] = /```js\n(.*?)```/s.exec(readme) ?? [];
  const statements = example
    .replace(/import \{(.*?)\} from '@bertkit\/graph';/s, 'const {$1} = graph;')
    .replace(/^(.*); \/\/ => (.*)$/gm, 'expect($1).toEqual($2);');
  expect.assertions(3);
  new Function('graph', 'expect', statements)(graph, expect);
});
