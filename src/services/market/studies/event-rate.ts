import {
  addToWindow,
  advanceWindow,
  clearWindow,
  createRollingWindow,
  type RollingWindow,
} from '../../../analytics/flow/index.ts';
import { US_PER_SECOND, type Micros } from '../../../core/index.ts';
import { BLIND_US, isBlind, whySilent } from '../blindness.ts';
import { type Reading, unknown } from '../reading.ts';
import { standing } from '../standing.ts';
import { stateOf } from '../market-state.ts';
import { defineStudy, type StudyView } from '../study.ts';

const SPAN_US = 10 * US_PER_SECOND;

function count(window: RollingWindow, { symbol, at }: StudyView): void {
  if (!isBlind(symbol, 'book') && !isBlind(symbol, 'trade')) window.since ??= at;
  addToWindow(window, at, []);
}

/** Trades and book changes of the stream over the last ten seconds. */
export const eventRate = defineStudy({
  id: 'event_rate',
  create: () => createRollingWindow(SPAN_US, 0),
  on: {
    book_delta: (window, _event, view) => count(window, view),
    trade: (window, { via }, view) => {
      if (via === 'stream') count(window, view);
    },
    feed_state: (window, { stream }, { symbol }) => {
      if ((stream === 'book' || stream === 'trade') && isBlind(symbol, stream)) clearWindow(window);
    },
  },
  pass: (window, { at }) => advanceWindow(window, at),
  resume(window, after, { at }) {
    if (after === 'trades') return window;
    clearWindow(window);
    // After a bus interruption counts are complete only from now on, although repeated trades are older.
    if (after === 'messages') window.since = at;
    return window;
  },
  read(_window, reading) {
    const why = whyNoRate(reading);
    return { events_per_sec: ordersPerSecond(reading) ?? unknown(why ?? 'unknown', rateReadyAt(reading)) };
  },
});

/** Events per second over the ten seconds up to `now`; null before ten seconds were observed. */
export function rateAt({ rows, since }: RollingWindow, now: Micros): number | null {
  if (since === null || since > now - SPAN_US) return null;
  let events = 0;
  for (let i = rows.end - 1; i >= rows.start && (rows.times[i] as number) > now - SPAN_US; i--) events++;
  return events / (SPAN_US / US_PER_SECOND);
}

/** Why there is no rate of events; null when there is one. */
export function whyNoRate({ symbol, market, at, exchangeAt }: Reading): string | null {
  for (const kind of ['book', 'trade'] as const) {
    if (isBlind(symbol, kind)) return standing(symbol, kind);
    const silent = whySilent(symbol, kind, at, BLIND_US);
    if (silent !== null) return silent;
  }
  return rateAt(stateOf(market, eventRate), exchangeAt) === null ? 'ten seconds of events are not there yet' : null;
}

/** Trades and book changes per second, mean over the last ten seconds of event time; null unless all were received. */
export const ordersPerSecond = (reading: Reading): number | null =>
  whyNoRate(reading) === null ? rateAt(stateOf(reading.market, eventRate), reading.exchangeAt) : null;

/** When the rate will be available again; null if unknown. */
export function rateReadyAt({ market }: Reading): Micros | null {
  const { since } = stateOf(market, eventRate);
  return since === null ? null : since + SPAN_US;
}
