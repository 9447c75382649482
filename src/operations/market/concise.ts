import { scaleOf } from '../../core/index.ts';
import type { AnswerBase, InputState, Level, VolumeProfile } from '../../services/market/answers.ts';

const MAX_PRICE_DECIMALS = 8;
const SIZE_DECIMALS = 8;
const SHARE_DECIMALS = 6;
const BPS_DECIMALS = 4;

type Maybe = number | null;

/** Rounds to `decimals` digits after the point; null stays null. */
export function round<T extends Maybe>(value: T, decimals: number): T {
  return (value === null ? null : Number(value.toFixed(decimals))) as T;
}

export const roundBps = <T extends Maybe>(value: T): T => round(value, BPS_DECIMALS);
export const roundShare = <T extends Maybe>(value: T): T => round(value, SHARE_DECIMALS);
export const roundSize = <T extends Maybe>(value: T): T => round(value, SIZE_DECIMALS);

/** Rounds derived prices to two digits beyond those of the prices that a venue quoted. */
export function priceRounder(quoted: readonly number[]): <T extends Maybe>(value: T) => T {
  const seen = quoted.map((price) => scaleOf(price) ?? MAX_PRICE_DECIMALS);
  const decimals = Math.min(MAX_PRICE_DECIMALS, Math.max(0, ...seen) + 2);
  return (value) => round(value, decimals);
}

export const roundLevels = (levels: readonly Level[]): Level[] => levels.map(({ p, q }) => ({ p, q: roundSize(q) }));

export function roundProfile(profile: VolumeProfile | null, toPrice: <T extends Maybe>(value: T) => T): VolumeProfile | null {
  if (profile === null) return null;
  const { poc, vah, val, value_share } = profile;
  return {
    ...profile,
    poc: toPrice(poc),
    vah: toPrice(vah),
    val: toPrice(val),
    value_share: roundShare(value_share),
    covered_sec: Math.round(profile.covered_sec),
  };
}

/** The inputs a short answer still has to show: the book, and whatever isn't in order. */
const telling = (input: InputState): boolean => input.stream === 'book' || input.state !== 'synced';

/** The common part, shortened. */
export function conciseBase(answer: AnswerBase): AnswerBase {
  const { as_of, source, state, age_ms, coverage, caveats, inputs } = answer;
  return {
    as_of,
    source,
    state,
    age_ms: round(age_ms, 0),
    coverage,
    caveats: [...caveats],
    inputs: inputs.filter(telling).map((input) => ({ ...input, age_ms: round(input.age_ms, 0) })),
  };
}

const RANK = { high: 0, medium: 1, low: 2 } as const;
const KEPT = 3;

/** The strongest few of a list, in their own order, and how many were left out. */
export function strongest<T extends { severity: keyof typeof RANK }>(
  items: readonly T[] | null,
): { kept: T[] | null; left: number } {
  if (items === null) return { kept: null, left: 0 };
  const best = new Set([...items].sort((a, b) => RANK[a.severity] - RANK[b.severity]).slice(0, KEPT));
  return { kept: items.filter((item) => best.has(item)), left: Math.max(0, items.length - KEPT) };
}

/** Says what a short answer left out; nothing when it left out nothing. */
export const leftOut = (left: number, what: string): string[] => (left > 0 ? [`${left} more ${what} with detail full`] : []);
