import type { FoundWall } from '../../../analytics/book/index.ts';
import { US_PER_SECOND, type Micros } from '../../../core/index.ts';
import { defineStudy } from '../study.ts';
import { wallsOf } from './liquidity.ts';
import { losesBook } from './whole-book.ts';

const EVERY_US = US_PER_SECOND;

/** When the book was last searched for walls; `found` is set only if that was just now. */
export interface StandingWalls {
  at: Micros | null;
  found: readonly FoundWall[] | null;
}

/** Walls once a second, for the detectors; answers search the present book instead. */
export const standingWalls = defineStudy({
  id: 'standing_walls',
  create: (): StandingWalls => ({ at: null, found: null }),
  on: {
    feed_state: (state, event, { symbol }) => {
      if (losesBook(event, symbol)) state.at = null;
    },
  },
  pass(state, view) {
    const isDue = state.at === null || view.at - state.at >= EVERY_US;
    if (isDue) state.at = view.at;
    const walls = isDue && view.whole ? wallsOf(view) : null;
    state.found = walls?.ready === true ? walls.found : null;
  },
});
