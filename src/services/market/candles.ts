import { US_PER_MINUTE, US_PER_SECOND, type Candle, type Micros } from '../../core/index.ts';
import { heldSince, lastTradeBefore, tradesSince, type Tape, type Trade } from './tape.ts';

/** One-minute candles by start time: from the venue, or from our own trades if they cover the minute. */
export type CandleStore = Map<Micros, Candle>;

const MINUTES_KEPT = 1_440;

/** How long to wait for late trades after a minute ends. */
export const SETTLE_US = 2 * US_PER_SECOND;

export const minuteOf = (at: Micros): Micros => Math.floor(at / US_PER_MINUTE) * US_PER_MINUTE;

/** The candle of one minute's trades (oldest first); null without trades. */
export function candleOf(start: Micros, trades: readonly Trade[]): Candle | null {
  const [first] = trades;
  const last = trades.at(-1);
  if (first === undefined || last === undefined) return null;
  let [high, low, volume] = [first.price, first.price, 0];
  for (const { price, size } of trades) {
    high = Math.max(high, price);
    low = Math.min(low, price);
    volume += size;
  }
  return { start, open: first.price, high, low, close: last.price, volume, trades: trades.length };
}

/** The candle of a minute without trades, flat at the last price, as venues send it. Unknown minutes have no candle. */
function flatCandle(start: Micros, tape: Tape): Candle | null {
  const price = lastTradeBefore(tape, start)?.price;
  return price === undefined ? null : { start, open: price, high: price, low: price, close: price, volume: 0, trades: 0 };
}

/** Stores a finished minute from the tape, if the tape covers it completely; then drops minutes over a day old. */
export function settleMinute(candles: CandleStore, tape: Tape, start: Micros): void {
  const since = heldSince(tape);
  if (since !== null && since <= start) {
    const candle = candleOf(start, tradesSince(tape, start, start + US_PER_MINUTE - 1)) ?? flatCandle(start, tape);
    if (candle !== null) candles.set(start, candle);
  }
  for (const old of candles.keys()) if (old <= start - MINUTES_KEPT * US_PER_MINUTE) candles.delete(old);
}
