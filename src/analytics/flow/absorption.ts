export interface AbsorptionInput {
  /** Net taker volume q of the interval (usually 5 s), base currency, signed. */
  readonly flow: number;
  /** Change of the mid, quote currency. */
  readonly move: number;
  /** Kyle's lambda, quote currency per unit of base currency. */
  readonly lambda: number;
  /** 90th percentile of |q|: smaller flow is not judged. */
  readonly flowP90: number;
}

/**
 * Absorption `1 − |dP| / (λ |q|)`: the share of the expected price change that resting orders absorbed. 1 if the price did not move,
 * below 0 if it moved more than expected. Null if |q| ≤ its 90th percentile or λ is not above 0.
 */
export function absorption({ flow, move, lambda, flowP90 }: AbsorptionInput): number | null {
  const amount = Math.abs(flow);
  return lambda > 0 && amount > 0 && amount > flowP90 ? 1 - Math.abs(move) / (lambda * amount) : null;
}
