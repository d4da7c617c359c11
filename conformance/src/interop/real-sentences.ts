import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { filesIn } from '../golden-files.js';

/** Lines of a text that both sides tokenise; the same number of each language. */
const linesPerLanguage = 300;

/**
 * English and Chinese lines of real text: those of a data directory that has them in `text/en` and `text/zh`, else the
 * few that are written down here.
 */
export async function realSentences(dataDirectory: string): Promise<{ sentences: string[]; source: string }> {
  const sentences: string[] = [];
  for (const language of ['en', 'zh']) {
    const directory = join(dataDirectory, 'text', language);
    const [file] = filesIn(directory).filter((name) => name.endsWith('.txt.gz'));
    if (file === undefined) return { sentences: builtIn, source: 'the built-in sentences' };
    sentences.push(...(await firstLines(join(directory, file), linesPerLanguage)));
  }
  return { sentences, source: `text in ${dataDirectory}` };
}

/** The first lines that are not blank. */
async function firstLines(path: string, count: number): Promise<string[]> {
  const source = createReadStream(path);
  const lines: string[] = [];
  try {
    for await (const line of createInterface({ input: source.pipe(createGunzip()) })) {
      if (line.trim() !== '') lines.push(line);
      if (lines.length === count) break;
    }
  } finally {
    source.destroy();
  }
  return lines;
}

const builtIn = [
  "The café's owner didn't say whether it'd cost 3.50 or €4,000.75 — only that “it depends”.",
  'Dr. Müller (born 1879) wrote: "E = mc²"; e.g. in §4, pp. 12–15.',
  'naïve façade, Ångström, İstanbul, Straße, ﬁne, Ⅷ and x₂³',
  'A [MASK] in the text, and [SEP] too; but [mask] is plain.',
  'Emoji 👩‍👩‍👧‍👦 and 🇨🇳, tabs\tand  two spaces.',
  '北京是中华人民共和国的首都，有两千多万人口。',
  '他说：“你好！”然后就走了……2024年5月1日，气温25℃。',
  '使用Python和C++编写的BERT模型，準確率為98.7%。',
  '東京タワーは333メートルです。한국어도 있습니다.',
  '𠀀𠮷野家（全角ＡＢＣ１２３）',
];
