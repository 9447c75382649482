import { vwap } from '../../analytics/flow/index.ts';
import { US_PER_MINUTE, US_PER_SECOND } from '../../core/index.ts';
import type { Absence, FlowWindow } from './answers.ts';
import { atScale, quoteScale, sizeScale } from './at-scale.ts';
import { TOO_SHORT } from './blindness.ts';
import { tapeUs } from './pass-time.ts';
import { absent, type Reading } from './reading.ts';
import { countFetched } from './studies/fetched-trades.ts';
import { ofiOver, whyNoOfi } from './studies/order-flow-imbalance.ts';
import { heldSince, tradesSince } from './tape.ts';
import { coversTrades, whyNotCovered } from './trade-coverage.ts';

const NO_SUMS = { buy: null, sell: null, net: null, net_quote: null, trades: null, refilled_trades: null, vwap: null } as const;

/** Signed flow over one window that ends now, by event time. Its sums are null unless all its trades are known. */
export function flowWindow(reading: Reading, seconds: number): FlowWindow {
  const ofi = whyNoOfi(reading, seconds) === null ? ofiOver(reading, seconds) : null;
  if (!coversTrades(reading, seconds)) return { seconds, ...NO_SUMS, ofi, complete: false };
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
    refilled_trades: countFetched(reading, trades),
    vwap: vwap(trades),
    ofi,
    complete: true,
  };
}

/** The nulls of each window, with reasons. */
export function windowAbsences(reading: Reading, windows: readonly number[]): Absence[] {
  const first = heldSince(reading.market.tape);
  const kept = tapeUs(reading.engine.settings);
  return windows.flatMap((seconds, i) => {
    const flow = whyNotCovered(reading, seconds);
    const ofi = whyNoOfi(reading, seconds);
    const idle = flow === null && flowWindow(reading, seconds).vwap === null;
    const isKept = seconds * US_PER_SECOND <= kept;
    const readyAt = flow === TOO_SHORT && isKept && first !== null ? first + seconds * US_PER_SECOND : null;
    const why = flow === TOO_SHORT && !isKept ? `trades are kept for ${kept / US_PER_MINUTE} min only` : flow;
    return [
      ...(why === null ? [] : [absent(`windows[${i}]`, why, readyAt)]),
      ...(idle ? [absent(`windows[${i}].vwap`, 'no trade in this window')] : []),
      ...(ofi === null ? [] : [absent(`windows[${i}].ofi`, ofi)]),
    ];
  });
}
