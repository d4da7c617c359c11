import { addedCount, type TemplatePart } from '../encoding/template.js';
import type { Tokens } from '../encoding/tokens.js';
import type { TruncationOptions } from '../encoding/truncation.js';
import type { Range, Windows } from '../encoding/windows.js';
import { slowOverflow, slowTruncatedLengths } from './slow-truncation.js';

/** As `windowsOf`; but there is one overflow, of all that was cut off, with nothing added. */
export function slowWindowsOf(
  sequences: readonly Tokens[],
  template: readonly TemplatePart[],
  truncation: TruncationOptions | undefined,
): Windows {
  const lengths = sequences.map(({ ids }) => ids.length);
  const uncut = lengths.map((length): Range => ({ from: 0, to: length, isOverflow: false }));
  if (truncation === undefined) return { main: uncut, overflow: () => [] };
  const { maxLength, strategy = 'longestFirst', direction = 'right', stride = 0 } = truncation;
  const kept = slowTruncatedLengths(lengths, maxLength - addedCount(template), strategy);
  return {
    main: uncut.map((range, i) => {
      const size = kept[i] ?? 0;
      return direction === 'right' ? { ...range, to: size } : { ...range, from: range.to - size };
    }),
    overflowTemplate: [
      { sequence: 0, typeId: 0 },
      { sequence: 1, typeId: 1 },
    ],
    overflow() {
      if (lengths.every((length, i) => kept[i] === length)) return [];
      const cut = slowOverflow(lengths, kept, { strategy, direction, stride });
      const none: Range = { from: 0, to: 0, isOverflow: false };
      return cut === undefined
        ? []
        : [lengths.map((_, i) => (i === cut.sequence ? { ...cut, isOverflow: true } : none))];
    },
  };
}
