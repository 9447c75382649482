import { logOddsOf, type Evidence } from './evidence.ts';
import { SPOOF_COMPARED, SPOOF_EVIDENCE, SPOOF_PRIOR, SPOOF_THRESHOLD } from './spoof-evidence.ts';
import type { SpoofQuantities } from './spoof-quantities.ts';
import { clamp01, type FindingSeverity } from './types.ts';

/** A wall that stood longer, or was filled to this share, is not a withdrawal (docs/detectors.md). */
export const LIFE_MOST_S = 45;
export const TRADED_MOST = 0.5;

/** Score of the threshold, and score of one unit of log-odds. */
const MEDIUM = 0.65;
const PER_LOG_ODDS = 0.15;

/** Until the market has been watched for ten minutes, what is usual there is uncertain. `record`: share of the ten minutes, 0–1. */
export const SHORT_RECORD: Evidence = { knots: [0, 1], logOdds: [-2, 0] };

const EVIDENCE = { ...SPOOF_EVIDENCE, ...SPOOF_COMPARED, record: SHORT_RECORD };

/** A kind of evidence. */
export type SpoofPart = keyof typeof EVIDENCE;

/** Each 0–1: 1 where it speaks most for spoofing. Null: the quantity can't be known. */
export type SpoofParts = { readonly [part in SpoofPart]: number | null };

const NAMES = Object.keys(EVIDENCE) as SpoofPart[];

const leastOf = (name: SpoofPart): number => Math.min(...EVIDENCE[name].logOdds);
const spanOf = (name: SpoofPart): number => Math.max(...EVIDENCE[name].logOdds) - leastOf(name);

const forEach = <T>(of: (name: SpoofPart) => T): { readonly [part in SpoofPart]: T } =>
  Object.fromEntries(NAMES.map((name) => [name, of(name)])) as { readonly [part in SpoofPart]: T };

const FITTED = Object.entries(SPOOF_EVIDENCE) as [keyof typeof SPOOF_EVIDENCE, Evidence][];

/** Log-odds of a withdrawal before it is compared with the log-odds of others. */
export const spoofLogOdds = (quantities: SpoofQuantities): number =>
  FITTED.reduce((sum, [name, evidence]) => {
    const value = quantities[name];
    return value === null ? sum : sum + logOddsOf(evidence, value);
  }, SPOOF_PRIOR);

/** Weight of each part: how much it can add to the score. */
export const SPOOF_WEIGHTS: { readonly [part in SpoofPart]: number } = forEach((name) => spanOf(name) * PER_LOG_ODDS);

const LEAST = forEach(leastOf);

/** Score if every known part is 0; below 0. A missing part adds nothing: its log-odds are 0. */
export const spoofBase = (parts: Readonly<Record<string, number | null>>): number =>
  MEDIUM +
  PER_LOG_ODDS * (SPOOF_PRIOR + NAMES.reduce((sum, name) => sum + (parts[name] == null ? 0 : LEAST[name]), 0) - SPOOF_THRESHOLD);

/** Each kind of evidence, 0–1, from its quantity. */
export const spoofParts = (quantities: { readonly [name in SpoofPart]: number | null }): SpoofParts =>
  forEach((name) => {
    const value = quantities[name];
    return value === null ? null : clamp01((logOddsOf(EVIDENCE[name], value) - LEAST[name]) / spanOf(name));
  });

/** Base plus the weighted parts, 0–1. One unit of log-odds is .15; .65 is the threshold of an alarm. */
export const spoofScore = (parts: SpoofParts): number =>
  clamp01(NAMES.reduce((sum, name) => sum + SPOOF_WEIGHTS[name] * (parts[name] ?? 0), spoofBase(parts)));

/** Low from .5, medium from .65, high from .8; null below. */
export const spoofSeverity = (score: number): FindingSeverity | null =>
  score >= 0.8 ? 'high' : score >= 0.65 ? 'medium' : score >= 0.5 ? 'low' : null;
