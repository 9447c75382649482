import { clamp01, type FindingSeverity } from './types.ts';

export interface CrashInput {
  /** Bid depth within 1 % of the mid as a share of its 24 h median. */
  readonly depth: number | null;
  /** Spread as a multiple of its median. */
  readonly spread: number | null;
  /** Fall of the mid in ten seconds as a multiple of the usual move; null until that is known. */
  readonly fall: number | null;
  /** Share of the market's own past VPINs at or below this one, 0–1. */
  readonly vpinCdf: number | null;
  /** Net taker flow in standard deviations from its mean; negative for selling. */
  readonly flowZ: number | null;
  /** Liquidated amount as a multiple of its median. */
  readonly liquidations: number | null;
}

/** Each part 0–1; null if its input does not exist. */
export type CrashParts = { readonly [part in 'depth' | 'spread' | 'vpin' | 'flow' | 'liquidations']: number | null };

type Part = keyof CrashParts;

export const CRASH_WEIGHTS: Readonly<Record<Part, number>> = {
  depth: 0.3,
  spread: 0.2,
  vpin: 0.15,
  flow: 0.2,
  liquidations: 0.15,
};

const PARTS = Object.keys(CRASH_WEIGHTS) as Part[];
/** Minimum total weight of the known parts for a score: the weight of spread and flow together. */
const WEIGHT_LEAST = 0.4;

const part = (value: number | null, of: (value: number) => number): number | null => (value === null ? null : clamp01(of(value)));

/** How fast the price falls, 0–1: `(m − 6) / 8`. */
export const fallPart = (fall: number | null): number | null => part(fall, (m) => (m - 6) / 8);

/** A spread of one tick hardly widens in a crash, so a fast fall counts as much as a wide spread. */
function spreadPart(spread: number | null, fall: number | null): number | null {
  const wide = part(spread, (s) => Math.log2(s) / 4);
  const falls = fallPart(fall);
  return wide === null || falls === null ? wide : Math.max(wide, falls);
}

/** The five parts of flash-crash risk (docs/detectors.md). */
export const crashParts = ({ depth, spread, fall, vpinCdf, flowZ, liquidations }: CrashInput): CrashParts => ({
  depth: part(depth, (d) => (1 - d) / 0.9),
  spread: spreadPart(spread, fall),
  vpin: part(vpinCdf, (cdf) => (cdf - 0.8) / 0.2),
  flow: part(flowZ, (z) => -z / 4),
  liquidations: part(liquidations, (x) => Math.log10(x) / 2),
});

export interface CrashRisk {
  /** 0–1. */
  readonly score: number;
  /** Parts that were null: the weights of the others were scaled up to sum to 1. */
  readonly missing: readonly Part[];
}

/** Weighted mean of the known parts; null if their weight is less than that of spread and flow. */
export function crashRisk(parts: CrashParts): CrashRisk | null {
  const present = PARTS.filter((name) => parts[name] !== null);
  const weight = present.reduce((sum, name) => sum + CRASH_WEIGHTS[name], 0);
  if (weight < WEIGHT_LEAST) return null;
  const total = present.reduce((sum, name) => sum + CRASH_WEIGHTS[name] * (parts[name] ?? 0), 0);
  return { score: total / weight, missing: PARTS.filter((name) => parts[name] === null) };
}

/** Warning (medium) from .5, high from .7; null below. */
export const crashSeverity = (score: number): FindingSeverity | null => (score >= 0.7 ? 'high' : score >= 0.5 ? 'medium' : null);
