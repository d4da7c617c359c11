/**
 * The sentences of a text: its lines, cut after marks that end a sentence. Blank ones are left out.
 *
 * The rule is rough (it cuts after "Mr."), which does no harm here: lines of a sentence's size are wanted.
 */
export function sentencesOf(text: string): string[] {
  return text
    .split(/\r?\n|(?<=[.!?]["”’)]?)\s+|(?<=[。！？][”’」』）]?)(?![”’」』）])/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}
