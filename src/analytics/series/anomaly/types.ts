/** A detector's result for a series. */
export interface Anomalies {
  readonly method: string;
  /** How anomalous each value is, in the detector's own unit; 0 for values that it couldn't judge. */
  readonly scores: Float64Array;
  /** Scores above this are flagged. */
  readonly threshold: number;
  /** Indices of flagged values, ascending. */
  readonly flagged: readonly number[];
  /** The first index that was judged. */
  readonly judgedFrom: number;
  /** `past`: a score depends on this and earlier values only. `whole`: it also depends on later values, so use it in hindsight only. */
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
