import { touchOf } from '../../../analytics/book/index.ts';
import {
  detectInPrint,
  detectInTime,
  detectInUpdate,
  loseTrades,
  newDetectors,
  resetBook,
  takeLateTrade,
  type Detectors,
  type Finding,
  type Mark,
} from '../../../analytics/flow/detectors/index.ts';
import { stateOf, type MarketState } from '../market-state.ts';
import { defineStudy, type StudyView, type TimeView } from '../study.ts';
import { heldSince } from '../tape.ts';
import { losesBook } from './whole-book.ts';

const markOf = ({ at, position }: StudyView): Mark => ({ at, session: position?.session ?? null, seq: position?.seq ?? null });

const ruleOf = ({ settings }: StudyView) => ({
  minimum: settings.WALL_MINIMUM_QTY,
});

const reset = (state: Detectors, { symbol: { book }, at }: StudyView): void => resetBook(state, book.book.known, at);

/** Advances the detectors' time, with the book if it is in order. */
function pass(state: Detectors, view: TimeView): void {
  const book = view.whole ? view.symbol.book.book : null;
  const touch = book && touchOf(book);
  const trades = { since: heldSince(view.market.tape), missing: view.blind };
  detectInTime(state, book, touch, { mark: markOf(view), rule: ruleOf(view), trades });
}

/** The stored findings of a market's detectors, oldest first. */
export const findingsOf = (market: Pick<MarketState, 'studies'>): readonly Finding[] => stateOf(market, detectors).findings.all;

/** Detectors of anomalies and what they found. */
export const detectors = defineStudy({
  id: 'detectors',
  create: ({ id }) => newDetectors(id),
  on: {
    trade: (state, { via, price, size, side }, view) => {
      if (via === 'backfill') takeLateTrade(state, { at: view.at, price }, view.market.passedAt);
      else detectInPrint(state, view.symbol.book.book, { at: view.at, price, size, side }, markOf(view));
    },
    book_delta: (state, event, view) => {
      const { touch } = event;
      if (touch === null) reset(state, view);
      else detectInUpdate(state, { book: view.symbol.book.book, touch, mark: markOf(view), rule: ruleOf(view) }, event);
    },
    book_snapshot: (state, _event, view) => reset(state, view),
    feed_state: (state, event, view) => {
      if (losesBook(event, view.symbol)) reset(state, view);
    },
  },
  pass,
  resume(state, after, { market, at }) {
    const next = after === 'clock' ? newDetectors(market.id) : state;
    loseTrades(next, { at, why: after === 'clock' ? 'clock corrected' : 'trades lost' });
    return next;
  },
});
