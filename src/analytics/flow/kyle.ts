/** One interval: net taker volume q (base currency, signed) and the change of the mid dP (quote currency). */
export interface FlowAndMove {
  readonly flow: number;
  readonly move: number;
}

export interface KyleLambda {
  /** Price change per unit of signed volume, quote currency per unit of base currency; least squares with intercept. */
  readonly lambda: number;
  /** The slope of the line through the origin. */
  readonly lambdaThroughOrigin: number;
  /** `lambda` over its standard error; null if the fit is exact. Below about 2 there is no evidence of impact. */
  readonly t: number | null;
  readonly observations: number;
}

/**
 * Kyle's lambda (Kyle 1985; estimated as in Hasbrouck 2009): regression of the signed price change on signed volume, usually over 60
 * intervals of 1 minute. Using the absolute return instead is a common mistake. Null with fewer than 3 intervals or if the flow never
 * changes.
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
  // A residual within rounding error counts as 0.
  const t = residual > syy * 1e-14 ? lambda / Math.sqrt(residual / (n - 2) / sxx) : null;
  return { lambda, lambdaThroughOrigin: xy / xx, t, observations: n };
}
