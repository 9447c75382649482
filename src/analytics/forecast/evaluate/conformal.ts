/**
 * Half-width of a split conformal interval at `level` percent: the ⌈(n + 1)·level⌉-th smallest of n calibration scores (Vovk,
 * Gammerman & Shafer 2005; Lei and others 2018). Null if n is too small to guarantee the level: 90 % needs 9 scores.
 */
export function conformalScore(scores: ArrayLike<number>, level: number): number | null {
  if (!(level > 0 && level < 100)) throw new RangeError(`a level lies in (0, 100), got ${level}`);
  const sorted = Float64Array.from(scores).sort();
  // Rounding in the product must not raise an integer to the next one.
  const rank = Math.ceil(((sorted.length + 1) * level) / 100 - 1e-9);
  return rank <= sorted.length ? sorted[rank - 1]! : null;
}

/** `conformalScore` of absolute errors, for two-sided intervals. */
export const conformalWidth = (errors: ArrayLike<number>, level: number): number | null =>
  conformalScore(Float64Array.from(errors, Math.abs), level);

/** Distance of a value outside [lower, upper], negative inside: the score of conformalized quantile regression. */
export const quantileScore = (actual: number, lower: number, upper: number): number => Math.max(lower - actual, actual - upper);

/** State of adaptive conformal inference for one step ahead. */
export interface Adaptive {
  /** Level to use now, percent; may leave (0, 100). */
  readonly level: number;
  /** Share of the judged intervals that contained their value, 0–1; null before the first. */
  readonly covered: number | null;
}

export interface AdaptiveOptions {
  /** Percent in (0, 100). */
  readonly level: number;
  /** Step size of the level's adjustment, in (0, 1): Gibbs & Candès use 0.005 on long streams; short ones need more. */
  readonly gamma: number;
  /** Latest scores not yet known when the next interval is computed: h − 1 for h steps ahead with an origin at each step. */
  readonly delay: number;
}

/** The score at a level; the smallest or largest score if the level is beyond their range. */
function clampedScore(scores: readonly number[], level: number): number {
  const rank = Math.ceil(((scores.length + 1) * level) / 100 - 1e-9);
  const sorted = Float64Array.from(scores).sort();
  return sorted[Math.min(sorted.length, Math.max(1, rank)) - 1]!;
}

/**
 * Adaptive conformal inference (Gibbs & Candès 2021) over scores in time order. Each score is judged by the interval from the scores
 * known before it. The level rises by γ·level after a miss and falls by γ·(100 − level) after a hit, so that long-run coverage
 * holds for any errors. Where the theory requires an infinite interval, the largest score is used.
 */
export function adaptiveLevel(scores: ArrayLike<number>, { level, gamma, delay }: AdaptiveOptions): Adaptive {
  if (!(level > 0 && level < 100)) throw new RangeError(`a level lies in (0, 100), got ${level}`);
  if (!(gamma > 0 && gamma < 1)) throw new RangeError(`gamma lies in (0, 1), got ${gamma}`);
  const miss = 100 - level;
  // The first score with an interval; earlier there is nothing to adapt.
  const first = Math.ceil(level / miss - 1e-9);
  const outcomes: (boolean | null)[] = [];
  let now = level;
  let [hits, judged] = [0, 0];
  const known: number[] = [];
  for (let t = 0; t < scores.length; t++) {
    const arrived = t - 1 - delay;
    if (arrived >= 0) {
      known.push(scores[arrived]!);
      const covered = outcomes[arrived]!;
      if (covered !== null) now += gamma * (covered ? -miss : level);
    }
    const covered = known.length < first ? null : scores[t]! <= clampedScore(known, now);
    outcomes.push(covered);
    if (covered === null) continue;
    judged += 1;
    if (covered) hits += 1;
  }
  // Scores that became known since the last interval.
  for (let t = Math.max(0, scores.length - 1 - delay); t < scores.length; t++) {
    if (outcomes[t] !== null) now += gamma * (outcomes[t] ? -miss : level);
  }
  return { level: now, covered: judged > 0 ? hits / judged : null };
}

/** Half-width at the adaptive level, from all scores; null with too few scores for the nominal level. */
export function adaptiveScore(scores: ArrayLike<number>, options: AdaptiveOptions): number | null {
  if (conformalScore(scores, options.level) === null) return null;
  return clampedScore(Array.from(scores), adaptiveLevel(scores, options).level);
}
