import type { Micros } from '../../../core/index.ts';

/** Fills of a level, oldest first: time and size (base currency) of each in turn. Objects would take three times the memory. */
export type Fills = number[];

const FILLS_MOST = 256;
/** Numbers up to which a list has no spare room. */
const EXACT = 16;

/** Adds a fill; use the list that it returns. A full list merges its two oldest fills into one at the later time. */
export function withFill(fills: Fills, at: Micros, size: number): Fills {
  // Most levels have few fills, and `push` would reserve room for eight more.
  if (fills.length < EXACT) return fills.concat([at, size]);
  fills.push(at, size);
  if (fills.length > 2 * FILLS_MOST) fills.splice(0, 4, fills[2]!, fills[1]! + fills[3]!);
  return fills;
}

export const firstFillAt = (fills: Fills): Micros | null => fills[0] ?? null;

/** The fills after a time. */
export function fillsAfter(fills: Fills, since: Micros): Fills {
  const kept: Fills = [];
  for (let i = 0; i < fills.length; i += 2) if (fills[i]! > since) kept.push(fills[i]!, fills[i + 1]!);
  return kept;
}

/** Size filled at or after a time, base currency. */
export function filledFrom(fills: Fills, from: Micros): number {
  let sum = 0;
  for (let i = 0; i < fills.length; i += 2) if (fills[i]! >= from) sum += fills[i + 1]!;
  return sum;
}
