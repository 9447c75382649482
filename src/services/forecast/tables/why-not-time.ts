import { serialDate } from './digit-times.ts';
import { clockOf } from './civil-time.ts';

export interface Why {
  readonly problem: string;
  readonly how: string;
}

const DATES = 'Write the times as YYYY-MM-DD, or YYYY-MM-DDTHH:MM:SSZ.';

const REASONS: readonly (readonly [RegExp, string, string])[] = [
  [/^#+$/, 'is what a spreadsheet shows for a column that is too narrow', 'Widen the column and export it again.'],
  [
    /^\d(?:\.\d+)?e[+-]?\d+$/i,
    'is a time in scientific notation, which has lost digits',
    'Format the column as whole numbers and export it again.',
  ],
  [
    /^FY|fiscal|^\d{4}[-/]\d{2}(?:\d{2})?$/i,
    'may be a fiscal year, whose first month is not known',
    'Write the first day of each year as YYYY-MM-DD.',
  ],
  [/\d\s+[A-Z]{2,5}$/, 'ends in the name of a zone, which does not say its offset', 'Write the offset, such as -05:00, or UTC.'],
  [/\[[A-Za-z_]+\/[A-Za-z_]+\]$/, 'ends in the name of a zone', 'Write the offset, such as -05:00, or UTC.'],
  [/^\d{1,2}[-\s/]?[a-z]{3,9}$|^[a-z]{3,9}[-\s/]?\d{1}$/i, 'has no year', DATES],
  [/^(?:KW|CW|week|wk|W)\s*\d/i, 'is a week whose numbering is not known', 'Write the first day of each week as YYYY-MM-DD.'],
  [/^\d{4,}W\d|^\d{4}[-/]\d{3}$/i, 'is a week or day that does not exist in its year', DATES],
];

/** Why a cell is no time, and what to do; null if there is nothing to add. */
export function whyNotTime(cell: string): Why | null {
  const text = cell.trim();
  const serial = serialDate(text);
  if (serial !== null)
    return {
      problem: `may be a spreadsheet's day number (${serial}) or a plain number`,
      how: 'Format the column as YYYY-MM-DD and export it again, or pass --time none if the rows are in order.',
    };
  const known = REASONS.find(([pattern]) => pattern.test(text));
  if (known !== undefined) return { problem: known[1], how: known[2] };
  const clock = clockOf(text);
  if (clock !== null && (clock.micros === null || Number.isNaN(clock.offset)))
    return { problem: 'has a clock or zone that does not exist', how: DATES };
  return null;
}
