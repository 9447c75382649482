import { bookRows, stepFor, touchOf } from '../../analytics/book/index.ts';
import { US_PER_SECOND, type Micros } from '../../core/index.ts';
import type { SymbolView } from '../../runtime/feed/index.ts';
import { CAPACITY, COLUMN_STATE, createHeatRing, emptyColumn, pushColumn, ROWS, type HeatRing } from './heat-ring.ts';
import type { MarketState } from './market-state.ts';
import { isInOrder } from './standing.ts';
import { timesAround, tradedBetween } from './tape.ts';

/**
 * Columns of a heat map. Kept outside the market state, because no number depends on it: a checkpoint leaves it out, and
 * a replay that starts in the middle has its columns from there on.
 */
export interface HeatHistory {
  ring: HeatRing | null;
  /** The second under way, and whether the book was synced at every look in it. */
  second: number;
  whole: boolean;
  readonly rows: Uint16Array;
  readonly sums: Float64Array;
}

/** When the price has moved by this factor, rows of the old height are of no use any more. */
const MOVED = 1.5;

export const newHeatHistory = (): HeatHistory => ({
  ring: null,
  second: 0,
  whole: false,
  rows: new Uint16Array(ROWS),
  sums: new Float64Array(ROWS),
});

/** A ring for the book as it is: the one there was, or a new one where there is none or the price has left its scale. */
function ringFor(heat: HeatHistory, { book, instrument }: SymbolView, mid: number): HeatRing | null {
  const { ring } = heat;
  if (ring !== null && mid < ring.mid * MOVED && mid > ring.mid / MOVED) return ring;
  const step = stepFor(book.book, ROWS, instrument?.tick ?? null);
  return step === null ? null : createHeatRing({ epoch: (ring?.epoch ?? 0) + 1, step, mid });
}

/** What was bought and sold in one second; unknown where trades are missing. */
function volumes(market: MarketState, symbol: SymbolView, second: number): { buy: number; sell: number } {
  const from = second * US_PER_SECOND;
  const isMissing = symbol.trades.missing.some((gap) => {
    const around = timesAround(market.tape, gap.from, gap.to);
    return around !== null && around.from < from + US_PER_SECOND && (around.to ?? from) >= from;
  });
  if (symbol.streams.trade?.state !== 'synced' || isMissing) return { buy: Number.NaN, sell: Number.NaN };
  return tradedBetween(market.tape, from, from + US_PER_SECOND - 1);
}

function writeSecond(heat: HeatHistory, market: MarketState, symbol: SymbolView): void {
  const { book } = symbol.book;
  const touch = heat.whole && isInOrder(symbol) ? touchOf(book) : null;
  if (touch === null) {
    if (heat.ring !== null) pushColumn(heat.ring, emptyColumn(heat.second, COLUMN_STATE.gap));
    return;
  }
  const mid = (touch.bid + touch.ask) / 2;
  const ring = (heat.ring = ringFor(heat, symbol, mid));
  if (ring === null) return;
  const first = Math.round(mid / ring.step) - ROWS / 2;
  bookRows(book, ring.step, first, heat.rows, heat.sums);
  const { bid, ask } = touch;
  pushColumn(ring, {
    second: heat.second,
    state: COLUMN_STATE.book,
    bid,
    ask,
    ...volumes(market, symbol, heat.second),
    first,
    rows: heat.rows,
  });
}

/**
 * Looks at a market, ten times a second; when a second of exchange time is over, writes it down as the book then stood.
 * A second in which the book wasn't whole at some look is a gap, one without a look is unseen: nothing is carried forward.
 */
export function observeHeat(heat: HeatHistory, market: MarketState, symbol: SymbolView, now: Micros): void {
  const second = Math.floor(now / US_PER_SECOND);
  if (heat.second === 0 || second < heat.second - 60) {
    // The first look falls inside a second, which is therefore incomplete. A clock set back restarts it.
    heat.ring = null;
    heat.second = second;
    heat.whole = false;
    return;
  }
  if (second > heat.second) {
    if (second === heat.second + 1) writeSecond(heat, market, symbol);
    else if (heat.ring !== null) {
      const from = Math.max(heat.second, second - CAPACITY);
      for (let missed = from; missed < second; missed++) pushColumn(heat.ring, emptyColumn(missed, COLUMN_STATE.unseen));
    }
    heat.second = second;
    heat.whole = true;
  }
  if (!isInOrder(symbol) || !market.seen) heat.whole = false;
}
