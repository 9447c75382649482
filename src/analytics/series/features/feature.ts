import type { Decomposition } from '../structure/stl.ts';

/** What features are computed from; parts that are costly or shared are made once, when first asked for. */
export interface Sample {
  readonly x: Float64Array;
  readonly sorted: Float64Array;
  readonly mean: number;
  readonly deviation: number;
  readonly constant: boolean;
  /** x[t] − x[t − 1]. */
  readonly steps: Float64Array;
  /** ln(x[t] / x[t − 1]); null when a value isn't above 0. */
  readonly returns: Float64Array | null;
  /** Lags 0 … 10; null when constant. */
  readonly acf: Float64Array | null;
  readonly pacf: Float64Array | null;
  /** By STL with the period given; null without one or under two cycles. */
  readonly parts: Decomposition | null;
  readonly stepsPerYear: number | null;
}

/** One number about a series. */
export interface Feature {
  /** snake_case, as the brief names it where it does. */
  readonly name: string;
  readonly group:
    | 'statistical'
    | 'trend'
    | 'volatility'
    | 'autocorrelation'
    | 'complexity'
    | 'distribution'
    | 'stationarity'
    | 'spectral'
    | 'season';
  readonly formula: string;
  readonly source: string;
  /** Null when the series can't say. */
  readonly of: (sample: Sample) => number | null;
}
