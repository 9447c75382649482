import { CodedError } from '../../../core/coded-error.ts';
import { refusalOf } from '../check-series.ts';
import { isConstant } from '../constant.ts';
import { expandingWindows } from '../evaluate/origins.ts';
import { mae } from '../evaluate/point-metrics.ts';
import type { Run, Series } from '../model.ts';
import type { Member } from './members.ts';

/** Rolling origins inside the series that members are judged on. */
const ORIGINS = 3;

/** Horizon of the judging: one season where that leaves room, a tenth of the series otherwise, at least 1. */
function judgedHorizon({ values, period }: Series): number {
  const most = Math.max(1, Math.floor(values.length / 10));
  return period > 1 ? Math.min(period, most) : Math.min(8, most);
}

/**
 * Mean absolute error of each member over the last rolling origins, null where it refused one. Only values before each origin are
 * seen. All null when the series is too short to be judged.
 */
export async function rollingErrors(members: readonly Member[], series: Series, run: Run): Promise<readonly (number | null)[]> {
  const horizon = judgedHorizon(series);
  const train = series.values.length - ORIGINS * horizon;
  const origins = train > 0 ? expandingWindows({ length: series.values.length, train, horizon }) : [];
  const out: (number | null)[] = [];
  for (const { definition, fitter } of members) {
    let sum = 0;
    let judged = 0;
    for (const { trainTo, testTo } of origins) {
      const past: Series = { ...series, values: series.values.slice(0, trainTo) };
      if (isConstant(past.values) || refusalOf(definition.name, definition.capabilities, past)) continue;
      const error = await oneError(fitter, past, series.values.subarray(trainTo, testTo), run);
      if (error === null) continue;
      sum += error;
      judged += 1;
    }
    out.push(judged === origins.length && judged > 0 ? sum / judged : null);
  }
  return out;
}

async function oneError(fitter: Member['fitter'], past: Series, actual: Float64Array, run: Run): Promise<number | null> {
  try {
    const { mean } = (await fitter(past, run)).predict(actual.length, []);
    return mean.every(Number.isFinite) ? mae(actual, mean) : null;
  } catch (error) {
    if (error instanceof CodedError) return null;
    throw error;
  }
}
