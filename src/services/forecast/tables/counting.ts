import type { Column } from './column.ts';
import { isMonotone } from './read-times.ts';

const LEAST_ROWS = 4;
/** Share of the steps that are near the usual one, and how near: decimal years are rounded, and rows may be missing. */
const EVEN = { share: 0.7, clocks: 0.9, within: 0.05 };

const MINUTES = 1_440;

/** Share of the steps that are near the usual one, 0–1. */
const evenShare = (steps: readonly number[], usual: number) =>
  steps.filter((step) => Math.abs(step - usual) <= EVEN.within * Math.abs(usual)).length / steps.length;

const usualOf = (steps: readonly number[]) => steps.toSorted((a, b) => a - b)[steps.length >> 1]!;

/** Which way numbers such as 0, 30, 100 … 2330 go round as clocks without a colon; null for other numbers. */
function countsClock(numbers: readonly number[]): 'up' | 'down' | null {
  const isClock = (value: number) => Number.isInteger(value) && value >= 0 && value < 2_400 && value % 100 < 60;
  if (!numbers.every(isClock) || numbers.every((value) => value < 100)) return null;
  const minutes = numbers.map((value) => Math.floor(value / 100) * 60 + (value % 100));
  const steps = minutes.slice(1).map((value, i) => (value - minutes[i]! + MINUTES) % MINUTES);
  const usual = usualOf(steps);
  return usual === 0 || evenShare(steps, usual) < EVEN.clocks ? null : usual < MINUTES / 2 ? 'up' : 'down';
}

/** Which way a column counts the rows, as whole numbers, in nearly even steps or as clocks; null if it does not. */
export function countsRows({ cells }: Column): 'up' | 'down' | null {
  const numbers = cells.map((cell) => (/^[-+]?\d+(?:[.,]\d+)?$/.test(cell.trim()) ? Number(cell.replace(',', '.')) : Number.NaN));
  if (cells.length < LEAST_ROWS || numbers.some(Number.isNaN)) return null;
  if (!isMonotone(numbers)) return countsClock(numbers);
  const steps = numbers.slice(1).map((value, i) => value - numbers[i]!);
  const usual = usualOf(steps);
  if (!numbers.every(Number.isInteger) && evenShare(steps, usual) < EVEN.share) return null;
  return usual > 0 ? 'up' : 'down';
}
