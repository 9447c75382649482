import { US_PER_MS, US_PER_SECOND, type BookSide, type Micros } from '../../../core/index.ts';
import { flowBetween, type TakerFlow } from './taker-flow.ts';
import type { Mark } from './types.ts';
import type { Standing, TrackedWall } from './wall-tracker.ts';

/**
 * One or more walls of a side that appeared and disappeared together. Sizes in base currency. Flows are taker volumes as multiples of
 * what is usual in such a time; `opposite` is the side of the book that a deceiver would want filled.
 */
export interface Withdrawal {
  readonly side: BookSide;
  /** Price of the largest wall. */
  readonly price: number;
  /** Prices of all its walls. */
  readonly prices: readonly number[];
  readonly layers: number;
  readonly size: number;
  /** Largest size, and the sum of the sizes, as multiples of the usual large size at their distances. */
  readonly times: number;
  readonly total: number;
  /** Number of clearly larger levels near the wall with the fewest. */
  readonly larger: number;
  /** Number of other levels near the largest wall that are about as large. */
  readonly similar: number;
  /** Number of levels between the touch and the wall with the most. */
  readonly front: number;
  readonly tradedShare: number;
  readonly birth: Mark;
  readonly end: Mark;
  readonly lifeSeconds: number;
  /** Logarithm of the distance from the touch at birth, in usual spreads, and how much closer the touch came. */
  readonly distance: number;
  readonly closer: number;
  /** Null until a second with trades is known. */
  readonly opposite: number | null;
  /** Taker volume against the wall's own side, and on the other side, around the withdrawal; null until a second with trades is known. */
  readonly pull: number | null;
  readonly pullOpposite: number | null;
  /** How surprisingly short before the withdrawal the last trade on each side was: −ln of the chance, 0–12. Null before the first. */
  readonly gapOpposite: number | null;
  readonly gapSame: number | null;
  /** Move of the mid in the favoured direction during the life and in two seconds after, usual spreads. */
  readonly moved: number;
  readonly movedAfter: number;
  /** Logarithm of the spread at birth and at the end over the usual one. */
  readonly spreadBorn: number;
  readonly spreadPulled: number;
  readonly bornSeconds: number;
}

/** Layers of one order appear within the first of these times, and each disappears within the second of another. */
const TOGETHER_BORN_US = 5 * US_PER_SECOND;
const TOGETHER_GONE_US = US_PER_SECOND;
const LAYER_RATIO = 4;

/** How long after the last of its walls ended a withdrawal is judged: layers, late prints and the mid's reaction are known by then. */
export const LAYER_WAIT_US = 2 * US_PER_SECOND;

const alike = (a: number, b: number): boolean => Math.max(a, b) <= LAYER_RATIO * Math.min(a, b);

/** A wall of which half of its peak or less is left. */
export interface EndedWall extends TrackedWall {
  readonly end: Mark;
  readonly endStanding: Standing;
}

const endAt = ({ end }: EndedWall): Micros => end.at;

/** Walls that are layers of the first of the list, the first included; they follow one another. */
export function layersOf(leaving: readonly EndedWall[]): EndedWall[] {
  const [first] = leaving;
  if (first === undefined) return [];
  const together = [first];
  for (const wall of leaving.slice(1)) {
    if (wall.side !== first.side || !alike(wall.peak, first.peak)) continue;
    if (Math.abs(wall.since.at - first.since.at) > TOGETHER_BORN_US) continue;
    if (together.some((other) => Math.abs(endAt(wall) - endAt(other)) <= TOGETHER_GONE_US)) together.push(wall);
  }
  return together;
}

export interface Surrounding {
  readonly flow: TakerFlow;
  /** Usual spread, quote currency. */
  readonly spread: number;
  readonly mid: number;
}

