import { medianOf, medianReadyAt } from '../rolling-median.ts';
import type { Detectors } from './detectors.ts';
import { FLOWS_LEAST, FLOW_SECONDS } from './flash-crash.ts';
import type { FindingKind } from './types.ts';
import type { Micros } from '../../../core/index.ts';

/** Why a detector is not ready; `readyAt` is null if the time is unknown. */
export interface Waiting {
  readonly kind: FindingKind;
  readonly reason: string;
  readonly readyAt: Micros | null;
}

/** More consecutive snapshots than this mean a feed of snapshots, not a temporary problem. */
const WHOLE_BOOKS_MOST = 10;
const UNFOLLOWED = 'each update is a full snapshot, so levels cannot be tracked';

/** The detectors that can't judge yet although the book is synced. */
export function waitingFor({ tracker, crash }: Detectors): Waiting[] {
  const waiting: Waiting[] = [];
  const reason = 'usual values are not known yet';
  if (tracker.wholeBooks > WHOLE_BOOKS_MOST)
    return (['spoofing', 'iceberg'] as const).map((kind) => ({ kind, reason: UNFOLLOWED, readyAt: null }));
  if (!tracker.seeded || tracker.least === null) waiting.push({ kind: 'spoofing', reason, readyAt: null });
  if (medianOf(crash.spread) === null || crash.flows.length < FLOWS_LEAST)
    waiting.push({
      kind: 'flash_crash_risk',
      reason,
      readyAt:
        crash.judged === null
          ? null
          : Math.max(
              medianReadyAt(crash.spread) ?? 0,
              crash.judged + (FLOWS_LEAST - crash.flows.length) * FLOW_SECONDS * 1_000_000,
            ),
    });
  return waiting;
}
