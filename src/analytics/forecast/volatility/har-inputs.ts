import type { RealisedDay } from './realised-days.ts';

export type HarTerm = 'jumps' | 'leverage';

export type HarScale = 'variance' | 'root' | 'log';

/** A variance on the scale of the regression. */
export const onScale: Readonly<Record<HarScale, (variance: number) => number>> = {
  variance: (variance) => variance,
  root: Math.sqrt,
  log: Math.log,
};

interface HarShape {
  readonly scale: HarScale;
  readonly terms: readonly HarTerm[];
  readonly windows: readonly [number, number];
}

/** Minimum share of a window's days that must be known. */
const KNOWN = 2 / 3;

/** The known days among the last `length` calendar days up to `days[at]`. */
function lastDays(days: readonly RealisedDay[], at: number, length: number): readonly RealisedDay[] {
  const after = days[at]!.day - length;
  let from = at;
  while (from > 0 && days[from - 1]!.day > after) from -= 1;
  return days.slice(from, at + 1);
}

const average = (days: readonly RealisedDay[], value: (day: RealisedDay) => number): number =>
  days.reduce((sum, day) => sum + value(day), 0) / days.length;

/**
 * The regressors at the end of `days[at]`; null if less than two thirds of a window's days are known.
 * Averages are over the known days: an absent day is left out, not filled.
 */
export function harInputs(days: readonly RealisedDay[], at: number, { scale, terms, windows }: HarShape): Float64Array | null {
  const spans = at < 0 ? [] : [1, ...windows].map((length) => lastDays(days, at, length));
  if (spans.length === 0 || spans.some((span, i) => span.length < KNOWN * [1, ...windows][i]!)) return null;
  const last = days[at]!;
  const scaled = onScale[scale];
  const inputs = [1, ...spans.map((span) => scaled(average(span, ({ variance }) => variance)))];
  if (terms.includes('jumps')) {
    const jump = Math.max(0, last.variance - last.bipower);
    // On the logarithmic scale a jump is a share of its day, because logarithms have no unit.
    inputs.push(scale === 'log' ? Math.log1p(jump / last.variance) : scaled(jump));
  }
  if (terms.includes('leverage')) {
    inputs.push(
      ...spans.map((span) => average(span, ({ dayReturn }) => Math.min(0, dayReturn) ** (scale === 'variance' ? 2 : 1))),
    );
  }
  return Float64Array.from(inputs);
}
