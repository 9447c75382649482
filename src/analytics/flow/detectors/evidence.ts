/** One kind of evidence: log-odds by a quantity, linear between knots and constant beyond them. */
export interface Evidence {
  readonly knots: readonly number[];
  readonly logOdds: readonly number[];
}

/** Log-odds of a quantity. Throws if it is not a number: what can't be known is null, and has no log-odds. */
export function logOddsOf({ knots, logOdds }: Evidence, value: number): number {
  const last = knots.length - 1;
  if (value >= knots[last]!) return logOdds[last]!;
  for (let i = 1; i <= last; i++)
    if (value < knots[i]!) {
      const share = Math.max(0, (value - knots[i - 1]!) / (knots[i]! - knots[i - 1]!));
      return logOdds[i - 1]! + share * (logOdds[i]! - logOdds[i - 1]!);
    }
  throw new RangeError(`log-odds of ${value}`);
}