/** Combines walls that ended together, at least one. */
export function withdrawalOf(walls: readonly EndedWall[], { flow, spread, mid }: Surrounding): Withdrawal {
  const [first] = walls;
  if (first === undefined) throw new RangeError('a withdrawal needs a wall');
  const sum = (by: (wall: EndedWall) => number) => walls.reduce((total, wall) => total + by(wall), 0);
  const largest = walls.reduce((a, b) => (b.peak / b.usual > a.peak / a.usual ? b : a));
  const earliest = walls.reduce((a, b) => (b.since.at < a.since.at ? b : a));
  const { endStanding, end } = walls.reduce((a, b) => (endAt(b) > endAt(a) ? b : a));
  const firstGone = walls.reduce((a, b) => (endAt(b) < endAt(a) ? b : a));
  const size = sum(({ peak }) => peak);
  const { start } = earliest;
  const bid = first.side === 'bid';
  const favours = bid ? 1 : -1;
  const life = (end.at - earliest.since.at) / US_PER_SECOND;
  const split = <T>(bought: T, sold: T) => (bid ? { opposite: bought, same: sold } : { opposite: sold, same: bought });
  const during = split(endStanding.bought - start.bought, endStanding.sold - start.sold);
  const usual = split(flow.usual.bought, flow.usual.sold);
  const rate = split(flow.usual.buys, flow.usual.sells);
  const trade = mean(usual) / Math.max(LEAST_RATE, mean(rate));
  const gone = endAt(firstGone);
  const close = flowBetween(flow, gone - AROUND_US, end.at + AROUND_US);
  const around = split(close.bought, close.sold);
  const pulled = firstGone.endStanding;
  const gap = split(pulled.sinceBuy, pulled.sinceSell);
  const touch = (at: typeof start) => Math.log(Math.max(0, (favours * ((bid ? at.bid : at.ask) - largest.price)) / spread) + 0.1);
  const distance = touch(start);
  const over = (volume: number, perSecond: number, seconds: number) =>
    trade > 0 ? volume / (perSecond * seconds + trade) : null;
  return {
    side: first.side,
    price: largest.price,
    prices: walls.map(({ price }) => price),
    layers: walls.length,
    size,
    times: largest.peak / largest.usual,
    total: sum(({ peak, usual: large }) => peak / large),
    larger: Math.min(...walls.map(({ larger }) => larger)),
    similar: largest.similar,
    front: Math.max(...walls.map(({ front }) => front)),
    tradedShare: Math.min(1, sum(({ traded }) => traded) / size),
    birth: earliest.since,
    end,
    lifeSeconds: life,
    distance,
    closer: touch(pulled) - distance,
    opposite: over(during.opposite, usual.opposite, life + 2),
    pull: over(around.same, usual.same, 0.7),
    pullOpposite: over(around.opposite, usual.opposite, 0.7),
    gapOpposite: surprise(rate.opposite, gap.opposite),
    gapSame: surprise(rate.same, gap.same),
    moved: bound((favours * (endStanding.mid - start.mid)) / spread),
    movedAfter: bound((favours * (mid - endStanding.mid)) / spread),
    spreadBorn: Math.log(Math.max(start.spread / spread, 1e-6)),
    spreadPulled: Math.log(Math.max(pulled.spread / spread, 1e-6)),
    bornSeconds: (Math.max(...walls.map(({ since }) => since.at)) - earliest.since.at) / US_PER_SECOND,
  };
}

const AROUND_US = 250 * US_PER_MS;
const LEAST_RATE = 1e-4;
const mean = ({ opposite, same }: { readonly opposite: number; readonly same: number }): number => (opposite + same) / 2;
const bound = (spreads: number): number => Math.max(-3, Math.min(3, spreads));

/** −ln of the chance of a trade at least as close, if trades come at this rate (Poisson); null without a trade or a rate. */
const surprise = (perSecond: number, seconds: number | null): number | null =>
  perSecond > 0 && seconds !== null ? Math.min(12, -Math.log(Math.max(1e-9, 1 - Math.exp(-perSecond * (seconds + 0.05))))) : null;
