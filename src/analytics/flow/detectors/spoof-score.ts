import { clamp01, type FindingSeverity } from './types.ts';

/** Fate of a wall, by the share f of its peak that was traded (docs/detectors.md). */
export type WallFate = 'absorbed' | 'pulled' | 'mixed';

const ABSORBED_FROM = 0.5;
const PULLED_BELOW = 0.1;

export const wallFate = (tradedShare: number): WallFate =>
  tradedShare >= ABSORBED_FROM ? 'absorbed' : tradedShare < PULLED_BELOW ? 'pulled' : 'mixed';

export interface SpoofInput {
  /** Share of the wall's peak that was traded, 0–1. */
  readonly tradedShare: number;
  /** Peak size as a multiple of the 95th percentile of its distance. */
  readonly timesP95: number;
  readonly lifeSeconds: number;
  /** Net share of the taker volume in the wall's life that was executed on the other side of the book, 0–1. */
  readonly benefit: number;
}

/** Each 0–1. */
export interface SpoofParts {
  readonly untraded: number;
  readonly size: number;
  readonly brevity: number;
  readonly benefit: number;
}

export const SPOOF_WEIGHTS: Readonly<Record<keyof SpoofParts, number>> = {
  untraded: 0.35,
  size: 0.25,
  brevity: 0.2,
  benefit: 0.2,
};

/** Lifetime from which a wall is not short-lived, seconds. */
export const SHORT_LIFE_S = 30;
const SIZE_FROM = 1.5;
const SIZE_SPAN = 4.5;

export const spoofParts = ({ tradedShare, timesP95, lifeSeconds, benefit }: SpoofInput): SpoofParts => ({
  untraded: clamp01(1 - tradedShare),
  size: clamp01((timesP95 - SIZE_FROM) / SIZE_SPAN),
  brevity: clamp01(1 - lifeSeconds / SHORT_LIFE_S),
  benefit: clamp01(benefit),
});

/** `.35 (1 − f) + .25 clamp((size / P95 − 1.5) / 4.5) + .2 (1 − life / 30) + .2 benefit`, 0–1 (docs/detectors.md). */
export const spoofScore = ({ untraded, size, brevity, benefit }: SpoofParts): number =>
  SPOOF_WEIGHTS.untraded * untraded +
  SPOOF_WEIGHTS.size * size +
  SPOOF_WEIGHTS.brevity * brevity +
  SPOOF_WEIGHTS.benefit * benefit;

/** Low from .5, medium from .65, high from .8; null below. */
export const spoofSeverity = (score: number): FindingSeverity | null =>
  score >= 0.8 ? 'high' : score >= 0.65 ? 'medium' : score >= 0.5 ? 'low' : null;
