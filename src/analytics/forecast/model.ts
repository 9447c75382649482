import type { CodedError } from '../../core/coded-error.ts';
import type { Meter } from './meter.ts';

/** Input from a caller: equally spaced values, oldest first, without gaps. */
export interface SeriesInput {
  readonly values: Float64Array | readonly number[];
  /** Steps in one season, an integer from 1; 1, the default, means no season. */
  readonly period?: number;
  /** Time of the first value, ISO 8601 with a zone. With `step` the forecast includes times. */
  readonly start?: string;
  /** Time between values, an ISO 8601 duration such as `PT1H` or `P1M`. */
  readonly step?: string;
  /** Columns known for each value, for models that take covariates. */
  readonly covariates?: readonly (Float64Array | readonly number[])[];
}

/** A series that passed `checkSeries`: finite, within range, at least one value. */
export interface Series {
  readonly values: Float64Array;
  readonly period: number;
  readonly axis: TimeAxis | null;
  readonly covariates: readonly Float64Array[];
}

export interface TimeAxis {
  /** RFC 3339 time of value `index`; `index` may be past the end. */
  readonly at: (index: number) => string;
}

/** Milliseconds from any origin; never decreases. */
export type Clock = () => number;

/** Limits on one fit. Without `budgetMs`, fits with the same `seed` and `maxSteps` are bit-identical on every machine. */
export interface FitControls {
  /** Wall-clock budget, ms. The fit stops at the first step past it and reports its steps; passed as `maxSteps`, they reproduce it. */
  readonly budgetMs?: number;
  /** Maximum number of steps (evaluations of an objective), an integer from 0. */
  readonly maxSteps?: number;
  /** Seed of models that use random numbers, an integer from 0. */
  readonly seed?: number;
  /** Used only with `budgetMs`; by default the catalogue's clock. */
  readonly clock?: Clock;
}

/** Context of a fitting function. */
export interface Run {
  readonly meter: Meter;
  readonly seed: number;
}

export interface Bounds {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** A forecast path. `bounds` returns the central interval of a level, percent in (0, 100); absent if the model has none. */
export interface Prediction {
  readonly mean: Float64Array;
  readonly bounds?: (level: number) => Bounds;
}

/** Attribution of a prediction: `expectation` plus the contributions of all features gives the prediction. */
export interface Attribution {
  readonly features: readonly string[];
  readonly expectation: number;
  readonly contributions: Float64Array;
}

/** A model with fitted parameters. */
export interface Fit {
  /** Names and numbers that distinguish this fit from others of the same model. */
  readonly params: Readonly<Record<string, number | string | readonly number[]>>;
  /** One-step predictions in the sample, `value - residual`; NaN while the model has no prediction yet. */
  readonly fitted?: Float64Array;
  /** Log-likelihood, in the convention of the model's docstring. */
  readonly loglik?: number;
  /** Corrected Akaike criterion; comparable within one family only. */
  readonly aicc?: number;
  /** Variance of the one-step errors; of relative errors if the model's errors are multiplicative. */
  readonly sigma2?: number;
  /** Notes for the user, such as members that were left out. */
  readonly notes?: readonly string[];
  readonly predict: (horizon: number, future: readonly Float64Array[]) => Prediction;
  /** Attributes the one-step forecast, in the series' unit, to features; `future` has the covariates of that step. */
  readonly explain?: (future: readonly Float64Array[]) => Attribution;
}

/** Accepted input and cost of a model, so that a router can refuse early. */
export interface Capabilities {
  /** Minimum number of values, given the period. */
  readonly minLength: (period: number) => number;
  /** `required` refuses a series without a period; `none` ignores it. */
  readonly season: 'none' | 'used' | 'required';
  readonly zeros: 'taken' | 'refused';
  readonly negatives: 'taken' | 'refused';
  /** `taken` needs the covariates' future to forecast, `past` only their history. */
  readonly covariates: 'taken' | 'past' | 'refused';
  readonly intervals: 'given' | 'none';
  /** Time to fit 1,000 points: under 1 ms, under 50 ms, under 500 ms. */
  readonly cost: 'instant' | 'fast' | 'moderate';
}

export type ModelOptions = Readonly<Record<string, unknown>>;
export type Fitter = (series: Series, run: Run) => Fit | Promise<Fit>;

/** A model as data. `prepare` parses the options, refuses unknown ones, and returns the fitting function. */
export interface ModelDefinition {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly capabilities: Capabilities;
  readonly prepare: (options: ModelOptions) => Fitter;
}

export interface ForecastOptions {
  /** Levels of central intervals, percent in (0, 100) or fractions in (0, 1): 80 and 0.8 are the same. */
  readonly levels?: readonly number[];
  /** The covariates' values over the horizon, one column per covariate. */
  readonly future?: readonly (Float64Array | readonly number[])[];
}

/** `lower` and `upper` have one path per level, in the order of `levels`. */
export interface Forecast {
  readonly mean: Float64Array;
  readonly levels?: readonly number[];
  readonly lower?: readonly Float64Array[];
  readonly upper?: readonly Float64Array[];
  /** RFC 3339; absent if the series has no time axis. */
  readonly times?: readonly string[];
}

export interface FittedModel extends Omit<Fit, 'predict'> {
  readonly name: string;
  /** Steps of the fit; passed as `maxSteps`, they reproduce it bit by bit. */
  readonly steps: number;
  /** Why the fit ended. */
  readonly stopped: 'done' | 'budget' | 'steps';
  readonly forecast: (horizon: number, options?: ForecastOptions) => Promise<Forecast>;
}

export interface Model {
  readonly name: string;
  readonly summary: string;
  readonly capabilities: Capabilities;
  /** The refusal that `fit` would throw before any work, or null. */
  readonly refusal: (input: SeriesInput) => CodedError | null;
  readonly fit: (input: SeriesInput, controls?: FitControls) => Promise<FittedModel>;
}
