import type { Meter } from '../meter.ts';
import type { Minimum } from './nelder-mead.ts';

const GRADIENT_STEP = 1e-4;
const SUFFICIENT = 1e-4;
const SHRINK = 0.4;
const LINE_STEPS = 20;

interface DescentOptions {
  readonly maxIterations: number;
  /** Stops when an iteration lowers the value by less than this share of it. */
  readonly tolerance: number;
  readonly meter: Meter;
}

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
};

/** Inverse-Hessian update of Broyden, Fletcher, Goldfarb & Shanno; `inverse` is row-major and updated in place. */
function update(inverse: Float64Array, step: Float64Array, turn: Float64Array): void {
  const n = step.length;
  const curvature = dot(step, turn);
  if (!(curvature > 1e-12)) return;
  const product = new Float64Array(n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) product[i]! += inverse[i * n + j]! * turn[j]!;
  const scale = (1 + dot(turn, product) / curvature) / curvature;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      inverse[i * n + j]! += scale * step[i]! * step[j]! - (step[i]! * product[j]! + product[i]! * step[j]!) / curvature;
    }
  }
}

function identity(n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) out[i * n + i] = 1;
  return out;
}

/**
 * Minimum of a smooth function by quasi-Newton steps, central-difference gradients and back-tracking (Nocedal & Wright 2006,
 * algorithm 6.1). The start is always evaluated, even if the meter is exhausted.
 */
export function bfgs(objective: (point: Float64Array) => number, start: ArrayLike<number>, options: DescentOptions): Minimum {
  const { maxIterations, tolerance, meter } = options;
  const n = start.length;
  const evaluate = (point: Float64Array) => {
    meter.step();
    return objective(point);
  };
  let point = Float64Array.from(start);
  let value = evaluate(point);
  if (n === 0) return { point, value };
  const gradientAt = (at: Float64Array): Float64Array =>
    at.map((x, i) => {
      const probe = Float64Array.from(at);
      probe[i] = x + GRADIENT_STEP;
      const above = evaluate(probe);
      probe[i] = x - GRADIENT_STEP;
      return (above - evaluate(probe)) / (2 * GRADIENT_STEP);
    });
  let inverse = identity(n);
  let gradient = gradientAt(point);
  for (let iteration = 0; iteration < maxIterations && !meter.exhausted(); iteration++) {
    let direction = new Float64Array(n);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) direction[i]! -= inverse[i * n + j]! * gradient[j]!;
    let descent = dot(gradient, direction);
    if (!(descent < 0)) {
      inverse = identity(n);
      direction = gradient.map((slope) => -slope);
      descent = dot(gradient, direction);
      if (!(descent < 0)) break;
    }
    let length = Math.min(1, 1 / direction.reduce((most, part) => Math.max(most, Math.abs(part)), 0));
    let next = point;
    let nextValue = Infinity;
    for (let tries = 0; tries < LINE_STEPS && !meter.exhausted(); tries++) {
      const reach = length;
      next = point.map((x, i) => x + reach * direction[i]!);
      nextValue = evaluate(next);
      if (nextValue <= value + SUFFICIENT * length * descent) break;
      length *= SHRINK;
    }
    if (!(nextValue < value)) break;
    const nextGradient = gradientAt(next);
    const before = point;
    const gain = value - nextValue;
    update(
      inverse,
      next.map((x, i) => x - before[i]!),
      nextGradient.map((slope, i) => slope - gradient[i]!),
    );
    [point, value, gradient] = [next, nextValue, nextGradient];
    if (gain < tolerance * (Math.abs(value) + tolerance)) break;
  }
  return { point, value };
}
