import type { NormalizerStep, TokenizerDefinition } from '../definition.js';
import { TokenizerOptionError } from '../errors.js';

/**
 * How a definition has text made uniform, in one of the modes of Python, which know no other steps than BERT's.
 *
 * @throws {TokenizerOptionError} for a setting that the mode has not
 */
export function basicSettings({ mode, normalizer, preTokenizer }: TokenizerDefinition): {
  readonly lowercase: boolean;
  readonly stripAccents: boolean;
  readonly handleChineseChars: boolean;
} {
  const refuse = (found: string, expected: string): never => {
    throw new TokenizerOptionError(`Mode '${mode}' ${expected}, but ${found}.`);
  };
  const [step] = normalizer;
  if (normalizer.length !== 1 || !isBert(step)) {
    return refuse(`the normalizer is ${names(normalizer)}`, 'has the normalizer BertNormalizer alone');
  }
  if (preTokenizer.length !== 1 || preTokenizer[0]?.type !== 'BertPreTokenizer') {
    return refuse(`the pre-tokenizer is ${names(preTokenizer)}`, 'has the pre-tokenizer BertPreTokenizer alone');
  }
  if (!step.cleanText) return refuse('cleanText is false', 'always cleans text');
  const { lowercase, handleChineseChars } = step;
  const stripAccents = step.stripAccents ?? lowercase;
  if (mode === 'google') {
    if (stripAccents !== lowercase) {
      return refuse(
        `stripAccents is ${stripAccents} and lowercase is ${lowercase}`,
        'strips accents where it lowercases',
      );
    }
    if (!handleChineseChars) return refuse('handleChineseChars is false', 'always handles Chinese characters');
  }
  return { lowercase, stripAccents, handleChineseChars };
}

function isBert(step: NormalizerStep | undefined): step is Extract<NormalizerStep, { type: 'BertNormalizer' }> {
  return step?.type === 'BertNormalizer';
}

function names(steps: readonly { readonly type: string }[]): string {
  return steps.map(({ type }) => type).join(', ') || 'none';
}
