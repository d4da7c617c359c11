import { styleText } from 'node:util';
import type { Output } from '../terminal.js';

type Format = Parameters<typeof styleText>[0];

/** Gives text a colour or a weight, where the output shows them. */
export type Paint = (format: Format, text: string) => string;

export function painter({ hasColours }: Output): Paint {
  return (format, text) => (hasColours ? styleText(format, text, { validateStream: false }) : text);
}
