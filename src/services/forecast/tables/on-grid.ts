import { counted } from '../../../core/counted.ts';
import { slotsBetween, timeOfSlot, toGrid, US_PER_DAY } from '../../../analytics/series/index.ts';
import type { Step } from '../../../analytics/series/index.ts';
import { gapsTooMany, stepMissing } from '../errors.ts';
import { mendHoles, type HoleWish } from './holes.ts';
import { oddDistance, toRfc3339, type Placed } from './place.ts';
import { usualPeriod } from './season.ts';
import { dayNames, restDays, weekdayOf, workingDayAfter, workingDays } from './weekdays.ts';

export interface OnGrid {
  readonly values: Float64Array;
  /** Time of a value, also past the end. */
  readonly timeAt: (index: number) => string;
  /** Usual season of the step, in steps. */
  readonly usual: number;
  /** ISO 8601 duration; null if the steps are working days. */
  readonly step: string | null;
  readonly remarks: readonly string[];
}

const LONGEST_HOLIDAY = 3;
const MOST_HOLIDAYS = 0.1;
/** With fewer rows than one in twenty slots, the smallest distance is chance and no step. */
const MOST_SLOTS_A_ROW = 20;

const DURATION_UNITS = [
  [86_400e6, 'D', ''],
  [3_600e6, 'H', 'T'],
  [60e6, 'M', 'T'],
] as const;

/** A step as an ISO 8601 duration. */
function durationOf(step: Step): string {
  if (step.kind === 'months') return step.months % 12 === 0 ? `P${step.months / 12}Y` : `P${step.months}M`;
  const unit = DURATION_UNITS.find(([size]) => step.micros % size === 0);
  return unit ? `P${unit[2]}${step.micros / unit[0]}${unit[1]}` : `PT${step.micros / 1e6}S`;
}

const isDaily = (step: Step) => step.kind === 'fixed' && step.micros === US_PER_DAY;

type GapWish = Pick<HoleWish, 'fill' | 'isLocalClock'>;

/** Puts placed rows on their grid, or on working days if a weekend never has a row. Throws on gaps. */
export function onGrid(placed: Placed, wish: GapWish): OnGrid {
  const rest = isDaily(placed.step) ? restDays(placed.times) : null;
  return rest === null ? onSteps(placed, wish) : onWorkingDays(placed, rest, wish.fill);
}

function onSteps({ times, values, step }: Placed, { fill, isLocalClock }: GapWish): OnGrid {
  const slots = slotsBetween(times[0]!, times.at(-1)!, step);
  if (slots > MOST_SLOTS_A_ROW * times.length) throw stepMissing({ rows: times.length, ...oddDistance(times) });
  const grid = toGrid({ times, values }, step);
  const at = (slot: number) => toRfc3339(timeOfSlot(grid, slot));
  const mended = mendHoles(grid.values, {
    nameOf: at,
    fill,
    // A change of clocks skips an hour, never a day.
    isLocalClock: isLocalClock && step.kind === 'fixed' && step.micros < US_PER_DAY,
  });
  const isOneWeek = isDaily(step) && times.length >= 5 && times.every(isWeekday);
  const remarks = [
    ...(step.kind === 'months' && step.day === 31 ? ['The times are month ends.'] : []),
    ...(isOneWeek ? ['All days are weekdays, but there is no weekend between them: the forecast continues on every day.'] : []),
  ];
  return {
    values: mended.values,
    timeAt: (index) => at(index + mended.cut),
    usual: usualPeriod(step),
    step: durationOf(step),
    remarks: [...remarks, ...mended.remarks],
  };
}

const isWeekday = (time: number) => ![0, 6].includes(weekdayOf(time));

/** Rows on working days. Up to three working days in a row without a row are holidays and left out; a row without a value is missing. */
function onWorkingDays({ times, values }: Placed, rest: readonly number[], fill: HoleWish['fill']): OnGrid {
  const days = workingDays(times[0]!, times.at(-1)!, rest);
  const rowOf = new Map(Array.from(times, (time, i) => [time, i]));
  const absent = days.filter((day) => !rowOf.has(day));
  const longest = longestRun(days, rowOf);
  const from = absent.length > 0 ? toRfc3339(absent[0]!) : '';
  if (longest > LONGEST_HOLIDAY || absent.length > Math.max(LONGEST_HOLIDAY, MOST_HOLIDAYS * days.length))
    throw gapsTooMany({ missing: absent.length, slots: days.length, longest, from });
  const {
    values: kept,
    cut,
    remarks,
  } = mendHoles(values, { nameOf: (slot) => toRfc3339(times[slot]!), fill, isLocalClock: false });
  const last = cut + kept.length - 1;
  const timeAt = (index: number) =>
    toRfc3339(index < kept.length ? times[cut + index]! : workingDayAfter(times[last]!, index - kept.length + 1, rest));
  const said = [
    `No row is of a ${dayNames(rest)}: such days are not gaps, and the forecast continues on the other days.`,
    ...(absent.length > 0
      ? [
          `Taken as holidays and left out: ${counted(absent.length, 'working day')} without a row, up to ${longest} in a row, the first ${from}.`,
        ]
      : []),
  ];
  return { values: kept, timeAt, usual: 7 - rest.length, step: null, remarks: [...said, ...remarks] };
}

function longestRun(days: Float64Array, rowOf: ReadonlyMap<number, number>): number {
  let [run, most] = [0, 0];
  for (const day of days) {
    run = rowOf.has(day) ? 0 : run + 1;
    most = Math.max(most, run);
  }
  return most;
}
