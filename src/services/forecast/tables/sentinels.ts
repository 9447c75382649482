import { cellAmbiguous } from '../errors.ts';
import { cellAt, type Column } from './column.ts';

const NINES = [9, 99, 999, 9_999, 99_999, 999_999, 9_999_999, 99.9, 999.9, 9_999.9, 99.99, 999.99, 9_999.99, 99_999.99];
const REPEATED = [88, 888, 8_888, 77, 777, 7_777];
/** Ends of the ranges of computers' numbers, beside numbers that are too large for most measurements. */
const LIMITS = [32_767, -32_768, 65_535, 2_147_483_647, -2_147_483_648, 4_294_967_295];
/** Codes of well logs, of a thermometer that is not connected, and of rain gauges. */
const DEVICES = [-999.25, -9_999.25, -127, 99.99];
/** What a thermometer shows before its first reading; among whole numbers it is too common to be a code. */
const POWER_ON = 85;
const TOO_LARGE = 1e15;
/** Numbers that programs write for a missing value. */
const SENTINELS: ReadonlySet<number> = new Set([
  -1,
  ...NINES.filter((value) => value >= 999).flatMap((value) => [value, -value]),
  ...NINES.filter((value) => value < 999).map((value) => -value),
  ...REPEATED.map((value) => -value),
  ...LIMITS,
  ...DEVICES,
]);
const isSentinel = (value: number) => SENTINELS.has(value) || value === POWER_ON || Math.abs(value) >= TOO_LARGE;
const FACTOR = 3;
const LEAST_OTHERS = 2;

/** Refuses a number such as −999 that stands far outside all others: it may be a value or a sign for a missing one. */
export function checkSentinels(column: Column, values: Float64Array): void {
  const others = values.filter((value) => !Number.isNaN(value) && !isSentinel(value));
  if (others.length < LEAST_OTHERS) return;
  const [low, high] = others.reduce(([least, most], value) => [Math.min(least, value), Math.max(most, value)] as const, [
    Infinity,
    -Infinity,
  ] as const);
  const margin = FACTOR * Math.max(high - low, Math.abs(high) / 100, Number.MIN_VALUE);
  const isFar = (value: number) => value < low - margin || value > high + margin || (value < -9 && low >= 0);
  const index = values.findIndex(
    (value) => isSentinel(value) && isFar(value) && (value !== POWER_ON || !others.every(Number.isInteger)),
  );
  if (index < 0) return;
  const cell = column.cells[index]!.trim();
  throw cellAmbiguous({
    ...cellAt(column, index),
    readings: ['the number that it is', 'a missing value'],
    how: `Pass --missing ${cell} if it means missing, or --missing none if it is a number.`,
  });
}
