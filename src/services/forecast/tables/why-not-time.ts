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
  [
    /^\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*[ap]\.?m\.?)?$/i,
    'has no date',
    `Join the date and the clock into one column. ${DATES}`,
  ],
  [
    /^-?\d+ days?\b|^-?P(?:\d+[YMWD])*(?:T(?:[\d.]+[HMS])+)?$/i,
    'is a duration',
    'Write the time of each row as YYYY-MM-DDTHH:MM:SSZ.',
  ],
  [
    /\d{4}-\d{2}-\d{2}\S*\s*(?:\/|\s[-–—]\s?|\bto\b|\.\.)\s*\d/i,
    'is a span of time',
    'Write the first day of each span as YYYY-MM-DD.',
  ],
  [/^\d{4}[-\s:]?M1[3-9]$/i, 'is no month: offices write M13 for the average of a year', 'Remove such rows.'],
  [/^\d{4}\s?[a-z*]{1,2}$/i, 'is a year with a mark behind it, such as an estimate', 'Remove the mark, or remove estimates.'],
  [/^(?=.*\d)(?=.*\p{L}{3}).*\b\d{4}$/u, 'has no English name of a month', DATES],
  [/^\d{4}\p{L}/u, 'is in a form that is not known here', DATES],
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
  const year = Number(/^(\d{4})[-/.]\d{1,2}[-/.]\d{1,2}/.exec(text)?.[1] ?? 2_000);
  if (year < 1_500 || year > 2_400)
    return { problem: `is of year ${year}, perhaps by another calendar than the Gregorian one`, how: DATES };
  const known = REASONS.find(([pattern]) => pattern.test(text));
  if (known !== undefined) return { problem: known[1], how: known[2] };
  const clock = clockOf(text);
  if (clock !== null && (clock.micros === null || Number.isNaN(clock.offset)))
    return { problem: 'has a clock or zone that does not exist', how: DATES };
  return null;
}
