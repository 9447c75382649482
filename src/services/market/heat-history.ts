import { bookRows, stepFor, touchOf } from '../../analytics/book/index.ts';
import { US_PER_SECOND, type Micros } from '../../core/index.ts';
import type { SymbolView } from '../../runtime/feed/index.ts';
import { CAPACITY, COLUMN_STATE, createHeatRing, emptyColumn, pushColumn, ROWS, type HeatRing } from './heat-ring.ts';
import type { MarketState } from './market-state.ts';
import { isInOrder } from './standing.ts';
import { timesAround, tradedBetween } from './tape.ts';

/**
 * Columns of a heat map. Not part of the market state, because no number depends on them. Checkpoints don't contain them,
 * and a replay from a checkpoint has columns only from there on.
 */
export interface HeatHistory {
  ring: HeatRing | null;
  /** The current second. `whole`: whether the book was in order at every sample of it. */
  second: number;
  whole: boolean;
  readonly rows: Uint16Array;
  readonly sums: Float64Array;
}

/** Price change, as a factor, after which the row height no longer fits. */
const MOVED = 1.5;

export const newHeatHistory = (): HeatHistory => ({
  ring: null,
  second: 0,
  whole: false,
  rows: new Uint16Array(ROWS),
  sums: new Float64Array(ROWS),
});

/** The present ring, or a new one if there is none or the price has left its scale. */
function ringFor(heat: HeatHistory, { book, instrument }: SymbolView, mid: number): HeatRing | null {
  const { ring } = heat;
  if (ring !== null && mid < ring.mid * MOVED && mid > ring.mid / MOVED) return ring;
  const step = stepFor(book.book, ROWS, instrument?.tick ?? null);
  return step === null ? null : createHeatRing({ epoch: (ring?.epoch ?? 0) + 1, step, mid });
}

/** Volumes bought and sold in one second; NaN if trades are missing. */
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
 * Samples a market, ten times a second. At the end of each second of exchange time it writes a column of the book. A
 * second with a sample of an incomplete book becomes a gap. A second without a sample is unseen, and repeats no values.
 */
export function observeHeat(heat: HeatHistory, market: MarketState, symbol: SymbolView, now: Micros): void {
  const second = Math.floor(now / US_PER_SECOND);
  if (heat.second === 0 || second < heat.second - 60) {
    // The first sample falls within a second, so that second is incomplete. A clock set back restarts the history.
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
