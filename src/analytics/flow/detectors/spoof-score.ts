import { logOddsOf, type Evidence } from './evidence.ts';
import { SPOOF_EVIDENCE, SPOOF_PRIOR, SPOOF_THRESHOLD } from './spoof-evidence.ts';
import type { SpoofQuantities } from './spoof-quantities.ts';
import { clamp01, type FindingSeverity } from './types.ts';

/** A wall that stood longer, or was filled to this share, is not a withdrawal (docs/detectors.md). */
export const LIFE_MOST_S = 45;
export const TRADED_MOST = 0.5;

/** Score of the threshold, and score of one unit of log-odds. */
const MEDIUM = 0.65;
const PER_LOG_ODDS = 0.15;

/** Until the market has been watched for ten minutes, what is usual there is uncertain. `record`: share of the ten minutes, 0–1. */
const SHORT_RECORD: Evidence = { knots: [0, 1], logOdds: [-2, 0] };

const ENTRIES = Object.entries({ ...SPOOF_EVIDENCE, record: SHORT_RECORD }).map(([name, evidence]) => {
  const least = Math.min(...evidence.logOdds);
  return { name, evidence, least, span: Math.max(...evidence.logOdds) - least };
});

/** Weight of each part: how much it can add to the score. */
export const SPOOF_WEIGHTS: Readonly<Record<string, number>> = Object.fromEntries(
  ENTRIES.map(({ name, span }) => [name, span * PER_LOG_ODDS]),
);

/** Score if every part is 0; below 0. */
export const SPOOF_BASE =
  MEDIUM + PER_LOG_ODDS * (SPOOF_PRIOR + ENTRIES.reduce((sum, { least }) => sum + least, 0) - SPOOF_THRESHOLD);

/** Each kind of evidence, 0–1: 1 where it speaks most for spoofing. A quantity that is missing is an error of the caller. */
export function spoofParts(quantities: SpoofQuantities): Readonly<Record<string, number>> {
  return Object.fromEntries(
    ENTRIES.map(({ name, evidence, least, span }) => {
      const value = quantities[name];
      if (value === undefined) throw new RangeError(`no quantity ${name}`);
      return [name, clamp01((logOddsOf(evidence, value) - least) / span)];
    }),
  );
}

/** Base plus the weighted parts, 0–1. One unit of log-odds is .15; .65 is the threshold of an alarm. */
export const spoofScore = (parts: Readonly<Record<string, number>>): number =>
  clamp01(ENTRIES.reduce((sum, { name }) => sum + (SPOOF_WEIGHTS[name] ?? 0) * (parts[name] ?? 0), SPOOF_BASE));

/** Low from .5, medium from .65, high from .8; null below. */
export const spoofSeverity = (score: number): FindingSeverity | null =>
  score >= 0.8 ? 'high' : score >= 0.65 ? 'medium' : score >= 0.5 ? 'low' : null;
