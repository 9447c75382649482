import { US_PER_MS, US_PER_SECOND, type BookSide, type Levels, type Micros, type Touch } from '../../../core/index.ts';
import { forEachLevel, isKnown, type OrderBook } from '../../book/index.ts';
import { ARRIVAL_US, closeDecreases, NONE_OPEN, PRINT_WINDOW_US, takeDecrease, takePrintAt, type Outflow } from './decreases.ts';
import { surroundings, type Surroundings } from './surroundings.ts';
import { forgetLastTrades, newTakerFlow, takeFlowPrint, type TakerFlow } from './taker-flow.ts';
import { leastUsual, newUsualSizes, observeSizes, usualAt, type UsualSizes } from './usual-sizes.ts';
import type { Mark, Print } from './types.ts';

/** State of the market at a moment; volumes are taker volumes since the start. */
export interface Standing {
  readonly mid: number;
  readonly spread: number;
  readonly bought: number;
  readonly sold: number;
  /** Time since the last trade in which the taker bought, or sold, seconds; null before the first. */
  readonly sinceBuy: number | null;
  readonly sinceSell: number | null;
  readonly bid: number;
  readonly ask: number;
}

/** A level above the wall threshold. Sizes in base currency. */
export interface TrackedWall extends Outflow, Surroundings {
  readonly side: BookSide;
  readonly price: number;
  /** Usual large size at its distance when the wall appeared. */
  readonly usual: number;
  readonly birth: Mark;
  /** False if the level existed before the start, or became a wall because the market moved; its age is then unknown. */
  seenBirth: boolean;
  /** Birth of the first wall in the chain of moves that led to this wall; its own birth if it was not moved. */
  since: Mark;
  start: Standing;
  moves: number;
  size: number;
  peak: number;
  /** When its size fell below the end share of its peak, and the market at that time. */
  end: Mark | null;
  endStanding: Standing | null;
}

export interface WallRule {
  /** Smallest size of a wall, base currency. */
  readonly minimum: number;
}

export interface WallTracker {
  readonly walls: { readonly bid: Map<number, TrackedWall>; readonly ask: Map<number, TrackedWall> };
  readonly usual: UsualSizes;
  readonly flow: TakerFlow;
  /** Mean logarithm of the spread, in quote currency, over the last minutes; null before the first second. */
  spread: number | null;
  /** Smallest threshold at any distance, so that most changes need one comparison; null if none is known. */
  least: number | null;
  /** Known range before the last change; a level that enters the range does not count as born. */
  readonly range: { from: number | null; to: number | null };
  /** Whether existing walls were registered since the last snapshot. */
  seeded: boolean;
  /** Number of full snapshots since the last incremental update. */
  wholeBooks: number;
  lastChange: Micros | null;
  /** Whether a wall has pending decreases that time may settle; other walls are checked once a second. */
  unsettled: boolean;
  passed: Micros;
}

const WALLS_MOST = 512;
/** Maximum time between two updates; after a longer time, the time of the changes is too uncertain. */
const BATCH_MOST_US = 2 * US_PER_SECOND;
/** A wall ends when its size falls to this share of its peak (docs/detectors.md). */
const OVER = 0.5;
/** A level is a wall from this multiple of the usual large size at its distance. */
const WALL_TIMES = 2;
/** A new wall of about the same size on the same side within this time is the same order at another price. */
const MOVE_US = 250 * US_PER_MS;
const ALIKE = 0.2;
const SETTLE_EVERY_US = 500 * US_PER_MS;
const BPS = 10_000;
const SIDES = ['bid', 'ask'] as const;

export const newWallTracker = (): WallTracker => ({
  walls: { bid: new Map(), ask: new Map() },
  usual: newUsualSizes(),
  flow: newTakerFlow(),
  spread: null,
  least: null,
  range: { from: null, to: null },
  seeded: false,
  wholeBooks: 0,
  lastChange: null,
  unsettled: false,
  passed: 0,
});

