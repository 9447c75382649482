import type { Micros } from '../../../core/index.ts';
import type { Detectors } from './detectors.ts';
import { RECORD_LEAST_US, REFILL_US } from './iceberg.ts';
import { waitingFor } from './readiness.ts';
import type { FindingKind } from './types.ts';

function whyNoIceberg({ iceberg: { fastest, record } }: Detectors, now: Micros): string {
  if (fastest !== null && fastest > REFILL_US) return 'the book is updated less than twice a second, so refills cannot be seen';
  if (record.since === null) return 'no level was executed in full yet';
  if (now < record.since + RECORD_LEAST_US) return 'the record of refills is shorter than two minutes';
  return 'no executed level was refilled in the last minute';
}

/** Why a detector judged nothing in the last minute although book and trades are known. */
export function whyNoScore(detectors: Detectors, kind: FindingKind, now: Micros): string {
  const waiting = waitingFor(detectors).find((one) => one.kind === kind);
  if (waiting !== undefined) return waiting.reason;
  if (kind === 'spoofing') return 'no large level was withdrawn in the last minute';
  if (kind === 'iceberg') return whyNoIceberg(detectors, now);
  return 'spread or flow was not known in the last minute';
}
