import type { CodedError } from '../../core/coded-error.ts';
import type { Meter } from './meter.ts';

/** What a caller gives: equally spaced values, oldest first, without gaps. */
export interface SeriesInput {
  readonly values: Float64Array | readonly number[];
  /** Steps in one season, an integer from 1; 1, the default, means no season. */
  readonly period?: number;
  /** Time of the first value, ISO 8601 with a zone. With `step` the forecast carries times. */
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
  /** RFC 3339 time of value `index`, which may lie past the end. */
  readonly at: (index: number) => string;
}

/** Milliseconds from any origin, never going back. */
export type Clock = () => number;

/** Limits on one fit. Without `budgetMs` a fit is the same to the last bit on every machine, given `seed` and `maxSteps`. */
export interface FitControls {
  /** Wall-clock budget, ms. The fit stops at the first step past it and reports its steps, which reproduce it as `maxSteps`. */
  readonly budgetMs?: number;
  /** Most steps (evaluations of an objective), an integer from 0. */
  readonly maxSteps?: number;
  /** Seed of models that draw, an integer from 0. */
  readonly seed?: number;
  /** Read only under `budgetMs`; the catalogue's own unless given. */
  readonly clock?: Clock;
}

/** What a fitting function is given. */
export interface Run {
  readonly meter: Meter;
  readonly seed: number;
}

export interface Bounds {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** A path ahead. `bounds` gives the central interval of a level, percent in (0, 100); absent where a model has none. */
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

/** A model with its parameters found. */
export interface Fit {
  /** Names and numbers that distinguish this fit from others of the same model. */
  readonly params: Readonly<Record<string, number | string | readonly number[]>>;
  /** One step ahead in the sample, `value - residual`; NaN where the model has no prediction yet. */
  readonly fitted?: Float64Array;
  /** Log-likelihood, in the convention that the model's docstring names. */
  readonly loglik?: number;
  /** Corrected Akaike criterion; comparable within one family only. */
  readonly aicc?: number;
  /** Variance of the one-step errors (relative errors where the model's errors multiply). */
  readonly sigma2?: number;
  /** Notes for the user, such as members left out. */
  readonly notes?: readonly string[];
  readonly predict: (horizon: number, future: readonly Float64Array[]) => Prediction;
  /** Attributes the forecast one step ahead, in the series' unit, to features; `future` has the covariates of that step. */
  readonly explain?: (future: readonly Float64Array[]) => Attribution;
}

/** Accepted input and cost of a model, so that a router can refuse early. */
export interface Capabilities {
  /** Fewest values, given the period. */
  readonly minLength: (period: number) => number;
  /** `required` refuses a series without a period; `none` ignores it. */
  readonly season: 'none' | 'used' | 'required';
  readonly zeros: 'taken' | 'refused';
  readonly negatives: 'taken' | 'refused';
  /** `taken` needs their future to forecast, `past` only what was seen with the values. */
  readonly covariates: 'taken' | 'past' | 'refused';
  readonly intervals: 'given' | 'none';
  /** Time to fit 1,000 points: under 1 ms, under 50 ms, under 500 ms. */
  readonly cost: 'instant' | 'fast' | 'moderate';
}

export type ModelOptions = Readonly<Record<string, unknown>>;
export type Fitter = (series: Series, run: Run) => Fit | Promise<Fit>;

/** A model as data. `prepare` reads the options, refusing unknown ones, and gives the function that fits. */
export interface ModelDefinition {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly capabilities: Capabilities;
  readonly prepare: (options: ModelOptions) => Fitter;
}

export interface ForecastOptions {
  /** Central intervals wanted, percent in (0, 100) or fractions in (0, 1): 80 and 0.8 are the same. */
  readonly levels?: readonly number[];
  /** The covariates' values over the horizon, column by column. */
  readonly future?: readonly (Float64Array | readonly number[])[];
}

/** `lower` and `upper` hold one path a level, in the order of `levels`. */
export interface Forecast {
  readonly mean: Float64Array;
  readonly levels?: readonly number[];
  readonly lower?: readonly Float64Array[];
  readonly upper?: readonly Float64Array[];
  /** RFC 3339, where the series has a time axis. */
  readonly times?: readonly string[];
}

export interface FittedModel extends Omit<Fit, 'predict'> {
  readonly name: string;
  /** Steps that the fit took; as `maxSteps` they give it again, to the last bit. */
  readonly steps: number;
  /** Why it ended. */
  readonly stopped: 'done' | 'budget' | 'steps';
  readonly forecast: (horizon: number, options?: ForecastOptions) => Promise<Forecast>;
}

export interface Model {
  readonly name: string;
  readonly summary: string;
  readonly capabilities: Capabilities;
  /** The refusal that `fit` would give before any work, or null. */
  readonly refusal: (input: SeriesInput) => CodedError | null;
  readonly fit: (input: SeriesInput, controls?: FitControls) => Promise<FittedModel>;
}
