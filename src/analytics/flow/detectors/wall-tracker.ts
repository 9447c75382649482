import { US_PER_MS, US_PER_SECOND, type BookSide, type Levels, type Micros, type Side, type Touch } from '../../../core/index.ts';
import { bandOf, isKnown, wallThreshold, type OrderBook } from '../../book/index.ts';
import { ARRIVAL_US, closeDecreases, newOutflow, PRINT_WINDOW_US, takeDecrease, takePrintAt, type Outflow } from './decreases.ts';
import { surroundings, type Surroundings } from './surroundings.ts';
import type { Mark } from './types.ts';

/** State of the market at a moment; volumes are taker volumes since the start. */
export interface Standing {
  readonly mid: number;
  readonly spread: number;
  readonly bought: number;
  readonly sold: number;
}

/** A level above the wall threshold. Sizes in base currency. */
export interface TrackedWall extends Outflow, Surroundings {
  readonly side: BookSide;
  readonly price: number;
  /** 95th percentile of its band when the wall appeared. */
  readonly p95: number;
  readonly distanceBps: number;
  readonly birth: Mark;
  /** False if the level existed before the start, or became a wall because the market moved; its age is then unknown. */
  seenBirth: boolean;
  /** Birth of the first wall in the chain of moves that led to this wall; its own birth if it was not moved. */
  since: Mark;
  start: Standing;
  moves: number;
  /** Its number in the market's record; 0 if it is not recorded. */
  note: number;
  size: number;
  peak: number;
  /** When its size fell below the end share of its peak, and the market at that time. */
  end: Mark | null;
  endStanding: Standing | null;
}

export interface WallRule {
  readonly multiplier: number;
  readonly minimum: number;
}

type Usual = Record<'bid' | 'ask', (number | null)[]>;

export interface WallTracker {
  readonly walls: { readonly bid: Map<number, TrackedWall>; readonly ask: Map<number, TrackedWall> };
  usual: Usual;
  /** Smallest threshold of any band, so that most changes need one comparison; null if no threshold is known. */
  least: { bid: number | null; ask: number | null };
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
  bought: number;
  sold: number;
}

const WALLS_MOST = 512;
/** Maximum time between two updates; after a longer time, the time of the changes is too uncertain. */
const BATCH_MOST_US = 2 * US_PER_SECOND;
/** A wall ends when its size falls below this share of its peak (docs/detectors.md). */
const OVER = 0.3;
/** A new wall of about the same size on the same side within this time is the same order at another price. */
const MOVE_US = 250 * US_PER_MS;
const ALIKE = 0.2;
const SETTLE_EVERY_US = 500 * US_PER_MS;
const BPS = 10_000;
const SIDES = ['bid', 'ask'] as const;

export const newWallTracker = (): WallTracker => ({
  walls: { bid: new Map(), ask: new Map() },
  usual: { bid: [], ask: [] },
  least: { bid: null, ask: null },
  range: { from: null, to: null },
  seeded: false,
  wholeBooks: 0,
  lastChange: null,
  unsettled: false,
  passed: 0,
  bought: 0,
  sold: 0,
});

/** Call when the book was replaced: earlier walls may have been filled or cancelled unseen, so they are not scored. */
export function resetWalls(tracker: WallTracker, known: OrderBook['known'], at: Micros): void {
  tracker.walls.bid.clear();
  tracker.walls.ask.clear();
  tracker.seeded = false;
  tracker.wholeBooks++;
  tracker.range.from = known.from;
  tracker.range.to = known.to;
  tracker.lastChange = at;
}

/** Updates the thresholds from the usual sizes of each band. */
export function setUsual(
  tracker: WallTracker,
  usual: Readonly<Record<BookSide, readonly (number | null)[]>>,
  rule: WallRule,
): void {
  for (const side of SIDES) {
    tracker.usual[side] = [...usual[side]];
    let least: number | null = null;
    for (const p95 of usual[side]) {
      const threshold = p95 === null ? null : wallThreshold(p95, rule.multiplier, rule.minimum);
      if (threshold !== null && (least === null || threshold < least)) least = threshold;
    }
    tracker.least[side] = least;
  }
}

export interface BookAt {
  readonly book: OrderBook;
  readonly touch: Touch;
  readonly mark: Mark;
  readonly rule: WallRule;
}

const standing = (tracker: WallTracker, { touch }: BookAt): Standing => ({
  mid: (touch.bid + touch.ask) / 2,
  spread: touch.ask - touch.bid,
  bought: tracker.bought,
  sold: tracker.sold,
});

function addWall(tracker: WallTracker, now: BookAt, side: BookSide, price: number, size: number): TrackedWall | null {
  const { book, mark, rule } = now;
  const start = standing(tracker, now);
  const distanceBps = (Math.abs(start.mid - price) / start.mid) * BPS;
  const band = bandOf(distanceBps);
  const p95 = band === null ? null : (tracker.usual[side][band] ?? null);
  const walls = tracker.walls[side];
  if (p95 === null || size < wallThreshold(p95, rule.multiplier, rule.minimum) || walls.size >= WALLS_MOST) return null;
  if (!isKnown(book, side, price)) return null;
  const wall: TrackedWall = {
    ...newOutflow(),
    side,
    price,
    p95,
    distanceBps,
    ...surroundings(book, side, price, size),
    birth: mark,
    seenBirth: true,
    since: mark,
    start,
    moves: 0,
    note: 0,
    size,
    peak: size,
    end: null,
    endStanding: null,
  };
  walls.set(price, wall);
  return wall;
}

/** Registers existing walls. After a snapshot, births count only from the first call on. */
export function seedWalls(
  tracker: WallTracker,
  now: BookAt,
  found: readonly { readonly side: BookSide; readonly price: number; readonly size: number }[],
): void {
  for (const { side, price, size } of found) {
    if (tracker.walls[side].has(price)) continue;
    const wall = addWall(tracker, now, side, price, size);
    if (wall !== null) wall.seenBirth = false;
  }
  tracker.seeded = true;
}

function resize(tracker: WallTracker, wall: TrackedWall, size: number, now: BookAt): void {
  const { at } = now.mark;
  tracker.unsettled = true;
  if (size < wall.size) takeDecrease(wall, Math.max(tracker.lastChange ?? at, at - BATCH_MOST_US), at, wall.size - size);
  wall.size = size;
  wall.peak = Math.max(wall.peak, size);
  if (size >= OVER * wall.peak) {
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
    const least = tracker.seeded ? tracker.least[side] : null;
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

export interface Print {
  readonly at: Micros;
  readonly price: number;
  readonly size: number;
  /** Side of the aggressor. */
  readonly side: Side;
}

/** Processes one print, which may arrive before or after the book update that shows it. */
export function takeWallPrint(tracker: WallTracker, { at, price, size, side }: Print): void {
  if (side === 'buy') tracker.bought += size;
  else tracker.sold += size;
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
    heir.note = wall.note;
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
