import type { Adf } from '../structure/adf.ts';
import type { Kpss } from '../structure/kpss.ts';
import type { Decomposition } from '../structure/stl.ts';
import type { TrendTest } from '../trend/mann-kendall.ts';
import type { Spectrum } from './complexity.ts';

/** What features are computed from; parts that are costly or shared are made once, when first asked for. */
export interface Sample {
  readonly x: Float64Array;
  /** Its last 2,000 values, for what is quadratic. */
  readonly newest: Float64Array;
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
  /** Null when constant or under 12 values, like `kpss`. */
  readonly adf: Adf | null;
  readonly kpss: Kpss | null;
  /** Of the newest 2,000; null under 4. */
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