/** Call when the book was replaced: earlier walls may have been filled or cancelled unseen, so they are not scored. */
export function resetWalls(tracker: WallTracker, known: OrderBook['known'], at: Micros): void {
  tracker.walls.bid.clear();
  tracker.walls.ask.clear();
  forgetLastTrades(tracker.flow);
  tracker.seeded = false;
  tracker.wholeBooks++;
  tracker.range.from = known.from;
  tracker.range.to = known.to;
  tracker.lastChange = at;
}

export interface BookAt {
  readonly book: OrderBook;
  readonly touch: Touch;
  readonly mark: Mark;
  readonly rule: WallRule;
}

/** Null also if the last trade is later than its stream can be ahead of the book: the exchange's clock was set. */
const since = (at: Micros, last: Micros | null): number | null =>
  last === null || last > at + PRINT_WINDOW_US ? null : (at - last) / US_PER_SECOND;

const standing = ({ flow }: WallTracker, { touch, mark: { at } }: BookAt): Standing => ({
  mid: (touch.bid + touch.ask) / 2,
  spread: touch.ask - touch.bid,
  bought: flow.bought,
  sold: flow.sold,
  sinceBuy: since(at, flow.lastBuy),
  sinceSell: since(at, flow.lastSell),
  bid: touch.bid,
  ask: touch.ask,
});

const REACH_BPS = 100;

function addWall(tracker: WallTracker, now: BookAt, side: BookSide, price: number, size: number): TrackedWall | null {
  const { book, touch, mark, rule } = now;
  const mid = (touch.bid + touch.ask) / 2;
  const distanceBps = (Math.abs(mid - price) / mid) * BPS;
  const walls = tracker.walls[side];
  if (distanceBps > REACH_BPS || size < rule.minimum || walls.size >= WALLS_MOST) return null;
  const usual = usualAt(tracker.usual, distanceBps);
  if (usual === null || size < WALL_TIMES * usual || !isKnown(book, side, price)) return null;
  const { larger, similar, front } = surroundings(book, side, price, size);
  // A literal without spreads: an object built by spreads takes four times the memory.
  const wall: TrackedWall = {
    traded: 0,
    cancelled: 0,
    decreases: NONE_OPEN,
    prints: NONE_OPEN,
    larger,
    similar,
    front,
    side,
    price,
    usual,
    birth: mark,
    seenBirth: true,
    since: mark,
    start: standing(tracker, now),
    moves: 0,
    size,
    peak: size,
    end: null,
    endStanding: null,
  };
  walls.set(price, wall);
  return wall;
}

const SPREAD_SECONDS = 300;

/** Samples a complete book once a second. After a snapshot, the walls that stand at the first call are registered. */
export function observeBook(tracker: WallTracker, now: BookAt): void {
  const { book, touch, mark } = now;
  observeSizes(tracker.usual, book, (touch.bid + touch.ask) / 2, mark.at);
  const log = Math.log(touch.ask - touch.bid);
  if (Number.isFinite(log))
    tracker.spread = tracker.spread === null ? log : tracker.spread + (log - tracker.spread) / SPREAD_SECONDS;
  const least = leastUsual(tracker.usual);
  tracker.least = least === null ? null : Math.max(now.rule.minimum, WALL_TIMES * least);
  if (tracker.seeded || tracker.least === null) return;
  tracker.seeded = true;
  for (const side of SIDES)
    forEachLevel(book, side, (price, size) => {
      if (size < tracker.least! || tracker.walls[side].has(price)) return;
      const wall = addWall(tracker, now, side, price, size);
      if (wall !== null) wall.seenBirth = false;
    });
}

function resize(tracker: WallTracker, wall: TrackedWall, size: number, now: BookAt): void {
  const { at } = now.mark;
  tracker.unsettled = true;
  if (size < wall.size) takeDecrease(wall, Math.max(tracker.lastChange ?? at, at - BATCH_MOST_US), at, wall.size - size);
  wall.size = size;
  wall.peak = Math.max(wall.peak, size);
  if (size > OVER * wall.peak) {
    wall.end = null;
    wall.endStanding = null;
  } else if (wall.end === null) {
    wall.end = now.mark;
    wall.endStanding = standing(tracker, now);
  }
}

