import type { Micros } from '../../core/index.ts';

/** A sealed segment. */
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

/** The oldest segments, to be deleted. `sealed`: oldest first. `openBytes`: size of the current segment. */
export function expired(
  sealed: readonly Sealed[],
  openBytes: number,
  { maxBytes, maxAgeDays }: RetentionLimits,
  now: Micros,
): readonly Sealed[] {
  let total = sealed.reduce((sum, { bytes }) => sum + bytes, openBytes);
  let count = 0;
  for (const { bytes, createdAt } of sealed) {
    // Deletes only from the front, so that the kept log has no gap.
    if (total <= maxBytes && now - createdAt <= maxAgeDays * US_PER_DAY) break;
    total -= bytes;
    count++;
  }
  return sealed.slice(0, count);
}
