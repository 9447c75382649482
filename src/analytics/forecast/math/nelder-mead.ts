import type { Meter } from '../meter.ts';

interface Vertex {
  readonly point: Float64Array;
  value: number;
}

export interface Minimum {
  readonly point: Float64Array;
  readonly value: number;
}

interface SimplexOptions {
  /** First step along each axis; its sign matters at a bound. */
  readonly steps: readonly number[];
  readonly maxEvaluations: number;
  /** Stops when the simplex's values differ by less than this share of the best. */
  readonly tolerance: number;
  readonly meter: Meter;
}

const byValue = (a: Vertex, b: Vertex) => a.value - b.value;

/**
 * Minimum of a function without derivatives: the simplex method of Nelder & Mead 1965 with their coefficients 1, 2, ½, ½.
 * Infinity marks a point outside the bounds. The start is always evaluated, even if the meter is exhausted.
 */
export function nelderMead(
  objective: (point: Float64Array) => number,
  start: readonly number[],
  options: SimplexOptions,
): Minimum {
  const { steps, maxEvaluations, tolerance, meter } = options;
  const size = start.length;
  let evaluations = 0;
  const evaluate = (point: Float64Array) => {
    evaluations += 1;
    meter.step();
    return objective(point);
  };
  const spent = () => evaluations >= maxEvaluations || meter.exhausted();
  const vertices: Vertex[] = [];
  for (let axis = -1; axis < size && (axis < 0 || !meter.exhausted()); axis++) {
    const point = Float64Array.from(start);
    if (axis >= 0) point[axis]! += steps[axis]!;
    vertices.push({ point, value: evaluate(point) });
  }
  const centre = new Float64Array(size);
  const trial = new Float64Array(size);
  const further = new Float64Array(size);
  const replace = (vertex: Vertex, point: Float64Array, value: number) => {
    vertex.point.set(point);
    vertex.value = value;
  };
  const complete = size > 0 && vertices.length === size + 1;
  while (!spent()) {
    if (!complete) break;
    vertices.sort(byValue);
    const best = vertices[0]!;
    const worst = vertices[size]!;
    if (worst.value - best.value <= tolerance * (Math.abs(best.value) + tolerance)) break;
    centre.fill(0);
    for (let v = 0; v < size; v++) for (let j = 0; j < size; j++) centre[j]! += vertices[v]!.point[j]! / size;
    for (let j = 0; j < size; j++) trial[j] = 2 * centre[j]! - worst.point[j]!;
    const reflected = evaluate(trial);
    if (reflected < best.value) {
      for (let j = 0; j < size; j++) further[j] = 3 * centre[j]! - 2 * worst.point[j]!;
      const expanded = evaluate(further);
      if (expanded < reflected) replace(worst, further, expanded);
      else replace(worst, trial, reflected);
      continue;
    }
    if (reflected < vertices[size - 1]!.value) {
      replace(worst, trial, reflected);
      continue;
    }
    if (reflected < worst.value) replace(worst, trial, reflected);
    for (let j = 0; j < size; j++) further[j] = (centre[j]! + worst.point[j]!) / 2;
    const contracted = evaluate(further);
    if (contracted < worst.value) {
      replace(worst, further, contracted);
      continue;
    }
    for (let v = 1; v <= size && !spent(); v++) {
      const vertex = vertices[v]!;
      for (let j = 0; j < size; j++) vertex.point[j] = (vertex.point[j]! + best.point[j]!) / 2;
      vertex.value = evaluate(vertex.point);
    }
  }
  vertices.sort(byValue);
  return vertices[0]!;
}
