import { levelCount, topLevels } from '../../analytics/book/index.ts';
import { cvdOf } from '../../analytics/flow/index.ts';
import { toRfc3339, US_PER_MINUTE, type Micros } from '../../core/index.ts';
import type { BookAnswer, CandlesAnswer, FlowAnswer, TradesAnswer } from './answers.ts';
import { aggregateCandles, currentCandles } from './candles.ts';
import { absent, answerBase, isWhole, whyNoBook, type Reading } from './reading.ts';
import { toLevels } from './report.ts';
import { firstTrade, lastTrade, tradesBefore } from './tape.ts';
import type { Blind } from './blindness.ts';
import {
  blindOf,
  coversTrades,
  flowWindow,
  ordersPerSecond,
  rateReadyAt,
  tradesSinceWhole,
  whyNoRate,
  whyNotCovered,
  windowAbsences,
} from './windows.ts';

/** The best levels; empty, with the reason among the caveats, while the book is not whole. */
export function makeBook(reading: Reading, depth: number): BookAnswer {
  const { market, symbol } = reading;
  const { book, last } = symbol.book;
  const whole = isWhole(reading);
  const caveats = whole ? [] : [`No levels: ${whyNoBook(reading)}.`];
  return {
    ...answerBase(reading, { streams: ['book'], caveats, coverage: { from: null, to: null, complete: whole } }),
    symbol: market.symbol,
    venue: market.venue,
    seq: whole ? last : null,
    bids: whole ? toLevels(topLevels(book, 'bid', depth)) : [],
    asks: whole ? toLevels(topLevels(book, 'ask', depth)) : [],
    known_from: whole ? book.known.from : null,
    known_to: whole ? book.known.to : null,
    levels_total: { bids: levelCount(book, 'bid'), asks: levelCount(book, 'ask') },
  };
}

/** The newest trades before an id. */
export function makeTrades(reading: Reading, limit: number, beforeId: number | undefined): TradesAnswer {
  const { market } = reading;
  const trades = tradesBefore(market.tape, limit, beforeId);
  const [oldest, newest] = [firstTrade(market.tape), lastTrade(market.tape)];
  const more = trades.length > 0 && oldest !== null && (trades.at(-1)?.id ?? 0) > oldest.id;
  return {
    ...answerBase(reading, {
      streams: ['trade'],
      coverage: {
        from: oldest && toRfc3339(oldest.at),
        to: newest && toRfc3339(newest.at),
        complete: !blindOf(reading).some(({ to }) => to > (trades.at(-1)?.at ?? 0)),
      },
    }),
    symbol: market.symbol,
    venue: market.venue,
    trades: trades.map(({ id, at, price, size, side }) => ({ id, time: toRfc3339(at), price, qty: size, side })),
    next_before_id: more ? (trades.at(-1)?.id ?? null) : null,
  };
}

const MINUTES: Readonly<Record<string, number>> = { '1m': 1, '5m': 5, '15m': 15, '30m': 30, '1h': 60, '4h': 240, '1d': 1_440 };

/** Candles as far back as minutes are held. */
export function makeCandles(reading: Reading, interval: string, limit: number): CandlesAnswer {
  const { market } = reading;
  const minutes = MINUTES[interval];
  if (minutes === undefined) throw new RangeError(`no interval ${interval}`);
  const blind = blindOf(reading);
  const { candles: held, partial } = currentCandles(market.candles, market.tape, blind);
  const candles = aggregateCandles(held, minutes, limit);
  const [oldest, newest] = [held[0], held.at(-1)];
  const caveats =
    oldest && candles.length > 0 && (candles[0]?.start ?? 0) < oldest.start
      ? ['The first bar is cut: minutes before it are not held.']
      : [];
  if (candles.length < limit) caveats.push(`Only ${held.length} minutes are held.`);
  const missed = blindBars(candles, minutes, partial, unstored(blind, market.candles));
  if (missed.length > 0) caveats.push(`Trades are missing in the bars from ${missed.map(toRfc3339).join(', ')}.`);
  return {
    ...answerBase(reading, {
      streams: ['trade'],
      caveats,
      coverage: {
        from: oldest ? toRfc3339(oldest.start) : null,
        to: newest ? toRfc3339(newest.start) : null,
        complete: candles.length >= limit && missed.length === 0,
      },
    }),
    symbol: market.symbol,
    venue: market.venue,
    interval,
    candles: candles.map(({ start, open, high, low, close, volume }) => ({
      start: toRfc3339(start),
      open,
      high,
      low,
      close,
      volume,
    })),
  };
}

