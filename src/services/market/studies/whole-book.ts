import type { FeedStateEvent, Micros, Touch } from '../../../core/index.ts';
import type { SymbolView } from '../../../runtime/feed/index.ts';
import { defineStudy } from '../study.ts';

/** Since when the book has been complete, and its touch at the last two changes. */
export interface WholeBook {
  /** Exchange time; null while the book is not complete. */
  since: Micros | null;
  /** Touch before the last change; null if the book began with that change. */
  before: Touch | null;
  touch: Touch | null;
}

/** Whether an event shows that the book is no longer complete. */
export const losesBook = ({ stream, state }: FeedStateEvent, { book }: SymbolView): boolean =>
  stream === 'book' && state !== 'synced' && book.phase !== 'synced';

/** Starts the state; a book with an empty side has no touch and counts as incomplete. */
function begin(state: WholeBook, touch: Touch | null, at: Micros): void {
  state.since = touch === null ? null : at;
  state.before = null;
  state.touch = touch;
}

function move(state: WholeBook, { book }: SymbolView, touch: Touch | null, at: Micros): void {
  const isFirst = state.touch === null && touch !== null && book.phase === 'synced';
  if (isFirst || (touch === null && state.touch !== null)) return begin(state, touch, at);
  state.before = state.touch;
  state.touch = touch;
}

export const wholeBook = defineStudy({
  id: 'whole_book',
  create: (): WholeBook => ({ since: null, before: null, touch: null }),
  on: {
    book_snapshot: (state, { touch }, { at }) => begin(state, touch, at),
    book_delta: (state, { touch }, { symbol, at }) => move(state, symbol, touch, at),
    feed_state: (state, event, { symbol, at }) => {
      if (losesBook(event, symbol)) begin(state, null, at);
    },
  },
  resume(state, after, { symbol, at }) {
    // The book stays complete and no snapshot will follow, so the state restarts here.
    if (after === 'clock') begin(state, symbol.book.phase === 'synced' ? state.touch : null, at);
    return state;
  },
});
