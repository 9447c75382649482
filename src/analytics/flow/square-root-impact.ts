const BPS = 10_000;

export interface ImpactInput {
  /** Volatility as a share over the same time as `volume`: 0.03 is 3 % a day. */
  readonly volatility: number;
  /** Size of the order and volume traded, in one unit. */
  readonly size: number;
  readonly volume: number;
  /** Y, dimensionless, measured 0.5–1. Default 1. */
  readonly factor?: number;
}

/**
 * Expected impact of a large order worked over time, `Y σ √(Q / V)`, basis points (Bouchaud and others: the square-root
 * law). An empirical law, not a bound. Null when volume is not above 0 or the size or volatility is negative.
 */
export function squareRootImpactBps({ volatility, size, volume, factor = 1 }: ImpactInput): number | null {
  return volume > 0 && size >= 0 && volatility >= 0 ? factor * volatility * Math.sqrt(size / volume) * BPS : null;
}
