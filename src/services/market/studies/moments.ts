import { depthWithin, touchOf } from '../../../analytics/book/index.ts';
import { US_PER_SECOND, type Micros } from '../../../core/index.ts';
import { defineStudy, type TimeView } from '../study.ts';
import { wallsOf } from './liquidity.ts';

const EVERY_US = 10 * US_PER_SECOND;
/** Half an hour, and what a sample may be older than asked. */
const KEPT = 183;
/** Distances from the mid at which depth is kept, basis points. */
export const MOMENT_BPS = [10, 50] as const;
/** Most walls of a moment; the first of those found. */
const WALLS_MOST = 24;

/** The book at one moment: plain data, about 300 bytes. */
export interface Moment {
  /** By our clock, which no correction moves. */
  readonly at: Micros;
  readonly bid: number;
  readonly ask: number;
  /** Bids and asks within each distance, base currency; NaN where the book was not known so far. */
  readonly depths: Float64Array;
  /** Signed price (below 0: an ask) and size of each wall; null while walls were not judged. */
  readonly walls: Float64Array | null;
}

export interface Moments {
  /** When it was last sampled, on the clock of rolling state. */
  at: Micros | null;
  /** Oldest first. */
  readonly kept: Moment[];
}

function momentOf(view: TimeView, bid: number, ask: number): Moment {
  const { book } = view.symbol.book;
  const judged = wallsOf(view);
  return {
    at: view.at + (view.market.framed?.offset ?? 0),
    bid,
    ask,
    depths: Float64Array.from(
      MOMENT_BPS.flatMap((bps) => [depthWithin(book, 'bid', bps) ?? Number.NaN, depthWithin(book, 'ask', bps) ?? Number.NaN]),
    ),
    walls: judged.ready
      ? Float64Array.from(
          judged.found.slice(0, WALLS_MOST).flatMap(({ side, price, size }) => [side === 'bid' ? price : -price, size]),
        )
      : null,
  };
}

/** The book every ten seconds, for what changed since. */
export const moments = defineStudy({
  id: 'moments',
  create: (): Moments => ({ at: null, kept: [] }),
  pass(state, view) {
    const isDue = state.at === null || view.at < state.at || view.at - state.at >= EVERY_US;
    const touch = isDue && view.whole ? touchOf(view.symbol.book.book) : null;
    if (touch === null) return;
    state.at = view.at;
    state.kept.push(momentOf(view, touch.bid, touch.ask));
    if (state.kept.length > KEPT) state.kept.shift();
  },
  resume: (state) => ({ ...state, at: null }),
});
