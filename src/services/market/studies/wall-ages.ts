import {
  ageLevels,
  forgetAges,
  heldSizeSince,
  LEVELS_WATCHED,
  newLevelAges,
  touchOf,
  usualOf,
  wallThreshold,
  watchLevels,
  type HeldSince,
  type LevelAges,
  type Thresholds,
} from '../../../analytics/book/index.ts';
import { toRfc3339, US_PER_SECOND, type BookSide, type Micros } from '../../../core/index.ts';
import { stateOf } from '../market-state.ts';
import { defineStudy, type StudyView } from '../study.ts';
import { liquidity } from './liquidity.ts';
import { ownTime } from './own-time.ts';
import { losesBook } from './whole-book.ts';

const EVERY_US = 10 * US_PER_SECOND;
/** A wall stands since its price has held this share of its present size without a break. */
const HELD_SHARE = 0.5;
/** Levels are watched from this share of a wall's smallest size on: below HELD_SHARE, because the usual sizes move. */
const WATCHED_SHARE = 0.4;
const PERCENT = 95;
const LEAST_SIZES = 20;

interface WallAges {
  readonly levels: LevelAges;
  /** When the thresholds were last renewed, on the clock of rolling state. */
  at: Micros | null;
  /** Our time of the last pass; absent before the first. */
  own?: Micros;
}

/** Our clock was set back by more than this: how much time passed is unknown. */
const BACK_US = US_PER_SECOND;

function thresholdsOf(view: StudyView, mid: number): Thresholds {
  const { WALL_THRESHOLD_MULTIPLIER: multiplier, WALL_MINIMUM_QTY: minimum } = view.settings;
  const history = stateOf(view.market, liquidity);
  const least = (side: BookSide) =>
    usualOf(history, side, 'sizes', PERCENT, LEAST_SIZES).map((p95) =>
      p95 === null ? null : WATCHED_SHARE * wallThreshold(p95, multiplier, minimum),
    );
  return { mid, bid: least('bid'), ask: least('ask') };
}

function forget(state: WallAges): void {
  forgetAges(state.levels);
  state.at = null;
}

/** Whether our clock was set back between two of our times. */
const isSetBack = (last: Micros | undefined, own: Micros): boolean => last !== undefined && own < last - BACK_US;

/** Since when large levels have stood in the book, without a break of the book. */
export const wallAges = defineStudy({
  id: 'wall_ages',
  create: (): WallAges => ({ levels: newLevelAges(), at: null }),
  on: {
    book_delta: ({ levels }, event, view) => ageLevels(levels, view.symbol.book.book, event, ownTime(view)),
    book_snapshot: forget,
    feed_state: (state, event, view) => {
      if (losesBook(event, view.symbol)) forget(state);
    },
  },
  pass(state, view) {
    const own = ownTime(view);
    if (isSetBack(state.own, own)) forget(state);
    state.own = own;
    const isDue = state.at === null || view.at < state.at || view.at - state.at >= EVERY_US;
    const touch = isDue && view.whole ? touchOf(view.symbol.book.book) : null;
    if (touch === null) return;
    state.at = view.at;
    watchLevels(state.levels, view.symbol.book.book, thresholdsOf(view, (touch.bid + touch.ask) / 2), own);
  },
  resume(state, after) {
    // Times are by our clock, so that a correction of the venue's clock changes none.
    if (after === 'messages') forget(state);
    return after === 'clock' ? { ...state, at: null } : state;
  },
});

interface SizedWall {
  readonly side: BookSide;
  readonly price: number;
  readonly size: number;
}

/** Since when a wall of a market has stood at `at`, by our clock, and never after it. */
export function standsIn({ market, at }: Pick<StudyView, 'market' | 'at'>): (wall: SizedWall) => HeldSince {
  const { levels, own } = stateOf(market, wallAges);
  return ({ side, price, size }) => {
    if (isSetBack(own, at)) return { since: null, watched: null };
    const held = heldSizeSince(levels, side, price, HELD_SHARE * size);
    return held.since === null ? held : { since: Math.min(held.since, at) };
  };
}

const timeOf = (at: Micros): string => toRfc3339(Math.max(0, Math.round(at)));

/** As in an answer; null if it is unknown. */
export const sinceOf = ({ since }: HeldSince): string | null => (since === null ? null : timeOf(since));

/** Why it is unknown since when a wall has stood. */
export function whyNoSince(held: HeldSince): string {
  if (held.since !== null) return '';
  if (held.tooMany === 'levels') return `it is not watched: ${LEVELS_WATCHED} other large levels of its side are`;
  if (held.tooMany === 'sizes') return 'it grew in more steps than are kept';
  return held.watched === null
    ? 'it is not watched yet'
    : `it stood before it was watched, ${timeOf(held.watched).slice(0, 19)}Z`;
}
