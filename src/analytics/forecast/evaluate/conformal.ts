/**
 * Half-width of a split conformal interval at `level` percent: the ⌈(n + 1)·level⌉-th smallest of n calibration scores (Vovk,
 * Gammerman & Shafer 2005; Lei and others 2018). Null when n is too small for the level to be promised: 90 % needs 9.
 */
export function conformalScore(scores: ArrayLike<number>, level: number): number | null {
  if (!(level > 0 && level < 100)) throw new RangeError(`a level lies in (0, 100), got ${level}`);
  const sorted = Float64Array.from(scores).sort();
  // Rounding in the product must not push a whole number over the next one.
  const rank = Math.ceil(((sorted.length + 1) * level) / 100 - 1e-9);
  return rank <= sorted.length ? sorted[rank - 1]! : null;
}

/** The same for two-sided errors, with their absolute values as scores. */
export const conformalWidth = (errors: ArrayLike<number>, level: number): number | null =>
  conformalScore(Float64Array.from(errors, Math.abs), level);

/** How far outside [lower, upper] a value fell, below 0 where it was inside: the score of conformalized quantile regression. */
export const quantileScore = (actual: number, lower: number, upper: number): number => Math.max(lower - actual, actual - upper);

/** State of adaptive conformal inference for one step ahead. */
export interface Adaptive {
  /** The level to ask for now, percent; may leave (0, 100). */
  readonly level: number;
  /** Share of the judged intervals that covered, 0–1; null before any. */
  readonly covered: number | null;
}

export interface AdaptiveOptions {
  /** Percent in (0, 100). */
  readonly level: number;
  /** How fast the level answers a miss, in (0, 1): Gibbs & Candès use 0.005 on long streams; short ones need more. */
  readonly gamma: number;
  /** Scores whose outcome isn't known yet when the next interval is drawn: h − 1 for h steps ahead with an origin at each step. */
  readonly delay: number;
}

/** Limits a level to the range of the scores: the smallest or largest score is used beyond it. */
function clampedScore(scores: readonly number[], level: number): number {
  const rank = Math.ceil(((scores.length + 1) * level) / 100 - 1e-9);
  const sorted = Float64Array.from(scores).sort();
  return sorted[Math.min(sorted.length, Math.max(1, rank)) - 1]!;
}

/**
 * Adaptive conformal inference (Gibbs & Candès 2021) over scores in time order: each is judged by the interval that the scores known
 * before it gave, and the level goes up by γ·level after a miss and down by γ·(100 − level) after a hit, so that coverage is
 * kept in the long run whatever the errors do. Where the theory requires an infinite interval, the largest score is used.
 */
export function adaptiveLevel(scores: ArrayLike<number>, { level, gamma, delay }: AdaptiveOptions): Adaptive {
  if (!(level > 0 && level < 100)) throw new RangeError(`a level lies in (0, 100), got ${level}`);
  if (!(gamma > 0 && gamma < 1)) throw new RangeError(`gamma lies in (0, 1), got ${gamma}`);
  const miss = 100 - level;
  // From here on an interval exists; before, there is nothing to adapt.
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

/** The width that an adaptive level asks for, from all scores; null where there are too few for the level that was promised. */
export function adaptiveScore(scores: ArrayLike<number>, options: AdaptiveOptions): number | null {
  if (conformalScore(scores, options.level) === null) return null;
  return clampedScore(Array.from(scores), adaptiveLevel(scores, options).level);
}
