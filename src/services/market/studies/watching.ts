import { waitingFor, type FindingKind } from '../../../analytics/flow/detectors/index.ts';
import { US_PER_MINUTE, US_PER_SECOND, type Micros } from '../../../core/index.ts';
import { isBlind } from '../blindness.ts';
import { stateOf } from '../market-state.ts';
import { defineStudy, type TimeView } from '../study.ts';
import { detectors } from './detectors.ts';
import { ownTime } from './own-time.ts';

/** A time, by our clock, in which a detector watched without a hole. */
export interface WatchSpan {
  readonly from: Micros;
  to: Micros;
}

/** Spans of each detector, oldest first, and when they were last extended, on the clock of rolling state. */
export interface Watching {
  readonly spans: Record<FindingKind, WatchSpan[]>;
  at: Micros | null;
}

const KINDS = ['spoofing', 'iceberg', 'flash_crash_risk'] as const satisfies readonly FindingKind[];

const EVERY_US = US_PER_SECOND;
/** Longest time between two looks that leaves no hole. */
const NEXT_US = 2 * EVERY_US;
const SPANS_MOST = 101;
const DAY_US = 24 * 60 * US_PER_MINUTE;

/** The detectors that can judge now. Only trades distinguish a wall that was traded from one that was pulled. */
function watchingNow({ market, symbol, whole }: TimeView): readonly FindingKind[] {
  const { trade } = symbol.streams;
  if (!whole || (isBlind(symbol, 'trade') && trade?.state !== 'stale')) return [];
  const waiting = new Set(waitingFor(stateOf(market, detectors)).map(({ kind }) => kind));
  return KINDS.filter((kind) => !waiting.has(kind));
}

function extend(spans: WatchSpan[], now: Micros): void {
  const last = spans.at(-1);
  if (last !== undefined && now - last.to <= NEXT_US) last.to = Math.max(last.to, now);
  else spans.push({ from: now, to: now });
  while (spans.length > SPANS_MOST || (spans[0]?.to ?? now) < now - DAY_US) spans.shift();
}

/** When each detector could judge. */
export const watching = defineStudy({
  id: 'watching',
  create: (): Watching => ({ spans: { spoofing: [], iceberg: [], flash_crash_risk: [] }, at: null }),
  pass(state, view) {
    if (state.at !== null && view.at >= state.at && view.at - state.at < EVERY_US) return;
    state.at = view.at;
    const now = ownTime(view);
    for (const kind of watchingNow(view)) extend(state.spans[kind], now);
  },
  // The detectors restart with a corrected clock. Times here are by our clock, which is not corrected.
  resume: (state) => ({ ...state, at: null }),
});
