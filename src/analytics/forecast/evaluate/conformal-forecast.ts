import { intervalsMissing } from '../errors.ts';
import type { Bounds, FitControls, Forecast, Model, SeriesInput } from '../model.ts';
import { adaptiveScore, conformalScore, quantileScore } from './conformal.ts';
import { expandingWindows } from './origins.ts';
import { rollForecasts } from './rolling.ts';
import type { RolledForecast } from './rolling.ts';

/**
 * - `split`: the path ± the quantile of the absolute errors.
 * - `cqr`: the model's own interval, widened or narrowed by the quantile of the values' distances outside it (Romano, Patterson & Candès
 *   2019).
 * - `adaptive`: like `split`, at a level adjusted after each miss and hit (Gibbs & Candès 2021).
 */
export type ConformalMethod = 'split' | 'cqr' | 'adaptive';

export interface ConformalOptions {
  readonly horizon: number;
  /** Percent in (0, 100). */
  readonly levels: readonly number[];
  /** Number of rolling origins, before the end of the series, whose errors are used. */
  readonly origins: number;
  /** Values between the origins; the horizon by default. */
  readonly step?: number;
  /** `split` by default. */
  readonly method?: ConformalMethod;
  /** Step size of `adaptive`, in (0, 1); 0.05 by default. */
  readonly gamma?: number;
  readonly controls?: FitControls;
}

const GAMMA = 0.05;

/** Half-widths (for `cqr`, widenings) at one level, by step ahead; null with too few origins for the level. */
function widthsOf(
  rolled: readonly RolledForecast[],
  l: number,
  level: number,
  { horizon, step = horizon, method = 'split', gamma = GAMMA }: ConformalOptions,
): readonly number[] | null {
  const widths = Array.from({ length: horizon }, (_, h) => {
    const scores = rolled.map(({ actual, mean, lower, upper }) =>
      method === 'cqr' ? quantileScore(actual[h]!, lower[l]![h]!, upper[l]![h]!) : Math.abs(actual[h]! - mean[h]!),
    );
    if (method !== 'adaptive') return conformalScore(scores, level);
    return adaptiveScore(scores, { level, gamma, delay: Math.ceil((h + 1) / step) - 1 });
  });
  return widths.every((width) => width !== null) ? widths : null;
}

/**
 * A forecast of any model with conformal intervals. The width at a step ahead comes from errors at that step from the last rolling
 * origins. Coverage holds if future errors are exchangeable with these; `adaptive` also follows errors that aren't. Null if the series
 * has too few origins for a level. `cqr` throws TF_FORECAST_INTERVALS_MISSING for a model without intervals.
 */
export async function conformalForecast(model: Model, input: SeriesInput, options: ConformalOptions): Promise<Forecast | null> {
  const { horizon, levels, origins, step = horizon, method = 'split', controls = {} } = options;
  if (method === 'cqr' && model.capabilities.intervals === 'none') throw intervalsMissing({ model: model.name });
  const length = input.values.length;
  const train = length - horizon - (origins - 1) * step;
  if (train < model.capabilities.minLength(input.period ?? 1)) return null;
  const own = method === 'cqr' ? { levels } : {};
  const rolled = await rollForecasts(model, input, expandingWindows({ length, train, horizon, step }), { controls, ...own });
  const path = await (await model.fit(input, controls)).forecast(horizon, own);
  const bounds: Bounds[] = [];
  for (const [l, level] of levels.entries()) {
    const widths = widthsOf(rolled, l, level, options);
    if (widths === null) return null;
    const [low, high] = method === 'cqr' ? [path.lower![l]!, path.upper![l]!] : [path.mean, path.mean];
    const lower = low.map((value, h) => value - widths[h]!);
    const upper = high.map((value, h) => value + widths[h]!);
    // If `cqr` narrows each side by more than half the width, only the midpoint remains.
    const crossed = lower.map((value, h) => (value <= upper[h]! ? 0 : (value - upper[h]!) / 2));
    bounds.push({ lower: lower.map((value, h) => value - crossed[h]!), upper: upper.map((value, h) => value + crossed[h]!) });
  }
  return {
    mean: path.mean,
    levels,
    lower: bounds.map(({ lower }) => lower),
    upper: bounds.map(({ upper }) => upper),
    ...(path.times ? { times: path.times } : {}),
  };
}
