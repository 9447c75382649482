import type { Column } from './column.ts';
import { isMissing } from './missing.ts';
import { clockOf } from './civil-time.ts';

const CLOCK = /^\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:\s*[ap]\.?m\.?)?$/i;

const isClock = ({ cells }: Column) => cells.every((cell) => CLOCK.test(cell.trim()));
const hasNoClock = ({ cells }: Column) => cells.every((cell) => !isMissing(cell) && clockOf(cell.trim()) === null);

/**
 * Dates that repeat and the clocks in a column beside them, joined to one column of times; null if they are something else. Dates that do not
 * repeat are times by themselves.
 */
export function joinClock(dates: Column, parts: readonly Column[]): Column | null {
  const [clock, other] = parts;
  if (clock === undefined || other !== undefined || !isClock(clock) || !hasNoClock(dates)) return null;
  if (new Set(dates.cells).size === dates.cells.length) return null;
  const cells = dates.cells.map((cell, i) => `${cell.trim()} ${clock.cells[i]!.trim()}`);
  return { name: `${dates.name} ${clock.name}`, cells, lines: dates.lines };
}
