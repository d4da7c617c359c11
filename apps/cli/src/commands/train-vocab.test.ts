import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { corpus, jsonLines, ok, runProgram, temporaryFolder } from '../testing.js';

const at = temporaryFolder();
beforeAll(() => writeFile(at('corpus.txt'), corpus));

describe('train-vocab', () => {
  it('writes what transformers reads, and prints one JSON object', async () => {
    const out = at('json-vocab');
    const packed = at('corpus.txt.gz');
    await writeFile(packed, gzipSync(corpus));
    const argv = ['train-vocab', packed, '--vocab-size', '60', '--cased', '--out', out, '--json'];
    expect(jsonLines(await ok(argv))).toEqual([{ pieces: 60, lowercase: false, out }]);
    const vocabulary = await readFile(join(out, 'vocab.txt'), 'utf8');
    expect(vocabulary.split('\n').slice(0, 5)).toEqual(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]']);
    expect(JSON.parse(await readFile(join(out, 'tokenizer_config.json'), 'utf8'))).toMatchObject({
      do_lower_case: false,
    });
  });

  it('says so where the text has fewer pieces than were asked for', async () => {
    const { stdout, stderr } = await runProgram(['train-vocab', at('corpus.txt'), '--out', at('fewer')]);
    expect(stdout).toMatch(/^\d+ pieces from \d+ words, in .*fewer\/vocab\.txt\n$/);
    expect(stderr).toContain('Fewer pieces than 30,000');
  });

  it('does not replace a vocabulary unless told to', async () => {
    const out = at('vocab');
    await ok(['train-vocab', at('corpus.txt'), '--vocab-size', '60', '--out', out]);
    const before = await readFile(join(out, 'vocab.txt'), 'utf8');
    const argv = ['train-vocab', at('corpus.txt'), '--vocab-size', '50', '--out', out];
    expect(await runProgram(argv)).toEqual({
      code: 1,
      stdout: '',
      stderr: `bertkit: ${out} already holds a vocabulary: name another --out, or replace it by --overwrite.\n`,
    });
    expect(await readFile(join(out, 'vocab.txt'), 'utf8')).toBe(before);
    await ok([...argv, '--overwrite']);
  });

  it('wants words', async () => {
    await writeFile(at('blank.txt'), '\n \n');
    const { code, stderr } = await runProgram(['train-vocab', at('blank.txt'), '--out', at('none')]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/bertkit: There is no word in .*blank\.txt: a vocabulary needs text\.\n$/);
    await expect(readdir(at('none'))).rejects.toThrow('ENOENT');
  });
});