/** Stretches without their minutes that the venue has stated. */
function unstored(blind: readonly Blind[], stored: ReadonlyMap<Micros, unknown>): Blind[] {
  return blind.flatMap((stretch): Blind[] => {
    if (!Number.isFinite(stretch.from)) return [stretch];
    const left: Blind[] = [];
    for (let at = stretch.from; at < stretch.to;) {
      const minute = Math.floor(at / US_PER_MINUTE) * US_PER_MINUTE;
      const to = Math.min(stretch.to, minute + US_PER_MINUTE);
      if (!stored.has(minute)) left.push({ ...stretch, from: at, to });
      at = to;
    }
    return left;
  });
}

/** Starts of the bars, up to now, in which trades are missing; a bar that is not there at all counts too. */
function blindBars(
  candles: readonly { readonly start: Micros }[],
  minutes: number,
  partial: ReadonlySet<Micros>,
  blind: readonly Blind[],
): Micros[] {
  const span = minutes * US_PER_MINUTE;
  const first = candles[0]?.start;
  if (first === undefined) return [];
  const starts = new Set<Micros>();
  const barOf = (at: Micros) => Math.floor(at / span) * span;
  for (const minute of partial) starts.add(barOf(minute));
  for (const { from, to } of blind) {
    // A stretch of whole days is told by its ends.
    for (let bar = Math.max(first, barOf(from)); bar < to && starts.size < BARS_TOLD; bar += span) starts.add(bar);
  }
  return [...starts].filter((start) => start >= first).toSorted((a, b) => a - b);
}

/** Bars named in a caveat, at most. */
const BARS_TOLD = 20;

const whyNoDelta = (reading: Reading): string => blindOf(reading)[0]?.reason ?? 'trades are missing';

/** Trades since then; null while some of them are known to be missing. */
function dayDelta(reading: Reading): FlowAnswer['cvd'] {
  const { market } = reading;
  if (market.cvd !== null && blindOf(reading).some(({ to }) => to > (market.cvd?.from ?? 0))) return null;
  const delta = market.cvd && cvdOf(market.cvd.delta);
  return market.cvd && delta && { since: toRfc3339(market.cvd.from), ...delta };
}

/** Signed flow over windows that end now. */
export function makeFlow(reading: Reading, windows: readonly number[]): FlowAnswer {
  const { market, engine } = reading;
  const absences = [];
  const net = flowWindow(reading, engine.settings.FLOW_WINDOW_SEC);
  const rate = ordersPerSecond(reading);
  if (!net.complete) absences.push(absent('net_flow_30s', whyNotCovered(reading, net.seconds) ?? 'unknown'));
  if (rate === null) absences.push(absent('orders_per_sec', whyNoRate(reading) ?? 'unknown', rateReadyAt(reading)));
  const cvd = dayDelta(reading);
  if (cvd === null) absences.push(absent('cvd', market.cvd === null ? 'no trade has arrived' : whyNoDelta(reading)));
  absences.push(...windowAbsences(reading, windows));
  const since = tradesSinceWhole(reading);
  const longest = Math.max(...windows, 0);
  return {
    ...answerBase(reading, {
      streams: ['trade', 'book'],
      coverage: {
        from: since === null ? null : toRfc3339(since),
        to: since === null ? null : toRfc3339(Math.max(0, Math.round(reading.exchangeAt))),
        complete: coversTrades(reading, longest),
      },
    }),
    symbol: market.symbol,
    venue: market.venue,
    orders_per_sec: rate,
    net_flow_30s: net.complete ? net.net : null,
    windows: windows.map((seconds) => flowWindow(reading, seconds)),
    cvd,
    absent: absences,
  };
}
