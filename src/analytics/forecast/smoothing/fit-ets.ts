import { mean } from '../math/moments.ts';
import { nelderMead } from '../math/nelder-mead.ts';
import type { Minimum } from '../math/nelder-mead.ts';
import type { Meter } from '../meter.ts';
import { initialState } from './initial-state.ts';
import { structureName } from './structure.ts';
import type { Structure } from './structure.ts';
import { sweep } from './sweep.ts';
import type { State, Weights } from './sweep.ts';

/** Above this period, the initial seasonal parts come from the decomposition, because they are too many for a simplex search. */
export const LONGEST_SEARCHED_PERIOD = 24;
const SMALLEST_WEIGHT = 1e-4;
const LARGEST_ALPHA = 0.9999;
const DAMPING = { least: 0.8, most: 0.98 };
interface FirstGuess {
  readonly alpha: number;
  /** β as a share of α. */
  readonly betaShare: number;
}

const slow: FirstGuess = { alpha: 0.2, betaShare: 0.1 };
const fast: FirstGuess = { alpha: 0.9, betaShare: 0.1 };
/**
 * Starting points of searches: slow, fast, and fast with a fast slope. Without a season the likelihood often has several maxima.
 */
const STARTS = {
  seasonal: [slow],
  level: [slow, fast],
  trend: [slow, { alpha: 0.4, betaShare: 0.1 }, fast, { alpha: 0.9, betaShare: 0.8 }],
};
/** A start whose forecasts stay positive on any positive series: the mean, no slope, and weights near 0. Used if all others fail. */
const calm: FirstGuess = { alpha: 0.02, betaShare: 0.05 };
/** In −2·log-likelihood. */
const WORTHWHILE_GAIN = 0.02;
const TOLERANCE = 1e-9;
const EVALUATIONS_A_PARAMETER = 200;
const MOST_EVALUATIONS = 2000;
/** Minimum of the squared errors, as a share of the series' squares, because a perfect fit has no finite likelihood. */
const SMALLEST_SHARE = 1e-28;

export interface EtsFit {
  readonly structure: Structure;
  readonly name: string;
  readonly period: number;
  readonly length: number;
  readonly weights: Weights;
  /** State before the first value, and after the last. */
  readonly first: State;
  readonly last: State;
  readonly errors: Float64Array;
  readonly sigma2: number;
  /** R's convention: −½(n·log Σe² + 2Σlog|μ|), the second term for multiplicative errors only. */
  readonly loglik: number;
  readonly aicc: number;
  /** Number of parameters searched: weights and initial state. */
  readonly parameters: number;
  /** End point of the search, as a start for another. */
  readonly point: Float64Array;
}

interface EtsSearch {
  readonly meter: Meter;
  readonly maxEvaluations?: number;
  /** Maximum number of restarts with a new simplex at the end of the search; 0 by default. */
  readonly restarts?: number;
  /** A point of an earlier search of the same structure and period. */
  readonly from?: Float64Array;
}

interface Layout {
  readonly size: number;
  readonly read: (point: Float64Array) => { weights: Weights; state: State } | null;
  readonly start: number[];
  readonly steps: number[];
}

/** Index of each parameter in the vector of the search; the state is scaled to about 1. */
function layoutOf(structure: Structure, guess: State, { alpha, betaShare }: FirstGuess): Layout {
  const { trend, season } = structure;
  const hasTrend = trend !== 'N';
  const hasSeason = season !== 'N';
  const period = guess.season.length;
  const searched = hasSeason && period <= LONGEST_SEARCHED_PERIOD ? period - 1 : 0;
  const scale = Math.max(Math.abs(guess.level), Math.abs(guess.slope), ...guess.season.map(Math.abs)) || 1;
  const seasonScale = season === 'M' ? 1 : Math.max(...guess.season.map(Math.abs), scale * 1e-6);

  const start: number[] = [];
  const steps: number[] = [];
  const add = (value: number, step: number) => {
    start.push(value);
    steps.push(step);
    return start.length - 1;
  };
  add(alpha, 0.1);
  const atBeta = hasTrend ? add(betaShare * alpha, 0.02) : -1;
  const atGamma = hasSeason ? add(0.05 * (1 - alpha), 0.05) : -1;
  const atPhi = trend === 'Ad' ? add(0.95, -0.03) : -1;
  const atLevel = add(guess.level / scale, 0.05);
  const atSlope = hasTrend ? add(guess.slope / scale, Math.max(1e-3, Math.abs(guess.slope / scale) * 0.2)) : -1;
  const atSeason = start.length;
  for (let j = 0; j < searched; j++) add(guess.season[j]! / seasonScale, 0.05);

  const scratch = new Float64Array(period);
  const read = (point: Float64Array) => {
    const a = point[0]!;
    const beta = atBeta < 0 ? 0 : point[atBeta]!;
    const gamma = atGamma < 0 ? 0 : point[atGamma]!;
    const phi = atPhi < 0 ? Number(hasTrend) : point[atPhi]!;
    if (!(a >= SMALLEST_WEIGHT && a <= LARGEST_ALPHA)) return null;
    if (hasTrend && !(beta >= SMALLEST_WEIGHT && beta <= a)) return null;
    if (hasSeason && !(gamma >= SMALLEST_WEIGHT && gamma <= 1 - a)) return null;
    if (atPhi >= 0 && !(phi >= DAMPING.least && phi <= DAMPING.most)) return null;
    scratch.set(guess.season);
    if (searched > 0) {
      let sum = 0;
      for (let j = 0; j < searched; j++) {
        scratch[j] = point[atSeason + j]! * seasonScale;
        sum += scratch[j]!;
      }
      scratch[period - 1] = (season === 'M' ? period : 0) - sum;
    }
    if (season === 'M') for (let j = 0; j < period; j++) if (!(scratch[j]! > 0)) return null;
    const state = { level: point[atLevel]! * scale, slope: atSlope < 0 ? 0 : point[atSlope]! * scale, season: scratch };
    return { weights: { alpha: a, beta, gamma, phi }, state };
  };
  return { size: start.length, read, start, steps };
}

