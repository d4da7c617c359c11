import { createTokenizer } from '@bertkit/tokenizer';

const specialTokens = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];

/** A sentence there and back, and a checksum of every character, which no engine's own Unicode tables may change. */
export function roundTrip() {
  const vocabulary = [...specialTokens, 'hug', '##ging', 'the', 'naive', '猫', '!'];
  const tokenizer = createTokenizer({ vocabulary });
  const { inputIds, offsets } = tokenizer.encode('Hugging the naïve 猫!');
  return {
    inputIds: [...inputIds],
    offsets: [...offsets],
    decoded: tokenizer.decode(inputIds),
    checksums: [true, false].map(checksumOfEveryCharacter),
  };
}

function checksumOfEveryCharacter(lowercase) {
  const characters = Array.from({ length: 0x33480 }, (_, i) => String.fromCodePoint(i)); // beyond the last Chinese one
  const pieces = characters.filter((character) => /^\P{Surrogate}$/u.test(character));
  const vocabulary = [...specialTokens, ...pieces, ...pieces.map((piece) => `##${piece}`)];
  const tokenizer = createTokenizer({ vocabulary, lowercase });
  let checksum = 0x811c9dc5;
  for (let i = 0; i < characters.length; i += 0x100) {
    const words = characters.slice(i, i + 0x100).map((character) => `a${character}b`);
    const { inputIds, offsets, wordIds } = tokenizer.encode(words.join(' '));
    const decoded = Array.from(tokenizer.decode(inputIds), (character) => character.codePointAt(0));
    for (const value of [...inputIds, ...offsets, ...wordIds, ...decoded]) {
      checksum = Math.imul(checksum ^ value, 0x01000193); // FNV-1a
    }
  }
  return checksum;
}
