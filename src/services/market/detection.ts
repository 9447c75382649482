import { touchOf, usualOf, type FoundWall, type LiquidityHistory, type OrderBook } from '../../analytics/book/index.ts';
import {
  detectFromUsual,
  detectInPrint,
  detectInTime,
  detectInUpdate,
  resetBook,
  type Detectors,
  type Mark,
} from '../../analytics/flow/detectors/index.ts';
import type { MarketEvent, Micros } from '../../core/index.ts';
import type { SymbolView } from '../../runtime/feed/index.ts';
import type { LogPosition } from '../../runtime/raw-log/index.ts';
import type { MarketSettings } from './settings.ts';

interface Moment {
  /** On the exchange's clock. */
  readonly at: Micros;
  readonly position: LogPosition | null;
  readonly settings: MarketSettings;
}

/** Sizes seen in a band before its levels are judged, as for walls. */
const SIZES_LEAST = 20;

const markOf = ({ at, position }: Moment): Mark => ({ at, session: position?.session ?? null, seq: position?.seq ?? null });

const ruleOf = ({ settings }: Moment) => ({
  multiplier: settings.WALL_THRESHOLD_MULTIPLIER,
  minimum: settings.WALL_MINIMUM_QTY,
});

/** Shows the detectors one event of the feed. Trades fetched later are none that happen now. */
export function detectInEvent(detectors: Detectors, { book }: SymbolView, event: MarketEvent, moment: Moment): void {
  switch (event.type) {
    case 'trade':
      if (event.via !== 'stream') return;
      detectInPrint(
        detectors,
        book.book,
        { at: moment.at, price: event.price, size: event.size, side: event.side },
        markOf(moment),
      );
      return;
    case 'book_delta': {
      const { touch } = event;
      if (touch === null) resetBook(detectors, book.book.known, moment.at);
      else detectInUpdate(detectors, { book: book.book, touch, mark: markOf(moment), rule: ruleOf(moment) }, event);
      return;
    }
    case 'book_snapshot':
      resetBook(detectors, book.book.known, moment.at);
      return;
    case 'feed_state':
      if (event.stream === 'book' && event.state !== 'synced' && book.phase !== 'synced')
        resetBook(detectors, book.book.known, moment.at);
      return;
    default:
  }
}

/** What the detectors see of a market besides its events. */
interface Surroundings {
  /** Null: it is not synced. */
  readonly book: OrderBook | null;
  readonly liquidity: LiquidityHistory;
  /** Standing walls, if they were just recomputed. */
  readonly walls: readonly FoundWall[] | null;
}

/** Lets the detectors see time pass. */
export function detectOverTime(detectors: Detectors, { book, liquidity, walls }: Surroundings, moment: Moment): void {
  const mark = markOf(moment);
  const touch = book && touchOf(book);
  if (book !== null && touch !== null && walls !== null) {
    const usual = {
      bid: usualOf(liquidity, 'bid', 'sizes', 95, SIZES_LEAST),
      ask: usualOf(liquidity, 'ask', 'sizes', 95, SIZES_LEAST),
    };
    detectFromUsual(detectors, { book, touch, mark, rule: ruleOf(moment) }, usual, walls);
  }
  detectInTime(detectors, book, touch, mark);
}
