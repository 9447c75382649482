import { US_PER_MINUTE, type Micros } from '../../../core/index.ts';
import type { FindingKind } from './types.ts';

/** A score from which a detector reports; each severity begins there or above. */
export const SCORE_LEAST = 0.5;

/** What a detector judged last, also below the score that it reports. */
export interface Judgement {
  readonly at: Micros;
  /** 0–1. */
  readonly score: number;
}

/** The last judgement of each detector; absent before its first. */
export type Present = { [kind in FindingKind]?: Judgement };

const RECENT_US = US_PER_MINUTE;

/** The judgement of the last minute; null if there was none. */
export function judgedLately(present: Present | undefined, kind: FindingKind, now: Micros): Judgement | null {
  const last = present?.[kind] ?? null;
  return last === null || now - last.at > RECENT_US ? null : last;
}
