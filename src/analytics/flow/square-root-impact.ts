const BPS = 10_000;

export interface ImpactInput {
  /** Volatility over the same period as `volume`, as a share: 0.03 is 3 % per day. */
  readonly volatility: number;
  /** Size of the order and traded volume, in the same unit. */
  readonly size: number;
  readonly volume: number;
  /** Y, dimensionless; measurements give 0.5–1. Default 1. */
  readonly factor?: number;
}

/**
 * Expected impact of a large order executed over time, `Y σ √(Q / V)`, basis points (Bouchaud and others: the square-root
 * law). An empirical law, not a bound. Null if volume is not above 0, or size or volatility is negative.
 */
export function squareRootImpactBps({ volatility, size, volume, factor = 1 }: ImpactInput): number | null {
  return volume > 0 && size >= 0 && volatility >= 0 ? factor * volatility * Math.sqrt(size / volume) * BPS : null;
}
