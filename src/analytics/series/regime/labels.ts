/** Observed transitions and durations of a sequence of labels. */
export interface LabelMoves<L extends string | number> {
  readonly labels: readonly L[];
  /** `transition[i][j]`: share of the steps from label i that went to label j; row i is null if no step starts at i. */
  readonly transition: readonly (readonly number[] | null)[];
  /** Share of the steps spent in each label. */
  readonly shares: readonly number[];
  /** Durations of stays in each label, in steps, without the unfinished last stay; null without a finished stay. */
  readonly durations: readonly ({ readonly count: number; readonly mean: number; readonly longest: number } | null)[];
}

/** Transition matrix and durations of a path of labels, such as states or named regimes. */
export function labelMoves<L extends string | number>(path: ArrayLike<L>): LabelMoves<L> {
  const list = Array.from(path);
  const labels = [...new Set(list)].sort((a, b) => (a < b ? -1 : 1));
  const counts = labels.map(() => labels.map(() => 0));
  const stays = labels.map((): number[] => []);
  let run = 1;
  for (let t = 1; t < list.length; t++) {
    const [i, j] = [labels.indexOf(list[t - 1]!), labels.indexOf(list[t]!)];
    counts[i]![j] = counts[i]![j]! + 1;
    if (i === j) run++;
    else {
      stays[i]!.push(run);
      run = 1;
    }
  }
  return {
    labels,
    transition: counts.map((row) => {
      const total = row.reduce((sum, count) => sum + count, 0);
      return total > 0 ? row.map((count) => count / total) : null;
    }),
    shares: labels.map((label) => list.filter((own) => own === label).length / list.length),
    durations: stays.map((own) =>
      own.length > 0
        ? { count: own.length, mean: own.reduce((sum, stay) => sum + stay, 0) / own.length, longest: Math.max(...own) }
        : null,
    ),
  };
}
