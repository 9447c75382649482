import type { Micros } from '../../core/index.ts';

/** A sealed segment, as retention sees it. */
export interface Sealed {
  readonly path: string;
  readonly bytes: number;
  readonly createdAt: Micros;
}

export interface RetentionLimits {
  readonly maxBytes: number;
  readonly maxAgeDays: number;
}

export const US_PER_DAY = 86_400_000_000;

/** The oldest segments that have to go; `sealed` oldest first, `openBytes` what the current one has. */
export function expired(
  sealed: readonly Sealed[],
  openBytes: number,
  { maxBytes, maxAgeDays }: RetentionLimits,
  now: Micros,
): readonly Sealed[] {
  let total = sealed.reduce((sum, { bytes }) => sum + bytes, openBytes);
  let count = 0;
  for (const { bytes, createdAt } of sealed) {
    // Only from the front, so that what is kept has no gap.
    if (total <= maxBytes && now - createdAt <= maxAgeDays * US_PER_DAY) break;
    total -= bytes;
    count++;
  }
  return sealed.slice(0, count);
}
