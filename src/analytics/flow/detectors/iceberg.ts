import { US_PER_MINUTE, US_PER_MS, type BookSide, type Levels, type Micros } from '../../../core/index.ts';
import { sizeAt, type OrderBook } from '../../book/index.ts';
import { addFinding, endQuiet, type Finding, type Findings } from './findings.ts';
import { icebergOf, type Iceberg } from './iceberg-score.ts';
import type { Mark } from './types.ts';
import type { Print } from './wall-tracker.ts';

interface Sized {
  readonly at: Micros;
  readonly size: number;
}

/** A price at which something was executed in the last minute. Sizes in base currency. */
export interface FilledLevel {
  readonly side: BookSide;
  readonly price: number;
  /** Where its first fill stands. */
  from: Mark;
  fills: Sized[];
  /** Sizes shown, at each change. */
  shows: Sized[];
  refills: Sized[];
  shown: number;
  /** Executed since it was last shown full, and when the last of that was. */
  taken: number;
  lastFill: Micros;
}

export interface IcebergWatch {
  readonly levels: { readonly bid: Map<number, FilledLevel>; readonly ask: Map<number, FilledLevel> };
  lastChange: Micros | null;
}

/** Fills, refills and displays count for a minute (facts 3.5). */
const WINDOW_US = US_PER_MINUTE;
const REFILL_US = 500 * US_PER_MS;
/** A refill shows this share of the largest display again, after this share of it was executed. */
const FULL = 0.8;
const TAKEN = 0.5;
/** With less than this left the level is used up. */
const USED_UP = 0.2;
const LEVELS_MOST = 48;
const SHOWS_MOST = 128;
const SIDES = ['bid', 'ask'] as const;

export const newIcebergWatch = (): IcebergWatch => ({ levels: { bid: new Map(), ask: new Map() }, lastChange: null });

/** A book came anew: what was shown in between is not known. */
export function resetIcebergs(watch: IcebergWatch): void {
  watch.levels.bid.clear();
  watch.levels.ask.clear();
  watch.lastChange = null;
}

/** Takes one print. `book` as it stands: it may or may not show the print yet. */
export function takeIcebergPrint(watch: IcebergWatch, book: OrderBook, { at, price, size, side }: Print, mark: Mark): void {
  const resting: BookSide = side === 'buy' ? 'ask' : 'bid';
  const levels = watch.levels[resting];
  let level = levels.get(price);
  if (level === undefined) {
    const shown = sizeAt(book, resting, price);
    if (levels.size >= LEVELS_MOST) levels.delete(levels.keys().next().value as number);
    level = {
      side: resting,
      price,
      from: mark,
      fills: [],
      shows: [{ at, size: shown }],
      refills: [],
      shown,
      taken: 0,
      lastFill: at,
    };
    levels.set(price, level);
  }
  level.fills.push({ at, size });
  if (level.fills.length > 2 * SHOWS_MOST) mergeOldest(level);
  level.taken += size;
  level.lastFill = Math.max(level.lastFill, at);
}

/** Keeps memory bounded on a level that is hit all the time: its two oldest fills become one, of the later time. */
function mergeOldest({ fills }: FilledLevel): void {
  const [first, second] = fills;
  if (first && second) fills.splice(0, 2, { at: second.at, size: first.size + second.size });
}

const largest = (shows: readonly Sized[]): number => shows.reduce((most, { size }) => Math.max(most, size), 0);

export interface IcebergUpdate {
  readonly mark: Mark;
  readonly bids: Levels;
  readonly asks: Levels;
}

