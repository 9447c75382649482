import { vwap } from '../../analytics/flow/index.ts';
import { fromUnits, MAX_SCALE, pow10, US_PER_SECOND, type Micros } from '../../core/index.ts';
import type { FlowWindow } from './answers.ts';
import { eventRate, OFI_WINDOW_US } from './market-state.ts';
import type { Reading } from './reading.ts';
import { firstTrade, tradesSince } from './tape.ts';

/** Since when every trade is there; null while some are missing or the stream is not in order. */
export function tradesSinceWhole({ symbol, market }: Reading): Micros | null {
  const { state } = symbol.streams.trade;
  if (state !== 'synced' && state !== 'stale') return null;
  const newestHole = symbol.trades.missing.length > 0;
  return newestHole ? null : (firstTrade(market.tape)?.at ?? null);
}

/** Whether trades cover [now − seconds, now] without a hole. A window that begins before the first trade held is not. */
export function coversTrades(reading: Reading, seconds: number): boolean {
  const since = tradesSinceWhole(reading);
  return since !== null && since <= reading.exchangeAt - seconds * US_PER_SECOND;
}

/** Trades and book changes a second, mean over the last ten seconds of event time (brief 003 FR-014); null before ten seconds are seen. */
export const ordersPerSecond = ({ market, exchangeAt }: Reading): number | null => eventRate(market.events, exchangeAt);

/** Order-flow imbalance at the touch over a window; null unless the book was whole throughout. */
function ofiOver({ market, exchangeAt }: Reading, seconds: number): number | null {
  const { rows, since } = market.ofi;
  const from = exchangeAt - seconds * US_PER_SECOND;
  if (seconds * US_PER_SECOND > OFI_WINDOW_US || since === null || since > from) return null;
  let sum = 0;
  for (let i = rows.start; i < rows.end; i++) if ((rows.times[i] as number) > from) sum += rows.values[i] as number;
  return sum;
}

/** Signed flow over one window that ends now, by event time. */
export function flowWindow(reading: Reading, seconds: number): FlowWindow {
  const from = reading.exchangeAt - seconds * US_PER_SECOND;
  const trades = tradesSince(reading.market.tape, from + 1);
  let [buy, sell, netQuote] = [0, 0, 0];
  for (const { price, size, side } of trades) {
    if (side === 'buy') buy += size;
    else sell += size;
    netQuote += side === 'buy' ? price * size : -price * size;
  }
  // Sizes stand for integers at the instrument's scale, so their sums do too; rounding takes the float's noise off.
  const scale = reading.symbol.instrument?.sizeScale ?? MAX_SCALE;
  const exact = (sum: number) => fromUnits(Math.round(sum * pow10(scale)), scale);
  return {
    seconds,
    buy: exact(buy),
    sell: exact(sell),
    net: exact(buy - sell),
    net_quote: netQuote,
    trades: trades.length,
    vwap: vwap(trades),
    ofi: ofiOver(reading, seconds),
    complete: coversTrades(reading, seconds),
  };
}
