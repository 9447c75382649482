import { CodedError } from '../../../core/coded-error.ts';
import { refusalOf } from '../check-series.ts';
import { isConstant } from '../constant.ts';
import { expandingWindows } from '../evaluate/origins.ts';
import { mae } from '../evaluate/point-metrics.ts';
import type { Run, Series } from '../model.ts';
import type { Member } from './members.ts';

/** Number of rolling origins on which members are judged. */
const ORIGINS = 3;

/** Horizon for judging: one season if the series is long enough, else a tenth of the series, at least 1. */
function judgedHorizon({ values, period }: Series): number {
  const most = Math.max(1, Math.floor(values.length / 10));
  return period > 1 ? Math.min(period, most) : Math.min(8, most);
}

/** A member's forecasts at the last rolling origins, concatenated, and the actual values. */
export interface Rolled {
  readonly actual: Float64Array;
  readonly mean: Float64Array;
}

/**
 * Each member's forecasts at the last rolling origins; null if the member refused one of them or the series is too short. A forecast
 * uses only the values before its origin.
 */
export async function rollMembers(members: readonly Member[], series: Series, run: Run): Promise<readonly (Rolled | null)[]> {
  const horizon = judgedHorizon(series);
  const train = series.values.length - ORIGINS * horizon;
  const origins = train > 0 ? expandingWindows({ length: series.values.length, train, horizon }) : [];
  const actual = series.values.slice(Math.max(0, train));
  const out: (Rolled | null)[] = [];
  for (const member of members) {
    const paths: Float64Array[] = [];
    for (const { trainTo } of origins) {
      const path = await onePath(member, { ...series, values: series.values.slice(0, trainTo) }, horizon, run);
      if (path === null) break;
      paths.push(path);
    }
    const whole = origins.length > 0 && paths.length === origins.length;
    out.push(whole ? { actual, mean: Float64Array.from(paths.flatMap((path) => Array.from(path))) } : null);
  }
  return out;
}

/** Mean absolute error of each member over the last rolling origins; null if it couldn't be judged. */
export async function rollingErrors(members: readonly Member[], series: Series, run: Run): Promise<readonly (number | null)[]> {
  return (await rollMembers(members, series, run)).map((rolled) => rolled && mae(rolled.actual, rolled.mean));
}

async function onePath({ definition, fitter }: Member, past: Series, horizon: number, run: Run): Promise<Float64Array | null> {
  if (isConstant(past.values) || refusalOf(definition.name, definition.capabilities, past)) return null;
  try {
    const { mean } = (await fitter(past, run)).predict(horizon, []);
    return mean.every(Number.isFinite) ? mean : null;
  } catch (error) {
    if (error instanceof CodedError) return null;
    throw error;
  }
}
