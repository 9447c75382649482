import { US_PER_MINUTE, type Candle, type Micros } from '../../core/index.ts';
import { whyBlind, type Blind } from './blindness.ts';
import { candleOf, minuteOf, SETTLE_US, type CandleStore } from './candles.ts';
import { firstTrade, heldSince, tradesSince, type Tape } from './tape.ts';

/** One bar of an answer. A value is null if a trade that could change it may be missing. */
export interface Bar {
  readonly start: Micros;
  readonly open: number | null;
  readonly high: number | null;
  readonly low: number | null;
  readonly close: number | null;
  readonly volume: number | null;
  /** Whether the bar and its wait for late trades are over. */
  readonly closed: boolean;
  /** Whether it is closed and all its trades are known. */
  readonly complete: boolean;
  /** Why a trade of it may be missing; null if all are known. */
  readonly reason: string | null;
}

export interface Bars {
  /** Oldest first. */
  readonly bars: Bar[];
  /** Starts of bars in this span about which nothing is known. */
  readonly lost: Micros[];
  /** Span of the data in the bars; null without bars. */
  readonly from: Micros | null;
  readonly to: Micros | null;
}

export interface BarsWanted {
  readonly minutes: number;
  /** Maximum number of bars; the newest are returned. */
  readonly limit: number;
  /** Exchange time. */
  readonly now: Micros;
  /** Time ranges up to now with possibly missing trades. */
  readonly blind: readonly Blind[];
  /** Start of a finished minute whose candle is still to be compared with its trades; null if there is none. */
  readonly waits?: Micros | null;
}

/** Consecutive trades without a gap, with the times of the first and the last. */
interface Piece {
  readonly from: Micros;
  readonly to: Micros;
  readonly candle: Candle;
}

const NOT_HELD = 'minutes before the first one held are not known';
const NOT_STORED = 'some minutes were not kept';

/** A loop, because a minute may have more trades than a call can have arguments. */
function spanOfTrades(trades: readonly { readonly at: Micros }[]): { readonly from: Micros; readonly to: Micros } {
  let [from, to] = [Infinity, -Infinity];
  for (const { at } of trades) {
    from = Math.min(from, at);
    to = Math.max(to, at);
  }
  return { from, to };
}

/** Stored minutes, complete minutes of the tape, and the tape's trades in all other minutes; oldest first. */
function piecesOf(candles: CandleStore, tape: Tape, blind: readonly Blind[]): Piece[] {
  const whole = new Map(candles);
  const pieces: Piece[] = [];
  const oldest = firstTrade(tape);
  const byMinute = Map.groupBy(oldest === null ? [] : tradesSince(tape, minuteOf(oldest.at)), ({ at }) => minuteOf(at));
  for (const [start, trades] of byMinute) {
    const candle = candleOf(start, trades);
    if (candle === null) continue;
    if (!whole.has(start)) pieces.push({ ...spanOfTrades(trades), candle });
    else if (whyBlind(tape, blind, start - 1, start + US_PER_MINUTE - 1) === null) whole.set(start, candle);
  }
  for (const candle of whole.values()) pieces.push({ from: candle.start, to: candle.start + US_PER_MINUTE - 1, candle });
  return pieces.toSorted((x, y) => x.from - y.from);
}

/** Unknown time ranges from `from` to `now`, except in stored minutes that are not in doubt. */
function unknownSince(from: Micros, candles: CandleStore, tape: Tape, { now, blind }: BarsWanted): Blind[] {
  const held = heldSince(tape) ?? now + 1;
  const stored = Math.min(...candles.keys());
  const before: Blind[] = from < held ? [{ from: from - 1, to: held - 1, reason: NOT_STORED }] : [];
  return [...before, ...blind].flatMap((stretch): Blind[] => {
    const left: Blind[] = [];
    const until = Math.min(stretch.to, now);
    if (until < from) return left;
    // A gap between two trades of the same time gives a range of zero length.
    for (let at = Math.max(stretch.from, from - 1), isFirst = true; isFirst || at < until; isFirst = false) {
      const minute = minuteOf(Math.min(Math.floor(at) + 1, until));
      const to = Math.min(until, minute + US_PER_MINUTE - 1);
      const reason = stretch.reason === NOT_STORED && to < stored ? NOT_HELD : stretch.reason;
      if (stretch.isDoubted === true || !candles.has(minute)) left.push({ from: at, to, reason });
      at = to;
    }
    return left;
  });
}

/** A bar from its pieces (at least one, oldest first) and its unknown ranges. */
function barOf(start: Micros, pieces: readonly Piece[], unknown: readonly Blind[], isOver: boolean): Bar {
  // A minute without trades repeats an earlier price, so it only counts if no minute has trades.
  const traded = pieces.filter(({ candle }) => candle.volume > 0);
  const shown = traded.length > 0 ? traded : pieces;
  const [first, last] = [shown[0] as Piece, shown.at(-1) as Piece];
  const isWhole = unknown.length === 0;
  const of = (value: (candles: readonly Candle[]) => number): number | null =>
    isWhole ? value(shown.map(({ candle }) => candle)) : null;
  return {
    start,
    open: unknown.some(({ from }) => from < first.from) ? null : first.candle.open,
    high: of((candles) => candles.reduce((most, { high }) => Math.max(most, high), -Infinity)),
    low: of((candles) => candles.reduce((least, { low }) => Math.min(least, low), Infinity)),
    close: unknown.some(({ to }) => to > last.to) ? null : last.candle.close,
    volume: of((candles) => candles.reduce((sum, { volume }) => sum + volume, 0)),
    closed: isOver,
    complete: isOver && isWhole,
    reason: unknown[0]?.reason ?? null,
  };
}

/** Bars aligned to the epoch, from stored minutes and later trades. `lost` names bars about which nothing is known. */
export function makeBars(candles: CandleStore, tape: Tape, wanted: BarsWanted): Bars {
  const span = wanted.minutes * US_PER_MINUTE;
  const startOf = (at: Micros) => Math.floor(at / span) * span;
  const groups = [...Map.groupBy(piecesOf(candles, tape, wanted.blind), ({ from }) => startOf(from))].slice(-wanted.limit);
  const [first] = groups[0] ?? [];
  const pieces = groups.flatMap(([, own]) => own);
  const [oldest, newest] = [pieces[0], pieces.at(-1)];
  if (first === undefined || oldest === undefined || newest === undefined) return { bars: [], lost: [], from: null, to: null };
  const unknown = Map.groupBy(unknownSince(first, candles, tape, wanted), ({ to }) => startOf(to));
  const waits = wanted.waits ?? -Infinity;
  const isOver = (start: Micros) => start + span + SETTLE_US <= wanted.now && (waits < start || waits >= start + span);
  const shown = new Set(groups.map(([start]) => start));
  return {
    bars: groups.map(([start, own]) => barOf(start, own, unknown.get(start) ?? [], isOver(start))),
    lost: [...unknown.keys()].filter((start) => !shown.has(start)).toSorted((a, b) => a - b),
    from: oldest.from,
    to: Math.min(newest.to, wanted.now),
  };
}