/** Takes one update of the book; returns the levels that were refilled by it. */
export function takeIcebergUpdate(watch: IcebergWatch, { mark, bids, asks }: IcebergUpdate): FilledLevel[] {
  const refilled: FilledLevel[] = [];
  for (const side of SIDES) {
    const levels = watch.levels[side];
    if (levels.size === 0) continue;
    const changed = side === 'bid' ? bids : asks;
    for (let i = 0; i + 1 < changed.length; i += 2) {
      const level = levels.get(changed[i]!);
      if (level === undefined) continue;
      level.shown = changed[i + 1]!;
      level.shows.push({ at: mark.at, size: level.shown });
      if (level.shows.length > SHOWS_MOST) level.shows.shift();
    }
    for (const level of levels.values()) if (level.taken > 0 && isRefill(watch, level, mark.at)) refilled.push(level);
  }
  watch.lastChange = mark.at;
  return refilled;
}

/** Whether the update at `now` shows the level full again, soon after enough of it was executed. */
function isRefill({ lastChange }: IcebergWatch, level: FilledLevel, now: Micros): boolean {
  // The update before this one is the latest time by which the level was not yet seen full again.
  const late = lastChange !== null && lastChange - level.lastFill > REFILL_US;
  const display = largest(level.shows);
  if (level.taken < TAKEN * display || now <= level.lastFill) return false;
  if (late) {
    if (level.shown < USED_UP * display) level.taken = 0;
    return false;
  }
  if (level.shown < FULL * display) return false;
  level.taken = 0;
  level.refills.push({ at: now, size: level.shown });
  return true;
}

const sum = (values: readonly Sized[]): number => values.reduce((total, { size }) => total + size, 0);

/** Forgets what is older than a minute. */
export function passIcebergTime(watch: IcebergWatch, findings: Findings, now: Micros): void {
  const since = now - WINDOW_US;
  for (const side of SIDES)
    for (const level of watch.levels[side].values()) {
      if (level.lastFill <= since) {
        watch.levels[side].delete(level.price);
        continue;
      }
      if (level.fills[0] !== undefined && level.fills[0].at <= since) level.fills = level.fills.filter(({ at }) => at > since);
      if (level.refills[0] !== undefined && level.refills[0].at <= since)
        level.refills = level.refills.filter(({ at }) => at > since);
      // The last size shown before the minute still stood when it began.
      while (level.shows.length > 1 && level.shows[1]!.at <= since) level.shows.shift();
    }
  endQuiet(findings, 'iceberg', WINDOW_US, now);
}

/** Judges a level that has just been refilled. */
export function judgeRefill(findings: Findings, level: FilledLevel, mark: Mark, mid: number | null): void {
  const display = largest(level.shows);
  const executed = sum(level.fills);
  const iceberg = icebergOf({ executed, display, refills: level.refills.map(({ size }) => size) });
  if (iceberg === null) return;
  const { side, price } = level;
  const facts = {
    score: iceberg.score,
    severity: iceberg.severity,
    parts: { excess: Math.min(1, iceberg.ratio / 4), steadiness: Math.max(0, 1 - iceberg.variation / 0.25) },
    seen: {
      executed,
      display,
      ratio: iceberg.ratio,
      hidden_at_least: iceberg.hidden,
      refills: level.refills.length,
      variation: iceberg.variation,
    },
    note: noteOf(level, executed, display, iceberg),
  };
  const open = findings.all.findLast(
    (found: Finding) => found.kind === 'iceberg' && found.end === null && found.side === side && found.price === price,
  );
  if (open === undefined) {
    const given = {
      kind: 'iceberg',
      side,
      price,
      ...facts,
      onset: level.fills[0]?.at ?? mark.at,
      from: level.from,
      to: mark,
      mid,
    } as const;
    addFinding(findings, given, mark.at);
    return;
  }
  open.last = mark.at;
  open.to = mark;
  if (iceberg.score >= open.score) Object.assign(open, facts);
}

const amount = (value: number): string => String(Number(value.toPrecision(6)));

const noteOf = ({ side, price, refills }: FilledLevel, executed: number, display: number, { hidden }: Iceberg): string =>
  `Suspected iceberg: ${side} at ${price} showed at most ${amount(display)} and was refilled ${refills.length} times; ${amount(executed)} executed in a minute, so at least ${amount(hidden)} was hidden.`;
