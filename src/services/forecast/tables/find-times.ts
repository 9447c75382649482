import { cellAmbiguous, cellInvalid, columnUnclear, timesSplit } from '../errors.ts';
import { cellAt, shownCell, type Column } from './column.ts';
import { countsRows } from './counting.ts';
import { isMissing } from './missing.ts';
import { isNumberTime } from './digit-times.ts';
import { joinClock } from './join-clock.ts';
import { DATE_PARTS, VALUE_NAMES } from './find-values.ts';
import { isMonotone, timeEvidence } from './read-times.ts';
import { numericShare } from './number-forms.ts';
import { isLikeNamed, isTimeName } from './time-names.ts';
import { whyNotTime } from './why-not-time.ts';

const ROWS_COUNTED_FROM = 1_000;

export interface TimesFound {
  /** The column of times; null if the rows count as steps. */
  readonly column: Column | null;
  /** Whether the rows count down and have to be turned around. */
  readonly isReversed: boolean;
  /** The column that counts the rows, which is no column of values; null without one. */
  readonly count: Column | null;
  /** Other columns that are named like parts of a time: an hour beside a date. */
  readonly parts: readonly string[];
  /** The columns of dates and of clocks that `column` joins; empty if it is a column of the table. */
  readonly joined: readonly Column[];
  readonly remarks: readonly string[];
}

export const without = (remarks: readonly string[], count: Column | null = null, isReversed = false): TimesFound => ({
  column: null,
  count,
  isReversed,
  parts: [],
  joined: [],
  remarks,
});

/**
 * The column of times. A column that mostly reads as times, or is named like one, is never passed over for a cell: reading it refuses the
 * cell. Without any, a column that counts the rows gives their order. Throws TF_FORECAST_COLUMN_UNCLEAR, …_CELL_INVALID or …_CELL_AMBIGUOUS.
 */
export function findTimes(columns: readonly Column[], values: string | null): TimesFound {
  const others = columns.filter(({ name, cells }) => name !== values && cells.some((cell) => !isMissing(cell)));
  const like = others.filter((column) => {
    const { share, sure } = timeEvidence(column);
    return share >= 0.5 && (sure || isTimeName(column.name) || isLikeNamed(column.name));
  });
  const levels = [like.filter(({ name }) => isTimeName(name)), like.filter(({ name }) => isLikeNamed(name)), like];
  const best = levels.find((found) => found.length > 0) ?? [];
  // A year beside a date repeats a part of it.
  const whole = best.filter(({ name }) => !DATE_PARTS.test(name));
  const [only, second] = whole.length > 0 ? whole : best;
  if (second !== undefined) throw columnUnclear({ what: 'times', choices: like.map(({ name }) => name) });
  const likes = new Set(like);
  const named = others.filter((column) => isTimeName(column.name) && !likes.has(column));
  if (only !== undefined) {
    const joined = joinClock(only, named);
    if (joined !== null) {
      const remark = `Times are ${only.name} and ${named[0]!.name} joined, such as ${joined.cells[0]!}.`;
      return { ...without([remark]), column: joined, joined: [only, named[0]!] };
    }
    checkParts(only, named);
    const remark = `Times are taken from ${only.name}${like.length > 1 ? `, by its name, of ${like.length} columns of times` : ''}.`;
    return { ...without([remark]), column: only, parts: named.map(({ name }) => name) };
  }
  return countedRows(others, named) ?? noTimes(others, named, values);
}

/** Refuses years beside a month or a quarter, even if each year occurs once: the times are not the first of January. */
function checkParts(times: Column, parts: readonly Column[]): void {
  const part = parts.find(({ cells }) => cells.some((cell) => !isMissing(cell)));
  if (part === undefined || !times.cells.every((cell) => isMissing(cell) || /^\d{4}$/.test(cell.trim()))) return;
  throw timesSplit({ columns: [times.name, part.name], time: null });
}

