/** A detector's result for a series. */
export interface Anomalies {
  readonly method: string;
  /** How far out each value is, in the detector's own unit; 0 where it couldn't judge yet. */
  readonly scores: Float64Array;
  /** Scores above this are flagged. */
  readonly threshold: number;
  /** Indices of flagged values, rising. */
  readonly flagged: readonly number[];
  /** The first index that was judged. */
  readonly judgedFrom: number;
  /** `past`: a score depends on earlier values only. `whole`: it changes when later values do, so it's for looking back. */
  readonly sight: 'past' | 'whole';
}

/** Score of a value that differs from identical neighbours, because they have no spread to measure by. */
export const APART = 1e6;

export function flagAbove(
  method: string,
  scores: Float64Array,
  threshold: number,
  { judgedFrom, sight }: Pick<Anomalies, 'judgedFrom' | 'sight'>,
): Anomalies {
  const flagged = Array.from(scores.keys()).filter((i) => scores[i]! > threshold);
  return { method, scores, threshold, flagged, judgedFrom, sight };
}
