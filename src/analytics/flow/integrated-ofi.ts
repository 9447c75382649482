/**
 * Scales multi-level imbalances by the mean depth of each level (Cont, Cucuringu & Zhang 2023): level m of each step
 * divided by the mean over the window of (bid size + ask size) / 2 at that level. No unit. Null if a mean depth is not above 0
 * or the lengths differ.
 */
export function scaleOfi(steps: readonly (readonly number[])[], meanDepths: readonly number[]): number[][] | null {
  if (meanDepths.some((depth) => !(depth > 0)) || steps.some((step) => step.length !== meanDepths.length)) return null;
  return steps.map((step) => step.map((flow, m) => flow / meanDepths[m]!));
}

const ROUNDS = 10_000;
const CONVERGED = 1e-14;

/**
 * Weights of integrated order-flow imbalance: the first principal component of the scaled imbalances, divided by its L1
 * norm. Their sum is positive, so that buying is positive. Computed by power iteration, usually on the last 30 minutes.
 * Null with fewer than two steps, without variance, or if the two largest components are too similar to separate.
 */
export function integratedOfiWeights(steps: readonly (readonly number[])[]): number[] | null {
  const levels = steps[0]?.length ?? 0;
  if (steps.length < 2 || levels === 0 || steps.some((step) => step.length !== levels)) return null;
  const means = Array.from({ length: levels }, (_, m) => steps.reduce((sum, step) => sum + step[m]!, 0) / steps.length);
  const centred = steps.map((step) => step.map((flow, m) => flow - means[m]!));
  const covariance = means.map((_, a) => means.map((__, b) => centred.reduce((sum, row) => sum + row[a]! * row[b]!, 0)));
  // The start is not parallel to any axis, because a start orthogonal to the component would never converge to it.
  let vector = means.map((_, m) => 1 + m / (10 * levels));
  for (let round = 0; round < ROUNDS; round++) {
    const next = covariance.map((row) => row.reduce((sum, value, b) => sum + value * vector[b]!, 0));
    const norm = Math.hypot(...next);
    if (norm === 0) return null;
    const unit = next.map((value) => value / norm);
    const moved = Math.hypot(...unit.map((value, m) => value - vector[m]!));
    vector = unit;
    if (moved < CONVERGED * levels) {
      const l1 = vector.reduce((sum, value) => sum + Math.abs(value), 0);
      const sign = vector.reduce((sum, value) => sum + value, 0) < 0 ? -1 : 1;
      return vector.map((value) => (sign * value) / l1);
    }
  }
  return null;
}

/** Integrated order-flow imbalance of one scaled step: the weighted sum of its levels. Null if the lengths differ. */
export function integratedOfi(step: readonly number[], weights: readonly number[]): number | null {
  return step.length === weights.length ? step.reduce((sum, flow, m) => sum + flow * weights[m]!, 0) : null;
}
