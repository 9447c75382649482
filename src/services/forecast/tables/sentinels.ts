import { cellAmbiguous } from '../errors.ts';
import { cellAt, type Column } from './column.ts';

/** Numbers of nines that programs write for a missing value, as text without a sign; short ones only with a minus. */
const NINES = /^9{2,}(?:\.9+)?$/;
const SHORT_NINES = /^9(?:\.9+)?$/;
const REPEATED = [88, 888, 8_888, 77, 777, 7_777];
/** Ends of the ranges of computers' numbers, beside numbers that are too large for most measurements. */
const LIMITS = [32_767, -32_768, 65_535, 2_147_483_647, -2_147_483_648, 4_294_967_295];
/** Codes of well logs and of a thermometer that is not connected. */
const DEVICES = [-999.25, -9_999.25, -127];
/** What a thermometer shows before its first reading; among whole numbers it is too common to be a code. */
const POWER_ON = 85;
const TOO_LARGE = 1e15;
const CODES: ReadonlySet<number> = new Set([-1, ...REPEATED.map((value) => -value), ...LIMITS, ...DEVICES]);

const isNines = (value: number) => NINES.test(String(Math.abs(value))) || (value < 0 && SHORT_NINES.test(String(-value)));
const isSentinel = (value: number) =>
  isNines(value) || CODES.has(value) || value === 0 || value === POWER_ON || Math.abs(value) >= TOO_LARGE;

/** Distance from all other values, in their spans, from which a number is far; nines are codes more often than others. */
const FACTOR = { nines: 1, others: 3 };
const LEAST_OTHERS = 2;
/** With more zeros than this share, they are the demand of quiet days. */
const MOST_ZEROS = 0.2;
/** Size of the values beside a zero, in usual changes from value to value, from which it is far. */
const DROP = 10;

/** Zeros from which an even distance is a rhythm, such as closed Sundays. */
const RHYTHM_FROM = 3;

/** Whether zeros are the demand of quiet or closed days: many, or evenly spaced. */
function areUsual(values: Float64Array): boolean {
  const at = Array.from(values).flatMap((value, i) => (value === 0 ? [i] : []));
  const distances = new Set(at.slice(1).map((index, i) => index - at[i]!));
  return at.length > MOST_ZEROS * values.length || (at.length >= RHYTHM_FROM && distances.size === 1 && !distances.has(1));
}

/** Whether a zero interrupts values that change little from one to the next: feeds write 0 where there was no trade or reading. */
function isDrop(values: Float64Array, index: number): boolean {
  const present = values.filter((value) => !Number.isNaN(value) && value !== 0);
  const changes = present.slice(1).map((value, i) => Math.abs(value - present[i]!));
  const usual = changes.toSorted()[changes.length >> 1] ?? 0;
  const isValue = (value: number) => !Number.isNaN(value) && value !== 0;
  const beside = [values.subarray(0, index).findLast(isValue), values.subarray(index + 1).find(isValue)];
  return beside.every((value) => value === undefined || Math.abs(value) > DROP * usual);
}

/** Refuses a number such as −999 or 0 that stands far outside all others: it may be a value or a sign for a missing one. */
export function checkSentinels(column: Column, values: Float64Array): void {
  const others = values.filter((value) => !Number.isNaN(value) && !isSentinel(value));
  if (others.length < LEAST_OTHERS) return;
  const [low, high] = others.reduce(([least, most], value) => [Math.min(least, value), Math.max(most, value)] as const, [
    Infinity,
    -Infinity,
  ] as const);
  const span = Math.max(high - low, Math.abs(high) / 100, Number.MIN_VALUE);
  const isFar = (value: number) => {
    const margin = FACTOR[isNines(value) ? 'nines' : 'others'] * span;
    return value < low - margin || value > high + margin || (value < -9 && low >= 0);
  };
  const areZerosOdd = (low > 0 || high < 0) && !areUsual(values);
  const isDoubtful = (value: number, i: number) => {
    if (value === 0) return areZerosOdd && isDrop(values, i);
    return isFar(value) && !(value === POWER_ON && others.every(Number.isInteger));
  };
  const index = values.findIndex((value, i) => isSentinel(value) && isDoubtful(value, i));
  if (index < 0) return;
  const cell = column.cells[index]!.trim();
  throw cellAmbiguous({
    ...cellAt(column, index),
    readings: ['the number that it is', 'a missing value'],
    how: `Pass --missing ${cell} if it means missing, or --missing none if it is a number.`,
  });
}
