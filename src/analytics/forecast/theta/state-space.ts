import { nelderMead } from '../math/nelder-mead.ts';
import { fitLine } from '../math/fit-line.ts';
import type { Meter } from '../meter.ts';

/** The four variants: the line is fixed or dynamic (D), theta is 2 (STM) or optimised (OTM). */
export type ThetaVariant = 'STM' | 'OTM' | 'DSTM' | 'DOTM';

export interface ThetaState {
  readonly variant: ThetaVariant;
  readonly alpha: number;
  readonly theta: number;
  readonly firstLevel: number;
  readonly sigma2: number;
  readonly aicc: number;
  readonly fitted: Float64Array;
  readonly path: (horizon: number) => Float64Array;
}

interface Parameters {
  readonly level: number;
  readonly alpha: number;
  readonly theta: number;
}

interface Walk {
  readonly squares: number;
  readonly fitted: Float64Array;
  readonly level: number;
  /** Intercept and slope of the line after the last value, and the running mean. */
  readonly line: readonly [intercept: number, slope: number];
  readonly runningMean: number;
}

const BOUNDS = { alpha: [0.01, 0.99], theta: [1, 100] } as const;
/** The dynamic line needs two values; earlier errors are left out, as by its authors. */
const DYNAMIC_START = 2;

/** One-step forecast: the level, plus 1 − 1/θ times the line's contribution. `decay` is (1 − α)ᵗ after t values. */
function oneStep(
  level: number,
  [intercept, slope]: readonly [number, number],
  { alpha, theta }: Parameters,
  decay: number,
): number {
  return level + (1 - 1 / theta) * (decay * intercept + ((1 - decay * (1 - alpha)) / alpha) * slope);
}

/** The line (intercept, slope) and mean after one more value, the (t+1)-th: recursive least squares on time. */
function updateLine(mean: number, slope: number, value: number, t: number): { mean: number; line: readonly [number, number] } {
  const count = t + 1;
  const next = t === 0 ? 0 : ((count - 2) * slope + (6 * (value - mean)) / count) / (count + 1);
  const newMean = (t * mean + value) / count;
  return { mean: newMean, line: [newMean - (next * (count + 1)) / 2, next] };
}

function walk(values: Float64Array, parameters: Parameters, fixedLine: readonly [number, number] | null): Walk {
  const fitted = new Float64Array(values.length);
  let line = fixedLine ?? ([0, 0] as const);
  let mean = 0;
  let { level } = parameters;
  let squares = 0;
  let decay = 1;
  for (let t = 0; t < values.length; t++) {
    fitted[t] = oneStep(level, line, parameters, decay);
    decay *= 1 - parameters.alpha;
    const error = values[t]! - fitted[t]!;
    if (fixedLine !== null || t >= DYNAMIC_START) squares += error * error;
    level = parameters.alpha * values[t]! + (1 - parameters.alpha) * level;
    if (fixedLine === null) ({ mean, line } = updateLine(mean, line[1], values[t]!, t));
  }
  return { squares, fitted, level, line, runningMean: mean };
}

/** After the data end, the forecasts themselves update level and line. */
function ahead(end: Walk, length: number, parameters: Parameters, line: 'fixed' | 'dynamic'): (horizon: number) => Float64Array {
  return (horizon) => {
    let { level, line: current, runningMean } = end;
    return Float64Array.from({ length: horizon }, (_, i) => {
      const value = oneStep(level, current, parameters, (1 - parameters.alpha) ** (length + i));
      level = parameters.alpha * value + (1 - parameters.alpha) * level;
      if (line === 'dynamic') ({ mean: runningMean, line: current } = updateLine(runningMean, current[1], value, length + i));
      return value;
    });
  };
}

/**
 * Theta models in the state-space form of Fiorucci, Pellegrini, Louzada, Petropoulos & Koehler 2016. Least squares of the one-step
 * errors give the level ℓ₀, α in [0.01, 0.99] and, if optimised, θ in [1, 100]. Needs 4 values.
 */
export function fitThetaState(values: Float64Array, variant: ThetaVariant, meter: Meter): ThetaState {
  const dynamic = variant.startsWith('D');
  const optimised = variant.endsWith('OTM');
  const { intercept, slope } = fitLine(values);
  const fixedLine = dynamic ? null : ([intercept, slope] as const);
  const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const read = (point: ArrayLike<number>): Parameters => ({
    level: point[0]! * scale,
    alpha: point[1]!,
    theta: optimised ? point[2]! : 2,
  });
  const inside = ({ alpha, theta }: Parameters) =>
    alpha >= BOUNDS.alpha[0] && alpha <= BOUNDS.alpha[1] && theta >= BOUNDS.theta[0] && theta <= BOUNDS.theta[1];
  const objective = (point: Float64Array) => {
    const parameters = read(point);
    return inside(parameters) ? Math.log(walk(values, parameters, fixedLine).squares / scale ** 2 + Number.MIN_VALUE) : Infinity;
  };
  const { point, value } = nelderMead(objective, [values[0]! / (2 * scale), 0.5, ...(optimised ? [2] : [])], {
    steps: [0.1, -0.2, 0.7],
    maxEvaluations: 600,
    tolerance: 1e-9,
    meter,
  });
  const parameters = read(point);
  const end = walk(values, parameters, fixedLine);
  const used = values.length - (dynamic ? DYNAMIC_START : 0);
  const counted = point.length + 1;
  const spare = Math.max(1, used - counted - 1);
  return {
    variant,
    alpha: parameters.alpha,
    theta: parameters.theta,
    firstLevel: parameters.level,
    sigma2: end.squares / Math.max(1, used - point.length),
    // Mean per error, so that variants that leave out the first errors can be compared.
    aicc: values.length * (value - Math.log(used)) + 2 * counted + (2 * counted * (counted + 1)) / spare,
    fitted: end.fitted,
    path: ahead(end, values.length, parameters, dynamic ? 'dynamic' : 'fixed'),
  };
}
