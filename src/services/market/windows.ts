import { vwap } from '../../analytics/flow/index.ts';
import { US_PER_SECOND, type Micros } from '../../core/index.ts';
import { clockFrame } from '../../runtime/feed/index.ts';
import { BLIND_US, blindTrades, isBlind, TOO_SHORT, whyBlind, whySilent, type Blind } from './blindness.ts';
import type { Absence, AnswerBase, FlowWindow } from './answers.ts';
import { eventRate, OFI_WINDOW_US, RATE_WINDOW_US } from './market-state.ts';
import { atScale, quoteScale, sizeScale } from './at-scale.ts';
import { absent, bookSince, spanOf, whyBookUnheard, type Reading } from './reading.ts';
import { standing } from './standing.ts';
import { heldSince, tradesSince } from './tape.ts';

/** Stretches of exchange time up to now of which not every trade is known. */
export const blindOf = ({ market, symbol, feed, exchangeAt }: Reading): Blind[] =>
  blindTrades(market.tape, symbol, exchangeAt, clockFrame(feed.clock));

/** Since when every trade up to now is there; null while the newest are not. */
export function tradesSinceWhole(reading: Reading): Micros | null {
  const first = heldSince(reading.market.tape);
  if (first === null) return null;
  const until = Math.max(first, ...blindOf(reading).map(({ to }) => to));
  return until >= reading.exchangeAt && until > first ? null : until;
}

/** Why trades do not cover [now − seconds, now] without a hole; null when they do. */
export function whyNotCovered(reading: Reading, seconds: number): string | null {
  const { market, exchangeAt } = reading;
  return whyBlind(market.tape, blindOf(reading), exchangeAt - seconds * US_PER_SECOND, exchangeAt);
}

/** Whether trades cover [now − seconds, now] without a hole. A window that begins before the first trade held is not. */
export const coversTrades = (reading: Reading, seconds: number): boolean => whyNotCovered(reading, seconds) === null;

/** The span over which the book and every trade are known up to now; complete when it is the window of a report. */
export function marketSpan(reading: Reading): AnswerBase['coverage'] {
  const [book, trades] = [whyBookUnheard(reading) === null ? bookSince(reading) : null, tradesSinceWhole(reading)];
  const from = book === null || trades === null ? null : Math.max(book, trades);
  const window = reading.engine.settings.REPORT_WINDOW_SEC * US_PER_SECOND;
  return spanOf(from, reading.exchangeAt, from !== null && from <= reading.exchangeAt - window);
}

/** Why there is no rate of events; null when there is one. */
export function whyNoRate(reading: Reading): string | null {
  const { symbol, market, exchangeAt } = reading;
  for (const kind of ['book', 'trade'] as const) {
    if (isBlind(symbol, kind)) return standing(symbol, kind);
  }
  const silent = whySilent(symbol, reading.at, BLIND_US);
  if (silent !== null) return silent;
  return eventRate(market.events, exchangeAt) === null ? 'ten seconds of events are not there yet' : null;
}

/** Trades and book changes a second, mean over the last ten seconds of event time (brief 003 FR-014); null unless all of them were seen. */
export const ordersPerSecond = (reading: Reading): number | null =>
  whyNoRate(reading) === null ? eventRate(reading.market.events, reading.exchangeAt) : null;

/** When there will be a rate again, where that is known. */
export function rateReadyAt({ market: { events } }: Reading): Micros | null {
  return events.since === null ? null : events.since + RATE_WINDOW_US;
}

/** Why there is no order-flow imbalance over a window; null when there is. */
function whyNoOfi(reading: Reading, seconds: number): string | null {
  const { market, exchangeAt } = reading;
  const { since } = market.ofi;
  if (seconds * US_PER_SECOND > OFI_WINDOW_US) return `it is kept for ${OFI_WINDOW_US / US_PER_SECOND} s`;
  const unheard = whyBookUnheard(reading);
  if (unheard !== null) return unheard;
  return since === null || since > exchangeAt - seconds * US_PER_SECOND ? 'the book was not whole throughout' : null;
}

/** Order-flow imbalance at the touch over a window that the book was whole throughout. */
function ofiOver(reading: Reading, seconds: number): number {
  const { market, exchangeAt } = reading;
  const { rows } = market.ofi;
  const from = exchangeAt - seconds * US_PER_SECOND;
  let sum = 0;
  for (let i = rows.start; i < rows.end; i++) if ((rows.times[i] as number) > from) sum += rows.values[i] as number;
  return atScale(sum, sizeScale(reading));
}

/** Signed flow over one window that ends now, by event time. Its sums are null unless every trade of it is known. */
export function flowWindow(reading: Reading, seconds: number): FlowWindow {
  const ofi = whyNoOfi(reading, seconds) === null ? ofiOver(reading, seconds) : null;
  if (!coversTrades(reading, seconds))
    return { seconds, buy: null, sell: null, net: null, net_quote: null, trades: null, vwap: null, ofi, complete: false };
  const trades = tradesSince(reading.market.tape, reading.exchangeAt - seconds * US_PER_SECOND + 1);
  let [buy, sell, netQuote] = [0, 0, 0];
  for (const { price, size, side } of trades) {
    if (side === 'buy') buy += size;
    else sell += size;
    netQuote += side === 'buy' ? price * size : -price * size;
  }
  const exact = (sum: number) => atScale(sum, sizeScale(reading));
  return {
    seconds,
    buy: exact(buy),
    sell: exact(sell),
    net: exact(buy - sell),
    net_quote: atScale(netQuote, quoteScale(reading)),
    trades: trades.length,
    vwap: vwap(trades),
    ofi,
    complete: true,
  };
}

/** Says of each window what is null in it, and why. */
export function windowAbsences(reading: Reading, windows: readonly number[]): Absence[] {
  const first = heldSince(reading.market.tape);
  return windows.flatMap((seconds, i) => {
    const flow = whyNotCovered(reading, seconds);
    const ofi = whyNoOfi(reading, seconds);
    const idle = flow === null && flowWindow(reading, seconds).vwap === null;
    const readyAt = flow === TOO_SHORT && first !== null ? first + seconds * US_PER_SECOND : null;
    return [
      ...(flow === null ? [] : [absent(`windows[${i}]`, flow, readyAt)]),
      ...(idle ? [absent(`windows[${i}].vwap`, 'no trade in this window')] : []),
      ...(ofi === null ? [] : [absent(`windows[${i}].ofi`, ofi)]),
    ];
  });
}
