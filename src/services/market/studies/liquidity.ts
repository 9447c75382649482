import {
  createLiquidityHistory,
  findVacuums,
  findWalls,
  observeLiquidity,
  type FoundVacuum,
  type FoundWall,
  type Judged,
} from '../../../analytics/book/index.ts';
import { US_PER_SECOND } from '../../../core/index.ts';
import { stateOf } from '../market-state.ts';
import { defineStudy, type StudyView } from '../study.ts';

/** How often the book's sizes are sampled, and how many samples an answer needs: two minutes of them. */
const EVERY_US = 10 * US_PER_SECOND;
const SAMPLES_LEAST = 12;

const NO_BOOK = { ready: false, reason: 'the book is not synced', readyAt: null } as const;

/** Usual sizes and depths of the book, by distance from the mid. */
export const liquidity = defineStudy({
  id: 'liquidity',
  create: () => createLiquidityHistory({ everyUs: EVERY_US }),
  pass(history, { symbol, at, whole }) {
    if (whole) observeLiquidity(history, symbol.book.book, at);
  },
});

type BookView = Pick<StudyView, 'market' | 'symbol' | 'settings'>;

/** Walls of the present book. */
export function wallsOf({ market, symbol: { book }, settings }: BookView): Judged<FoundWall> {
  if (book.phase !== 'synced') return NO_BOOK;
  const { WALL_THRESHOLD_MULTIPLIER: multiplier, WALL_MINIMUM_QTY: minimum } = settings;
  return findWalls(stateOf(market, liquidity), book.book, { multiplier, minimum, minSamples: SAMPLES_LEAST });
}

/** Vacuums of the present book. */
export function vacuumsOf({ market, symbol: { book }, settings }: BookView): Judged<FoundVacuum> {
  if (book.phase !== 'synced') return NO_BOOK;
  const { VACUUM_THRESHOLD_PERCENTILE: percentile } = settings;
  return findVacuums(stateOf(market, liquidity), book.book, { percentile, minSamples: SAMPLES_LEAST });
}
