import { US_PER_MINUTE, type Candle, type Micros } from '../../core/index.ts';
import { whyBlind, type Blind } from './blindness.ts';
import { firstTrade, lastTrade, tradesSince, type Tape, type Trade } from './tape.ts';

/** One-minute candles by their start: what the venue stated, and minutes that our own trades cover whole. */
export type CandleStore = Map<Micros, Candle>;

const MINUTES_KEPT = 1_440;

export const minuteOf = (at: Micros): Micros => Math.floor(at / US_PER_MINUTE) * US_PER_MINUTE;

/** One candle of the trades of one minute, oldest first; null without trades. */
function candleOf(start: Micros, trades: readonly Trade[]): Candle | null {
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

/** Stores a finished minute from the tape, if the tape covers it whole; then forgets minutes more than a day old. */
export function settleMinute(candles: CandleStore, tape: Tape, start: Micros): void {
  const oldest = firstTrade(tape);
  if (oldest !== null && oldest.at <= start) {
    const candle = candleOf(start, tradesSince(tape, start, start + US_PER_MINUTE - 1));
    if (candle !== null) candles.set(start, candle);
  }
  for (const old of candles.keys()) if (old <= start - MINUTES_KEPT * US_PER_MINUTE) candles.delete(old);
}

/** Minutes as they are known now; `partial` has the starts of those of which trades are missing. */
export interface KnownCandles {
  readonly candles: Candle[];
  readonly partial: ReadonlySet<Micros>;
}

/** Stored minutes, with those that the tape covers now in place of what was stored before; a minute of which the tape misses trades only where none was stored. */
export function currentCandles(candles: CandleStore, tape: Tape, blind: readonly Blind[]): KnownCandles {
  const all = new Map(candles);
  const partial = new Set<Micros>();
  const [oldest, newest] = [firstTrade(tape), lastTrade(tape)];
  if (oldest !== null && newest !== null) {
    const begin = minuteOf(oldest.at) + (all.has(minuteOf(oldest.at)) ? US_PER_MINUTE : 0);
    const byMinute = Map.groupBy(tradesSince(tape, begin), ({ at }) => minuteOf(at));
    for (const [start, trades] of byMinute) {
      const candle = candleOf(start, trades);
      const isWhole = whyBlind(tape, blind, start - 1, Math.min(start + US_PER_MINUTE - 1, newest.at)) === null;
      if (candle === null || (!isWhole && all.has(start))) continue;
      if (!isWhole) partial.add(start);
      all.set(start, candle);
    }
  }
  return { candles: [...all.values()].toSorted((a, b) => a.start - b.start), partial };
}

/** Minutes as longer candles of `minutes`, aligned to the epoch, oldest first; the newest `limit` of them. */
export function aggregateCandles(candles: readonly Candle[], minutes: number, limit: number): Candle[] {
  const span = minutes * US_PER_MINUTE;
  const grouped = new Map<Micros, Candle>();
  for (const candle of candles) {
    const start = Math.floor(candle.start / span) * span;
    const group = grouped.get(start);
    const joined = group && {
      start,
      open: group.open,
      high: Math.max(group.high, candle.high),
      low: Math.min(group.low, candle.low),
      close: candle.close,
      volume: group.volume + candle.volume,
      trades: group.trades === null || candle.trades === null ? null : group.trades + candle.trades,
    };
    grouped.set(start, joined ?? { ...candle, start });
  }
  return [...grouped.values()].slice(-limit);
}
