import { US_PER_SECOND, type BookSide, type Micros } from '../../../core/index.ts';
import type { TrackedWall } from './wall-tracker.ts';
import type { Mark } from './types.ts';

/** One or more walls of a side that appeared and disappeared together; sizes in base currency. */
export interface Withdrawal {
  readonly side: BookSide;
  /** Price of the largest wall. */
  readonly price: number;
  readonly layers: number;
  readonly size: number;
  /** Sum of the sizes, each as a multiple of the 95th percentile of its distance. */
  readonly timesP95: number;
  /** Number of clearly larger levels near the wall with the fewest. */
  readonly larger: number;
  /** Number of levels between the touch and the wall with the most. */
  readonly front: number;
  readonly distanceBps: number;
  readonly tradedShare: number;
  readonly birth: Mark;
  readonly end: Mark;
  readonly lifeSeconds: number;
  /** Move of the mid during the wall's life in the favoured direction, in spreads at birth. */
  readonly spreadsMoved: number;
  /** Net share of taker volume that was executed on the other side, −1–1; 0 without trades. */
  readonly benefit: number;
}

/** Layers of one order appear within the first of these times of one another, and disappear within the second. */
const TOGETHER_BORN_US = 2 * US_PER_SECOND;
const TOGETHER_GONE_US = US_PER_SECOND;

/** How long an ended wall waits for others that ended with it. */
export const LAYER_WAIT_US = 2 * US_PER_SECOND;

/** Layers have sizes and distances within this ratio, and are not at the touch. */
const LAYER_RATIO = 4;
const LAYER_FRONT = 4;

const alike = (a: number, b: number): boolean => Math.max(a, b) <= LAYER_RATIO * Math.min(a, b);

const endAt = (wall: TrackedWall): Micros => wall.end?.at ?? 0;

/** Removes and returns the walls that ended with the first of the list. */
export function takeLayers(leaving: TrackedWall[]): TrackedWall[] {
  const first = leaving[0];
  if (first === undefined) return [];
  const together = leaving.filter(
    (wall) =>
      wall.side === first.side &&
      wall.front >= LAYER_FRONT &&
      alike(wall.peak, first.peak) &&
      alike(wall.distanceBps, first.distanceBps) &&
      Math.abs(wall.since.at - first.since.at) <= TOGETHER_BORN_US &&
      Math.abs(endAt(wall) - endAt(first)) <= TOGETHER_GONE_US,
  );
  if (!together.includes(first)) together.unshift(first);
  const gone = new Set(together);
  leaving.splice(0, leaving.length, ...leaving.filter((wall) => !gone.has(wall)));
  return together;
}

/** Combines walls that ended together; null without walls. */
export function withdrawalOf(walls: readonly TrackedWall[]): Withdrawal | null {
  const [first] = walls;
  if (first === undefined) return null;
  const sum = (of: (wall: TrackedWall) => number) => walls.reduce((total, wall) => total + of(wall), 0);
  const largest = walls.reduce((a, b) => (b.peak > a.peak ? b : a));
  const earliest = walls.reduce((a, b) => (b.since.at < a.since.at ? b : a));
  const latest = walls.reduce((a, b) => (endAt(b) > endAt(a) ? b : a));
  const size = sum(({ peak }) => peak);
  const { start, endStanding, end } = { ...latest, start: earliest.start };
  if (endStanding === null || end === null) return null;
  const favours = first.side === 'bid' ? 1 : -1;
  const bought = endStanding.bought - start.bought;
  const sold = endStanding.sold - start.sold;
  return {
    side: first.side,
    price: largest.price,
    layers: walls.length,
    size,
    timesP95: sum(({ peak, p95 }) => peak / p95),
    larger: Math.min(...walls.map(({ larger }) => larger)),
    front: Math.max(...walls.map(({ front }) => front)),
    distanceBps: largest.distanceBps,
    tradedShare: Math.min(1, sum(({ traded }) => traded) / size),
    birth: earliest.since,
    end,
    lifeSeconds: (end.at - earliest.since.at) / US_PER_SECOND,
    spreadsMoved: start.spread > 0 ? (favours * (endStanding.mid - start.mid)) / start.spread : 0,
    benefit: bought + sold > 0 ? (favours * (bought - sold)) / (bought + sold) : 0,
  };
}