const copyOf = ({ level, slope, season }: State): State => ({ level, slope, season: Float64Array.from(season) });

/** Restarts with a new simplex where the last one collapsed, as long as that improves the fit. */
function polish(
  objective: (point: Float64Array) => number,
  found: Minimum,
  steps: readonly number[],
  search: EtsSearch,
): Minimum {
  let best = found;
  for (let round = 0; round < (search.restarts ?? 0) && !search.meter.exhausted(); round++) {
    const maxEvaluations = search.maxEvaluations ?? MOST_EVALUATIONS;
    const next = nelderMead(objective, Array.from(best.point), {
      steps,
      maxEvaluations,
      tolerance: TOLERANCE,
      meter: search.meter,
    });
    const gain = best.value - next.value;
    if (gain > 0) best = next;
    if (!(gain > WORTHWHILE_GAIN)) break;
  }
  return best;
}

/** The best of a simplex search from each start, or from the given point alone. */
function descend(objective: (point: Float64Array) => number, layouts: readonly Layout[], search: EtsSearch): Minimum {
  const { size, steps } = layouts[0]!;
  const starts = search.from ? [Array.from(search.from)] : layouts.map(({ start }) => start);
  const maxEvaluations = search.maxEvaluations ?? Math.min(EVALUATIONS_A_PARAMETER * size, MOST_EVALUATIONS);
  let best: Minimum | null = null;
  for (const start of starts) {
    if (best !== null && search.meter.exhausted()) break;
    const found = nelderMead(objective, start, { steps, maxEvaluations, tolerance: TOLERANCE, meter: search.meter });
    if (best === null || found.value < best.value) best = found;
  }
  return polish(objective, best!, steps, search);
}

/** Largest share of the level that a flattened additive season may take away. */
const SEASON_SHARE = 0.9;

/** A guess that keeps multiplicative errors feasible: the mean level, no slope, and no additive season that exceeds the level. */
function flattened(values: Float64Array, { season }: State, structure: Structure): State {
  const level = mean(values);
  const lowest = season.reduce((least, part) => Math.min(least, part), 0);
  const share = structure.season === 'A' && structure.error === 'M' && lowest < 0 ? (SEASON_SHARE * level) / -lowest : 1;
  return { level, slope: 0, season: share < 1 ? season.map((part) => part * share) : season };
}

/**
 * Maximum-likelihood fit of one structure: simplex search over weights and initial state, restricted as in Hyndman and others
 * 2008, section 10.2. Null if the structure can't describe the series, such as multiplicative errors on values that aren't positive.
 */
export function fitEts(values: Float64Array, period: number, structure: Structure, search: EtsSearch): EtsFit | null {
  const n = values.length;
  const guess = initialState(values, structure.season === 'N' ? 1 : period, structure);
  if (guess === null) return null;
  const kind = structure.season !== 'N' ? 'seasonal' : structure.trend === 'N' ? 'level' : 'trend';
  const share = structure.error === 'M' ? 1 : values.reduce((sum, value) => sum + value * value, 0);
  const floor = n * SMALLEST_SHARE * share;
  const criterion = ({ squares, logs }: { squares: number; logs: number }) => n * Math.log(Math.max(squares, floor)) + 2 * logs;
  const searchFrom = (start: State, guesses: readonly FirstGuess[], limits: EtsSearch) => {
    const layouts = guesses.map((first) => layoutOf(structure, start, first));
    const layout = layouts[0]!;
    const objective = (at: Float64Array): number => {
      const read = layout.read(at);
      const sums = read && sweep(values, structure, read.weights, read.state);
      return sums ? criterion(sums) : Infinity;
    };
    return { layout, ...descend(objective, layouts, limits) };
  };
  let best = searchFrom(guess, STARTS[kind], search);
  if (!Number.isFinite(best.value)) {
    const { from: _, ...limits } = search;
    best = searchFrom(flattened(values, guess, structure), [calm], limits);
  }
  const { value, point, layout } = best;
  const found = layout.read(point);
  if (!Number.isFinite(value) || found === null) return null;
  const first = copyOf(found.state);
  const last = copyOf(found.state);
  const errors = new Float64Array(n);
  const sums = sweep(values, structure, found.weights, last, errors);
  if (sums === null) return null;
  const counted = layout.size + 1;
  return {
    structure,
    name: structureName(structure),
    period: first.season.length,
    length: n,
    weights: found.weights,
    first,
    last,
    errors,
    sigma2: sums.squares / Math.max(1, n - layout.size),
    loglik: -value / 2,
    aicc: n > counted + 1 ? value + 2 * counted + (2 * counted * (counted + 1)) / (n - counted - 1) : Infinity,
    parameters: layout.size,
    point,
  };
}
