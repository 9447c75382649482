/** The six parts of market health, each 0 (bad) to 1 (good); null if a part's input doesn't exist. */
export interface HealthParts {
  readonly spread: number | null;
  readonly depth: number | null;
  readonly balance: number | null;
  readonly flow: number | null;
  readonly anomalies: number | null;
  readonly freshness: number | null;
}

type Part = keyof HealthParts;

/** Weights of the parts; they sum to 1. */
export const HEALTH_WEIGHTS: Readonly<Record<Part, number>> = {
  spread: 0.2,
  depth: 0.25,
  balance: 0.15,
  flow: 0.15,
  anomalies: 0.15,
  freshness: 0.1,
};

const PARTS = Object.keys(HEALTH_WEIGHTS) as Part[];

export interface Health {
  /** 0–100, not rounded. */
  readonly score: number;
  /** Parts that were null; the weights of the others were scaled up to sum to 1. */
  readonly missing: readonly Part[];
}

/** Market health: 100 × Σ weight × part / Σ weight over the known parts. Null if no part is known. */
export function healthScore(parts: HealthParts): Health | null {
  const present = PARTS.filter((part) => parts[part] !== null);
  if (present.length === 0) return null;
  const weight = present.reduce((sum, part) => sum + HEALTH_WEIGHTS[part], 0);
  const total = present.reduce((sum, part) => sum + HEALTH_WEIGHTS[part] * parts[part]!, 0);
  return { score: (100 * total) / weight, missing: PARTS.filter((part) => parts[part] === null) };
}

/** The share of each known part in the score; they sum to 1. Missing parts have none. */
export function healthWeights(parts: HealthParts): Partial<Record<Part, number>> {
  const present = PARTS.filter((part) => parts[part] !== null);
  const sum = present.reduce((total, part) => total + HEALTH_WEIGHTS[part], 0);
  return Object.fromEntries(present.map((part) => [part, HEALTH_WEIGHTS[part] / sum]));
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value));

/** Number of doublings of the median spread at which the spread's part reaches 0: 16 times the median. */
const SPREAD_DOUBLINGS = 4;

/** Age at which freshness reaches 0: the required `down` limit. */
const STALE_MS = 5_000;

/**
 * Spread relative to its own rolling median, both in bps: 1 at the median or tighter, a quarter less for each doubling, 0 from 16
 * times the median. It uses the market's own median, because 0.01 bps is usual in one market and 10 bps in another. Null without a
 * median above 0.
 */
export function spreadPart(spreadBps: number | null, usual: number | null): number | null {
  if (spreadBps === null || usual === null || !(usual > 0)) return null;
  return spreadBps <= usual ? 1 : clamp(1 - Math.log2(spreadBps / usual) / SPREAD_DOUBLINGS);
}

/** An amount as a share of its own rolling median, at most 1; null without a median above 0. */
const shareOfUsual = (amount: number | null, usual: number | null): number | null =>
  amount === null || usual === null || !(usual > 0) ? null : clamp(amount / usual);

/** Depth (both sides, base currency) relative to its rolling median, at most 1. Null without a median above 0. */
export const depthPart = (depth: number | null, usual: number | null): number | null => shareOfUsual(depth, usual);

/** Balance of the book, `1 − |imbalance|`: 1 if both sides are equal, 0 if one is empty. */
export const balancePart = (imbalance: number | null): number | null =>
  imbalance === null ? null : clamp(1 - Math.abs(imbalance));

/** Events per second relative to their rolling median, at most 1. Null without a median above 0. */
export const flowPart = (perSecond: number | null, usual: number | null): number | null => shareOfUsual(perSecond, usual);

/** Freshness by the age of the data, ms: 1 at 0, falling linearly to 0 at 5 s, when the feed counts as down. */
export const freshnessPart = (ageMs: number | null): number | null => (ageMs === null ? null : clamp(1 - ageMs / STALE_MS));

/** Weight of a finding by severity; low findings are often chance. */
const FINDING_WEIGHTS = { low: 0.5, medium: 1, high: 1 } as const;

/** Absence of anomalies: 1 without any, else 1 minus the highest score (0–1) of ongoing anomalies; scores of low severity are halved. */
export const anomaliesPart = (
  findings: readonly { readonly score: number; readonly severity: keyof typeof FINDING_WEIGHTS }[],
): number => 1 - clamp(Math.max(0, ...findings.map(({ score, severity }) => score * FINDING_WEIGHTS[severity])));
