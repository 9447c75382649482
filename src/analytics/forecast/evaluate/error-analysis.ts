import { ljungBox, studentTails } from '../../series/index.ts';
import { autocorrelations, mean, variance } from '../math/moments.ts';
import type { RolledForecast } from './rolling.ts';

/** Errors (actual − forecast) of one group of steps. */
export interface ErrorGroup {
  readonly count: number;
  readonly mae: number;
  readonly bias: number;
}

export interface ErrorAnalysis {
  /** By steps ahead, from 1. */
  readonly byStep: readonly ErrorGroup[];
  /** By UTC hour 0–23 and by weekday (Sunday 0). Null without times; a group is null if it is empty. */
  readonly byHour: readonly (ErrorGroup | null)[] | null;
  readonly byWeekday: readonly (ErrorGroup | null)[] | null;
  /** Autocorrelation of the one-step errors, in order of origin. */
  readonly autocorrelation: {
    /** At lags 1, 2, …; near 0 if the errors contain no more structure. */
    readonly values: readonly number[];
    /** Ljung–Box p over these lags; null with too few origins or if the errors never vary. */
    readonly p: number | null;
  };
  readonly bias: {
    readonly value: number;
    /** Two-sided p of Student's t test that the one-step errors have mean 0; null under three origins or if they never vary. */
    readonly p: number | null;
  };
}

const HOURS = 24;
const DAYS = 7;
const LAGS = 10;

interface Step {
  readonly error: number;
  readonly step: number;
  readonly at: Date | null;
}

function groupOf(steps: readonly Step[]): ErrorGroup | null {
  if (steps.length === 0) return null;
  const errors = steps.map(({ error }) => error);
  return { count: errors.length, mae: mean(errors.map(Math.abs)), bias: mean(errors) };
}

function grouped(steps: readonly Step[], count: number, keyOf: (step: Step) => number): readonly (ErrorGroup | null)[] {
  const groups = Array.from({ length: count }, (): Step[] => []);
  for (const step of steps) groups[keyOf(step)]!.push(step);
  return groups.map(groupOf);
}

/**
 * Analyses forecast errors by step ahead, hour and weekday, and tests them for autocorrelation and bias.
 * `timeAt` gives the RFC 3339 time of a value's index. Throws RangeError without forecasts.
 */
export function analyseErrors(rolled: readonly RolledForecast[], timeAt: ((index: number) => string) | null): ErrorAnalysis {
  if (rolled.length === 0) throw new RangeError('there are no forecasts to analyse');
  const steps: readonly Step[] = rolled.flatMap(({ origin, actual, mean: path }) =>
    Array.from(actual, (value, h) => ({
      error: value - path[h]!,
      step: h,
      at: timeAt === null ? null : new Date(timeAt(origin.testFrom + h)),
    })),
  );
  const first = Float64Array.from(rolled, ({ actual, mean: path }) => actual[0]! - path[0]!);
  const spread = variance(first);
  const lags = Math.min(LAGS, Math.floor(first.length / 4));
  const tested = lags > 0 && spread > 0;
  const centre = mean(first);
  const error = Math.sqrt(spread / (first.length - 1));
  return {
    byStep: grouped(steps, rolled[0]!.actual.length, ({ step }) => step).filter((group) => group !== null),
    byHour: timeAt === null ? null : grouped(steps, HOURS, ({ at }) => at!.getUTCHours()),
    byWeekday: timeAt === null ? null : grouped(steps, DAYS, ({ at }) => at!.getUTCDay()),
    autocorrelation: {
      values: tested ? Array.from(autocorrelations(first, lags)) : [],
      p: tested ? (ljungBox(first, { lags })?.pValue ?? null) : null,
    },
    bias: { value: centre, p: first.length > 2 && error > 0 ? studentTails(centre / error, first.length - 1) : null },
  };
}
