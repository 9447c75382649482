import { addToCvd, createCvd, cvdOf, type Cvd } from '../../../analytics/flow/index.ts';
import { US_PER_SECOND, type Micros, type TradeEvent } from '../../../core/index.ts';
import { atScale, quoteScale, sizeScale } from '../at-scale.ts';
import { type Reading, unknown } from '../reading.ts';
import { stateOf } from '../market-state.ts';
import { defineStudy } from '../study.ts';
import { blindOf } from '../trade-coverage.ts';

const DAY_US = 86_400 * US_PER_SECOND;

/** Volume delta of one UTC day, and the time of its oldest trade; null before the first trade. */
export interface DayDelta {
  day: { readonly number: number; from: Micros; readonly delta: Cvd } | null;
}

function add(state: DayDelta, trade: TradeEvent, at: Micros): void {
  const number = Math.floor(at / DAY_US);
  if (state.day === null || number > state.day.number) state.day = { number, from: at, delta: createCvd(number * DAY_US) };
  // Before the oldest known trade, other trades around a late one may be missing, so it is ignored.
  if (trade.via === 'stream' && at < state.day.from) return;
  if (addToCvd(state.day.delta, trade, at)) state.day.from = Math.min(state.day.from, at);
}

/** Cumulative volume delta since 00:00 UTC, or since the first known trade. */
export const cumulativeDelta = defineStudy({
  id: 'cumulative_delta',
  create: (): DayDelta => ({ day: null }),
  on: { trade: (state, trade, { at }) => add(state, trade, at) },
  resume: (state, after) => (after === 'messages' ? state : { day: null }),
  read(_state, reading) {
    const delta = dayDelta(reading);
    const why = unknown(whyNoDelta(reading));
    if (delta === null) return { base: why, quote: why, covered_sec: why };
    const covered = Math.max(0, Math.round((reading.exchangeAt - delta.since) / US_PER_SECOND));
    return { base: delta.base, quote: delta.quote, covered_sec: covered };
  },
});

/** The delta and the start of its sum; null while trades since then are known to be missing. */
export function dayDelta(reading: Reading): { readonly since: Micros; readonly base: number; readonly quote: number } | null {
  const { day } = stateOf(reading.market, cumulativeDelta);
  if (day === null || blindOf(reading).some(({ to }) => to > day.from)) return null;
  const delta = cvdOf(day.delta);
  if (delta === null) return null;
  const [base, quote] = [atScale(delta.base, sizeScale(reading)), atScale(delta.quote, quoteScale(reading))];
  return { since: day.from, base, quote };
}

/** Why there is no delta. */
export function whyNoDelta(reading: Reading): string {
  if (stateOf(reading.market, cumulativeDelta).day === null) return 'no trade has arrived';
  return blindOf(reading)[0]?.reason ?? 'trades are missing';
}
