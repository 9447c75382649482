import type { Adf } from '../structure/adf.ts';
import type { Kpss } from '../structure/kpss.ts';
import type { Decomposition } from '../structure/stl.ts';
import type { TrendTest } from '../trend/mann-kendall.ts';
import type { Spectrum } from './complexity.ts';

/** Input of features; costly or shared parts are computed once, on first use. */
export interface Sample {
  readonly x: Float64Array;
  /** Last 2,000 values, for computations of quadratic cost. */
  readonly newest: Float64Array;
  readonly sorted: Float64Array;
  readonly mean: number;
  readonly deviation: number;
  readonly constant: boolean;
  /** x[t] − x[t − 1]. */
  readonly steps: Float64Array;
  /** ln(x[t] / x[t − 1]); null if a value isn't above 0. */
  readonly returns: Float64Array | null;
  /** Lags 0 … 10; null if constant. */
  readonly acf: Float64Array | null;
  readonly pacf: Float64Array | null;
  /** By STL with the given period; null without a period or with fewer than two cycles. */
  readonly parts: Decomposition | null;
  /** Null if constant or with fewer than 12 values, like `kpss`. */
  readonly adf: Adf | null;
  readonly kpss: Kpss | null;
  /** Of the newest 2,000 values; null with fewer than 4. */
  readonly kendall: TrendTest | null;
  readonly spectrum: Spectrum | null;
  readonly stepsPerYear: number | null;
}

/** One number about a series. */
export interface Feature {
  /** snake_case; a required name if there is one. */
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
  /** Null if the series does not determine it. */
  readonly of: (sample: Sample) => number | null;
}
