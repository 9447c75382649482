/** One interval: net aggressive volume q (base currency, signed) and the change of the mid dP (quote currency). */
export interface FlowAndMove {
  readonly flow: number;
  readonly move: number;
}

export interface KyleLambda {
  /** Price change by unit of signed volume, quote currency a base unit; least squares with intercept. */
  readonly lambda: number;
  /** The same with the line through the origin. */
  readonly lambdaThroughOrigin: number;
  /** `lambda` over its standard error; null when the fit is exact. Below about 2 it is no evidence of impact. */
  readonly t: number | null;
  readonly observations: number;
}

/**
 * Kyle's lambda (Kyle 1985; estimated as Hasbrouck 2009): regression of the signed price change on signed volume, usually
 * 60 intervals of 1 minute. Not of the absolute return, a common mistake. Null for fewer than 3 intervals or when the
 * flow never changes.
 */
export function kyleLambda(intervals: readonly FlowAndMove[]): KyleLambda | null {
  const n = intervals.length;
  if (n < 3) return null;
  const meanFlow = intervals.reduce((sum, { flow }) => sum + flow, 0) / n;
  const meanMove = intervals.reduce((sum, { move }) => sum + move, 0) / n;
  let [sxx, sxy, syy, xx, xy] = [0, 0, 0, 0, 0];
  for (const { flow, move } of intervals) {
    sxx += (flow - meanFlow) ** 2;
    sxy += (flow - meanFlow) * (move - meanMove);
    syy += (move - meanMove) ** 2;
    xx += flow * flow;
    xy += flow * move;
  }
  if (!(sxx > 0)) return null;
  const lambda = sxy / sxx;
  const residual = syy - lambda * sxy;
  // A residual below rounding counts as 0.
  const t = residual > syy * 1e-14 ? lambda / Math.sqrt(residual / (n - 2) / sxx) : null;
  return { lambda, lambdaThroughOrigin: xy / xx, t, observations: n };
}
