import { mean as average } from '../math/moments.ts';
import type { FitControls, Model, SeriesInput } from '../model.ts';
import { dieboldMariano } from './diebold-mariano.ts';
import type { DieboldMariano } from './diebold-mariano.ts';
import { gradeOf } from './grade.ts';
import type { Grades, Judged } from './grade.ts';
import { expandingWindows } from './origins.ts';
import { bias, mae, mape, mase, rmse, smape } from './point-metrics.ts';
import { rollForecasts } from './rolling.ts';
import type { RolledForecast } from './rolling.ts';

export interface BacktestOptions {
  readonly horizon: number;
  /** Values before the first origin. */
  readonly train: number;
  /** Values between origins; the horizon by default. */
  readonly step?: number;
  /** Baseline to beat: the seasonal naive. */
  readonly naive: Model;
  readonly controls?: FitControls;
}

export interface Backtest extends Judged {
  readonly origins: number;
  readonly mae: number;
  readonly rmse: number;
  readonly smape: number;
  /** Error scaled by the seasonal naive's in the first training part; null if the latter is 0. */
  readonly mase: number | null;
  readonly bias: number;
  /** Test against the seasonal naive, by origin; null with too few origins. */
  readonly test: DieboldMariano | null;
  readonly grades: Grades;
  readonly rolled: readonly RolledForecast[];
}

const joined = (rolled: readonly RolledForecast[], pick: (one: RolledForecast) => Float64Array) =>
  Float64Array.from(rolled.flatMap((one) => Array.from(pick(one))));

/** Share of steps whose direction from the last training value is forecast correctly. Steps whose actual value equals it are left out. */
function directionFromOrigin(values: SeriesInput['values'], rolled: readonly RolledForecast[]): number | null {
  let [right, moved] = [0, 0];
  for (const { origin, actual, mean } of rolled) {
    const last = values[origin.trainTo - 1]!;
    for (const [h, value] of actual.entries()) {
      if (value === last) continue;
      moved += 1;
      if (Math.sign(mean[h]! - last) === Math.sign(value - last)) right += 1;
    }
  }
  return moved > 0 ? right / moved : null;
}

/**
 * Backtest over rolling origins. The model is refitted to all past values at each origin, graded by `gradeOf`, and compared with the
 * seasonal naive at the same origins. Null if the series is too short for one origin. Throws the model's refusal at an origin.
 */
export async function backtest(model: Model, input: SeriesInput, options: BacktestOptions): Promise<Backtest | null> {
  const { horizon, train, step = horizon, naive, controls = {} } = options;
  const { values, period = 1 } = input;
  const origins = expandingWindows({ length: values.length, horizon, train, step });
  if (origins.length === 0) return null;
  const rolled = await rollForecasts(model, input, origins, { controls });
  const { covariates: _, ...plain } = input;
  const repeated = await rollForecasts(naive, plain, origins, {});
  const [actual, mean] = [joined(rolled, (one) => one.actual), joined(rolled, (one) => one.mean)];
  const errorsOf = (list: readonly RolledForecast[]) => list.map((one) => mae(one.actual, one.mean));
  const [own, theirs] = [errorsOf(rolled), errorsOf(repeated)];
  const [error, naiveError] = [average(own), average(theirs)];
  const judged: Judged = {
    mape: mape(actual, mean),
    direction: directionFromOrigin(values, rolled),
    risk: error > 0 ? Math.max(...own) / error : null,
    againstNaive: naiveError > 0 ? error / naiveError : null,
  };
  return {
    ...judged,
    origins: origins.length,
    mae: error,
    rmse: rmse(actual, mean),
    smape: smape(actual, mean),
    mase: mase(actual, mean, values.slice(0, train), period),
    bias: bias(actual, mean),
    // Origins closer than the horizon share values, so their losses overlap.
    test: dieboldMariano(own, theirs, { kind: 'truncated', horizon: Math.ceil(horizon / step) }),
    grades: gradeOf(judged),
    rolled,
  };
}
