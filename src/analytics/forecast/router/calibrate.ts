import { conformalScore } from '../evaluate/conformal.ts';
import type { RolledForecast } from '../evaluate/rolling.ts';
import type { Forecast } from '../model.ts';

/**
 * Usual factors on a model's own half-widths: `scale · √(1 + growth · h / (n√m))` at h steps after n values of period m, the scale by level.
 * Own intervals take the trend as known, so they are too narrow far ahead of few values; less so beside the noise of a season. `weight` is the weight of these factors, in errors. Chosen on a
 * tuning split of M1 and M4 hourly; see docs/forecasting.md.
 */
const USUAL = { growth: 100, weight: 12, levels: [80, 95], scales: [0.65, 1.2] } as const;

/** Smallest factor, so that a model without errors at the origins keeps some width. */
const LEAST = 1e-3;

/** The scale at a level, by linear interpolation; levels outside the chosen ones get the nearest one's. */
function scaleAt(level: number): number {
  const { levels, scales } = USUAL;
  const share = Math.min(1, Math.max(0, (level - levels[0]) / (levels[1] - levels[0])));
  return scales[0] + share * (scales[1] - scales[0]);
}

/** The fitted series: its number of values and its period. */
export interface FittedOn {
  readonly length: number;
  readonly period: number;
}

const usualFactor = (level: number, step: number, { length, period }: FittedOn): number =>
  scaleAt(level) * Math.sqrt(1 + (USUAL.growth * step) / (length * Math.sqrt(period)));

interface Paths {
  readonly mean: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Errors at past origins, in usual half-widths of the same step ahead on the error's side. */
function scoresOf(
  rolled: readonly RolledForecast[],
  { mean, lower, upper }: Paths,
  usual: (h: number) => number,
): readonly number[] {
  return rolled.flatMap(({ actual, mean: path }) =>
    Array.from(actual, (value, h) => {
      const error = value - path[h]!;
      const side = error >= 0 ? upper[h]! - mean[h]! : mean[h]! - lower[h]!;
      return Math.abs(error) / (side * usual(h));
    }).filter(Number.isFinite),
  );
}

/** How much wider than usual the intervals of this series must be: the conformal quantile of its scores, drawn towards 1 if they are few. */
function ownFactor(scores: readonly number[], level: number): number {
  if (scores.length === 0) return 1;
  const quantile = conformalScore(scores, level) ?? Math.max(...scores);
  return Math.max(LEAST, quantile) ** (scores.length / (scores.length + USUAL.weight));
}

/**
 * A forecast with its own intervals calibrated on errors at past origins: split conformal intervals with scores in the model's own half-widths
 * (Papadopoulos and others 2011). All steps ahead share one factor by level, because one series has few origins; their usual growth is
 * known from other series. A forecast without intervals is returned as it is.
 */
export function calibrated(forecast: Forecast, rolled: readonly RolledForecast[], series: FittedOn): Forecast {
  const { mean, levels, lower, upper } = forecast;
  if (levels === undefined || lower === undefined || upper === undefined) return forecast;
  const factors = levels.map((level, l) => {
    const usual = (h: number) => usualFactor(level, h + 1, series);
    const own = ownFactor(scoresOf(rolled, { mean, lower: lower[l]!, upper: upper[l]! }, usual), level);
    return (h: number) => own * usual(h);
  });
  const below = lower.map((path, l) => path.map((bound, h) => factors[l]!(h) * (mean[h]! - bound)));
  const above = upper.map((path, l) => path.map((bound, h) => factors[l]!(h) * (bound - mean[h]!)));
  return {
    ...forecast,
    lower: nested(below, levels).map((path) => path.map((reach, h) => mean[h]! - reach)),
    upper: nested(above, levels).map((path) => path.map((reach, h) => mean[h]! + reach)),
  };
}

/** Reaches of which a higher level's is never below a lower one's. */
function nested(reaches: readonly Float64Array[], levels: readonly number[]): readonly Float64Array[] {
  return reaches.map((path, l) => {
    const within = reaches.filter((_, other) => levels[other]! <= levels[l]!);
    return path.map((_, h) => Math.max(...within.map((reach) => reach[h]!)));
  });
}
