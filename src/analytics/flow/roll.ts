/**
 * Roll's spread (1984): `2 √(−cov(ΔPₜ, ΔPₜ₋₁))`, quote currency, from trade prices alone; the covariance divides by the
 * number of pairs. Null with fewer than two pairs, or if the covariance is not negative, because the model then doesn't hold.
 */
export function rollSpread(prices: readonly number[]): number | null {
  const changes = prices.slice(1).map((price, i) => price - prices[i]!);
  const pairs = changes.length - 1;
  if (pairs < 2) return null;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / pairs;
  const [early, late] = [changes.slice(0, -1), changes.slice(1)];
  const [meanEarly, meanLate] = [mean(early), mean(late)];
  const covariance = mean(early.map((change, i) => (change - meanEarly) * (late[i]! - meanLate)));
  return covariance < 0 ? 2 * Math.sqrt(-covariance) : null;
}