/** Processes one update already applied to the book. Returns the born walls. */
export function takeUpdate(tracker: WallTracker, now: BookAt, changed: Readonly<Record<'bids' | 'asks', Levels>>): TrackedWall[] {
  const born: TrackedWall[] = [];
  tracker.wholeBooks = 0;
  for (const side of SIDES) {
    const levels = side === 'bid' ? changed.bids : changed.asks;
    const walls = tracker.walls[side];
    const least = tracker.seeded ? tracker.least : null;
    const limit = side === 'bid' ? tracker.range.from : tracker.range.to;
    if (walls.size === 0 && least === null) continue;
    for (let i = 0; i + 1 < levels.length; i += 2) {
      const price = levels[i]!;
      const size = levels[i + 1]!;
      const wall = walls.get(price);
      if (wall !== undefined) resize(tracker, wall, size, now);
      else if (least !== null && size >= least && (limit === null || (side === 'bid' ? price >= limit : price <= limit))) {
        const added = addWall(tracker, now, side, price, size);
        if (added !== null) born.push(added);
      }
    }
  }
  tracker.lastChange = now.mark.at;
  tracker.range.from = now.book.known.from;
  tracker.range.to = now.book.known.to;
  return born;
}

/** Processes one print, which may arrive before or after the book update that shows it. */
export function takeWallPrint(tracker: WallTracker, print: Print): void {
  const { at, price, size, side } = print;
  takeFlowPrint(tracker.flow, print);
  const wall = tracker.walls[side === 'buy' ? 'ask' : 'bid'].get(price);
  if (wall === undefined || at < wall.birth.at - PRINT_WINDOW_US) return;
  tracker.unsettled = true;
  takePrintAt(wall, at, size);
}

/** Passes a wall's history to its successor if the order was only moved. */
function moved(tracker: WallTracker, wall: TrackedWall): boolean {
  const end = wall.end?.at ?? 0;
  for (const heir of tracker.walls[wall.side].values()) {
    const near = heir !== wall && heir.moves === 0 && heir.seenBirth && Math.abs(heir.birth.at - end) <= MOVE_US;
    if (!near || Math.abs(heir.peak / wall.peak - 1) > ALIKE || heir.birth.at <= wall.birth.at) continue;
    heir.since = wall.since;
    heir.start = wall.start;
    heir.seenBirth = wall.seenBirth;
    heir.moves = wall.moves + 1;
    heir.traded += wall.traded;
    return true;
  }
  return false;
}

/** Advances time: returns ended walls with all decreases explained, oldest end first. */
export function passWallTime(tracker: WallTracker, book: OrderBook, now: Micros): TrackedWall[] {
  const over: TrackedWall[] = [];
  if (now < tracker.passed + (tracker.unsettled ? SETTLE_EVERY_US : US_PER_SECOND) && now >= tracker.passed) return over;
  tracker.passed = now;
  tracker.unsettled = false;
  for (const side of SIDES)
    for (const wall of tracker.walls[side].values()) {
      closeDecreases(wall, now);
      tracker.unsettled ||= wall.end !== null || wall.decreases.length > 0 || wall.prints.length > 0;
      if (wall.end === null) {
        // No updates arrive for levels outside the known range.
        if (!isKnown(book, side, wall.price)) tracker.walls[side].delete(wall.price);
      } else if (wall.decreases.length === 0 && now >= wall.end.at + PRINT_WINDOW_US + ARRIVAL_US) over.push(wall);
    }
  if (over.length === 0) return over;
  over.sort((a, b) => (a.end?.at ?? 0) - (b.end?.at ?? 0));
  const gone: TrackedWall[] = [];
  for (const wall of over) {
    if (!moved(tracker, wall)) gone.push(wall);
    tracker.walls[wall.side].delete(wall.price);
  }
  return gone;
}
