import { solve } from '../math/linear-system.ts';

/**
 * Non-negative weights that sum to 1 and minimise w′Gw + λ‖w‖². G is the Gram matrix of the members' errors, scaled to mean diagonal
 * 1. This is stacking with a positive ridge (Breiman 1996); because the sum is fixed, the ridge pulls towards equal weights.
 * Active-set method: solve (G + λI)w ∝ 1 for the free members, drop the most negative weight, repeat; at most one round per member.
 */
export function stackedWeights(errors: readonly Float64Array[], ridge: number): readonly number[] {
  const k = errors.length;
  const gram = errors.map((one) => errors.map((other) => one.reduce((sum, error, t) => sum + error * other[t]!, 0)));
  const size = gram.reduce((sum, row, i) => sum + row[i]!, 0) / k;
  if (!(size > 0)) return errors.map(() => 1 / k);
  let free = errors.map((_, i) => i);
  for (;;) {
    const n = free.length;
    const matrix = new Float64Array(n * n);
    free.forEach((i, r) =>
      free.forEach((j, c) => {
        matrix[r * n + c] = gram[i]![j]! / size + (i === j ? ridge : 0);
      }),
    );
    const direction = solve(matrix, new Float64Array(n).fill(1));
    const total = direction?.reduce((sum, value) => sum + value, 0) ?? 0;
    // Members with equal errors can't be distinguished: equal weights are among the best.
    if (direction === null || !(Math.abs(total) > 0) || !Number.isFinite(total)) return spread(k, free, () => 1 / n);
    const weights = direction.map((value) => value / total);
    const least = weights.indexOf(Math.min(...weights));
    if (weights[least]! >= 0) return spread(k, free, (r) => weights[r]!);
    free = free.filter((_, r) => r !== least);
  }
}

const spread = (k: number, free: readonly number[], weightOf: (rank: number) => number): readonly number[] =>
  Array.from({ length: k }, (_, i) => (free.includes(i) ? weightOf(free.indexOf(i)) : 0));
