import { inferStep } from '../../../analytics/series/index.ts';
import { cellInvalid, datesAmbiguous } from '../errors.ts';
import { cellAt, type Column } from './column.ts';
import { DATE_ORDERS, parseTime, type DateOrder } from './time-forms.ts';

interface Order {
  readonly order: DateOrder;
  readonly remarks: readonly string[];
}

const US_PER_MONTH = 30.4375 * 86_400e6;
const FORM = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/;

const stepOf = (walls: readonly number[]) => {
  const times = Float64Array.from(new Set(walls)).sort();
  return { times, step: inferStep({ times, values: times }) };
};

/** Whether the times in this order have a step with more than half of its slots filled. */
function isEven(walls: readonly number[]): boolean {
  const { times, step } = stepOf(walls);
  if (step === null) return false;
  const micros = step.kind === 'fixed' ? step.micros : step.months * US_PER_MONTH;
  return (times.at(-1)! - times[0]!) / micros < 2 * times.length;
}

/** Whether the times are one day of each year, and neither the first nor the last of a month: no series is written like this. */
function isOddYearly(walls: readonly number[]): boolean {
  const { times, step } = stepOf(walls);
  return step?.kind === 'months' && step.months % 12 === 0 && step.day !== 31 && new Date(times[0]! / 1_000).getUTCDate() !== 1;
}

const dateOf = (cell: string, order: DateOrder) => new Date(parseTime(cell, order)!.wall / 1_000).toISOString().slice(0, 10);

/**
 * Which part comes first in dates such as 3/4/2021: the asked order, else the only one that fits every cell, else the only one that gives
 * even steps. Dates with points begin with the day if that fits every cell. Throws TF_FORECAST_DATES_AMBIGUOUS if two are left.
 */
export function orderOf(column: Column, present: readonly number[], wanted: DateOrder | undefined): Order {
  const unclear = present.filter((i) => FORM.test(column.cells[i]!.trim()));
  if (unclear.length === 0) return { order: 'day first', remarks: [] };
  const cells = unclear.map((i) => column.cells[i]!);
  const sample = cells[0]!.trim();
  if (wanted !== undefined) return { order: wanted, remarks: [`Dates such as ${sample} were read ${wanted}, as asked for.`] };
  const readable = (order: DateOrder) => cells.filter((cell) => parseTime(cell, order) !== null).length;
  const fits = DATE_ORDERS.filter((order) => readable(order) === cells.length);
  if (fits.length === 0) throw mixed(column, unclear, readable);
  const said = (order: DateOrder, why: string): Order => ({
    order,
    remarks: [`Dates such as ${sample} were read ${order}: ${why}.`],
  });
  if (fits.length === 1) return said(fits[0]!, 'no other order fits every cell');
  const isPointed = cells.every((cell) => FORM.exec(cell.trim())![2] === '.');
  const allowed = isPointed && fits.includes('day first') ? fits.filter((order) => order !== 'month first') : fits;
  if (allowed.length === 1) return said(allowed[0]!, 'dates with points begin with the day');
  const walls = (order: DateOrder) => cells.map((cell) => parseTime(cell, order)!.wall);
  const evenly = allowed.filter((order) => isEven(walls(order)));
  const likely = evenly.filter((order) => !isOddYearly(walls(order)));
  const even = likely.length > 0 ? likely : evenly;
  if (even.length === 1) return said(even[0]!, 'only this order gives even steps');
  const left = even.length > 1 ? even : allowed;
  const at = unclear.find((i) => new Set(left.map((order) => dateOf(column.cells[i]!, order))).size > 1) ?? unclear[0]!;
  throw datesAmbiguous({
    ...cellAt(column, at),
    readings: left.map((order) => `${dateOf(column.cells[at]!, order)} (${order})`),
  });
}

/** The first cell that the order of most cells does not read. */
function mixed(column: Column, unclear: readonly number[], readable: (order: DateOrder) => number): Error {
  const best = DATE_ORDERS.toSorted((a, b) => readable(b) - readable(a))[0]!;
  const bad = unclear.find((i) => parseTime(column.cells[i]!, best) === null)!;
  const others = DATE_ORDERS.filter((order) => parseTime(column.cells[bad]!, order) !== null);
  const problem =
    others.length > 0 ? `reads only ${others.join(' or ')}, and most of the column ${best}` : 'is not a date that exists';
  return cellInvalid({ ...cellAt(column, bad), problem });
}
