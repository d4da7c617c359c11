import type { Inspection } from '../inspect-directory.js';
import { bar } from './bars.js';
import { printable, table } from './columns.js';
import { bytes, counted, percent, plural } from './numbers.js';
import type { Paint } from './paint.js';

/** What was found in a directory, for people. */
export function inspectionLines(inspection: Inspection, paint: Paint): string[] {
  const { directory, config, parameters, vocabulary, files, run } = inspection;
  const section = (title: string, lines: readonly string[]) => [
    '',
    paint('bold', title),
    ...lines.map((line) => `  ${line}`),
  ];
  return [
    paint('bold', printable(directory)),
    ...section('Config', config === null ? ['none: there is no config.json'] : configLines(config)),
    ...section('Parameters', parameters === null ? ['none: there are no weights'] : parameterLines(parameters, paint)),
    ...section(
      'Vocabulary',
      vocabulary === null ? ['none: there is no vocab.txt or tokenizer.json'] : vocabularyLines(vocabulary),
    ),
    ...section(
      'Files',
      table(
        files.map(({ name, size }) => [printable(name), bytes(size)]),
        { right: [1] },
      ),
    ),
    ...section('Training run', [
      run === null ? 'none' : `at step ${counted(run.step)}; pretrain --resume goes on from there`,
    ]),
  ];
}

function configLines(config: NonNullable<Inspection['config']>): string[] {
  return table([
    ['layers', counted(config.numHiddenLayers)],
    ['hidden size', `${counted(config.hiddenSize)}, in ${plural(config.numAttentionHeads, 'attention head')}`],
    ['feed-forward size', `${counted(config.intermediateSize)}, ${config.hiddenAct}`],
    ['positions', `${counted(config.maxPositionEmbeddings)} tokens`],
    ['word table', plural(config.vocabSize, 'row')],
    ['dropout', `${config.hiddenDropoutProb} hidden, ${config.attentionProbsDropoutProb} attention`],
    ...(config.id2label === null ? [] : [['labels', config.id2label.map(printable).join(', ')]]),
  ]);
}

function parameterLines({ total, dtypes, parts }: NonNullable<Inspection['parameters']>, paint: Paint): string[] {
  const rows = parts.map(({ name, count }) => [
    printable(name),
    counted(count),
    percent(count / total),
    paint('green', bar(count / total, 30)),
  ]);
  return [`${counted(total)} numbers, stored as ${dtypes.join(', ')}`, ...table(rows, { right: [1, 2] })];
}

function vocabularyLines({ pieces, lowercase, continuing }: NonNullable<Inspection['vocabulary']>): string[] {
  return [
    `${plural(pieces, 'piece')}, ${counted(continuing)} of them inside words (##)`,
    lowercase ? 'text is lowercased' : 'upper and lower case differ',
  ];
}