/** A column of whole numbers that count the rows by 1, up or down, is their order. */
function countedRows(others: readonly Column[], named: readonly Column[]): TimesFound | null {
  for (const column of [
    ...named,
    ...others.filter(({ name }) => !named.some((one) => one.name === name) && COUNT_NAMES.test(name)),
  ]) {
    const numbers = column.cells.map((cell) => (isNumberTime(cell) ? Number(cell) : Number.NaN));
    const [first, second] = numbers;
    if (first === undefined || second === undefined || !isMonotone(numbers) || !numbers.every(Number.isInteger)) continue;
    if (Math.min(first, numbers.at(-1)!) > ROWS_COUNTED_FROM) continue;
    const by = second - first;
    const hole = numbers.findIndex((value, i) => i > 0 && value - numbers[i - 1]! !== by);
    if (hole > 0) throw cellInvalid({ ...cellAt(column, hole), problem: 'does not follow the row before by the same step' });
    const remark = `There is no column of times; ${column.name} counts the rows, and each row is one step.`;
    return without(
      by > 0 ? [remark] : [remark, `${column.name} counts down: the rows were newest first and were turned around.`],
      column,
      by < 0,
    );
  }
  return null;
}

const COUNT_NAMES = /^(?:|t|i|n|x|no\.?|nr\.?|#|id|index|idx|row|step|obs|observation|unnamed: 0|column 1)$/i;

/** Refuses a table whose cells are separated by spaces: it has one column. */
function checkSpaces(column: Column, all: readonly Column[]): void {
  if (all.length > 1 || !/\S\s+\S/.test(column.name) || !column.cells.every((cell) => /\d\s+[-+]?[\d.,]+$/.test(cell.trim())))
    return;
  throw cellInvalid({
    ...cellAt(column, 0),
    problem: 'holds several cells that are separated by spaces',
    how: 'Separate the cells by commas, semicolons or tabs.',
  });
}

/** Rows without times: refused if a column could still be times that nothing here reads. */
function noTimes(others: readonly Column[], named: readonly Column[], values: string | null): TimesFound {
  const [unread] = named;
  if (unread !== undefined) {
    const index = unread.cells.findIndex((cell) => !isMissing(cell));
    const why = whyNotTime(unread.cells[index]!);
    throw cellInvalid({
      ...cellAt(unread, index),
      problem:
        why?.problem ??
        (/^\d{6}$/.test(unread.cells[index]!.trim()) && /week|kw|woche/i.test(unread.name)
          ? 'may be a year and a week'
          : 'is not a readable time, and the column is named like one'),
      how: why?.how ?? 'Write the times as YYYY-MM-DD, or pass --time none if each row is one step, the oldest first.',
    });
  }
  const numeric = others.filter((column) => numericShare(column) === 1);
  // The only column of numbers holds the values, unless they are named: then it stands beside them.
  const counting =
    numeric.length > 1 || values !== null
      ? numeric.find((column) => !VALUE_NAMES.includes(column.name.toLowerCase()) && countsRows(column) !== null)
      : undefined;
  if (counting !== undefined)
    throw cellAmbiguous({
      ...cellAt(counting, 0),
      readings: ['a time or a count of the rows', 'a number of its own'],
      how: `${countsRows(counting) === 'down' ? 'The numbers fall, so the first row may be the newest. ' : ''}Write the times as YYYY-MM-DD, or pass --time none if each row is one step, the oldest first.`,
    });
  for (const column of others) {
    const present = column.cells.filter((cell) => !isMissing(cell));
    checkSpaces(column, others);
    const texts = present.filter((cell) => !/^[-+(]?[$€£¥]?\s?[\d.,'’\s]+%?\)?$/.test(cell.trim()));
    const isLabels = texts.length * 2 > present.length && new Set(texts).size > 1;
    if (!isLabels) continue;
    const index = column.cells.indexOf(texts[0]!);
    throw cellAmbiguous({
      ...cellAt(column, index),
      readings: ['a time in a form that is not known here', `a label, such as ${shownCell(texts[0]!)}`],
      how: 'Write the times as YYYY-MM-DD, or pass --time none if each row is one step, the oldest first.',
    });
  }
  return without(['There is no column of times, so each row is one step, the oldest first.']);
}
