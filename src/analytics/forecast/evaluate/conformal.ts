import type { Bounds, FitControls, Forecast, Model, SeriesInput } from '../model.ts';
import { expandingWindows } from './origins.ts';
import { rollForecasts } from './rolling.ts';

/**
 * Half-width of a split conformal interval at `level` percent: the ⌈(n + 1)·level⌉-th smallest absolute error of n calibration
 * errors (Vovk, Gammerman & Shafer 2005; Lei and others 2018). Null when n is too small for the level to be promised: 90 % needs 9.
 */
export function conformalWidth(errors: ArrayLike<number>, level: number): number | null {
  if (!(level > 0 && level < 100)) throw new RangeError(`a level lies in (0, 100), got ${level}`);
  const sorted = Float64Array.from(errors, Math.abs).sort();
  // Rounding in the product must not push a whole number over the next one.
  const rank = Math.ceil(((sorted.length + 1) * level) / 100 - 1e-9);
  return rank <= sorted.length ? sorted[rank - 1]! : null;
}

export interface ConformalOptions {
  readonly horizon: number;
  /** Percent in (0, 100). */
  readonly levels: readonly number[];
  /** Rolling origins before the end that errors are gathered from. */
  readonly origins: number;
  /** Values between the origins; the horizon unless told. */
  readonly step?: number;
  readonly controls?: FitControls;
}

/**
 * A forecast with split conformal intervals, whatever the model: each step ahead gets the widths of that step's own errors at the
 * last rolling origins. Coverage holds where errors to come are exchangeable with those. Null where the series gives too few
 * origins for a level.
 */
export async function conformalForecast(model: Model, input: SeriesInput, options: ConformalOptions): Promise<Forecast | null> {
  const { horizon, levels, origins, step = horizon, controls = {} } = options;
  const length = input.values.length;
  const train = length - horizon - (origins - 1) * step;
  if (train < model.capabilities.minLength(input.period ?? 1)) return null;
  const rolled = await rollForecasts(model, input, expandingWindows({ length, train, horizon, step }), { controls });
  const { mean, times } = await (await model.fit(input, controls)).forecast(horizon);
  const bounds: Bounds[] = [];
  for (const level of levels) {
    const widths = Array.from(mean, (_, h) =>
      conformalWidth(
        rolled.map((one) => one.actual[h]! - one.mean[h]!),
        level,
      ),
    );
    if (widths.includes(null)) return null;
    bounds.push({ lower: mean.map((value, h) => value - widths[h]!), upper: mean.map((value, h) => value + widths[h]!) });
  }
  return {
    mean,
    levels,
    lower: bounds.map(({ lower }) => lower),
    upper: bounds.map(({ upper }) => upper),
    ...(times ? { times } : {}),
  };
}
