import { US_PER_MINUTE, US_PER_MS, type BookSide, type Levels, type Micros } from '../../../core/index.ts';
import { sizeAt, type OrderBook } from '../../book/index.ts';
import { addFinding, endQuiet, type Finding, type Findings } from './findings.ts';
import { icebergOf, REFILLS_LEAST, variation, VARIATION_MOST, type Iceberg, type IcebergSight } from './iceberg-score.ts';
import { newRefillRecord, noteDepletion, notePair, refillChancePerHour, type RefillRecord } from './refill-record.ts';
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
  /** Largest size shown before it was first refilled. */
  initial: number;
  refills: Sized[];
  /** How many of its depletions are in the record: the first two go there. */
  noted: number;
  shown: number;
  /** Executed since it was last shown full, and when the last of that was. */
  taken: number;
  lastFill: Micros;
}

export interface IcebergWatch {
  readonly levels: { readonly bid: Map<number, FilledLevel>; readonly ask: Map<number, FilledLevel> };
  /** Prices between which the levels of both sides lie, so that most changes cost two comparisons. */
  lowest: number;
  highest: number;
  lastChange: Micros | null;
  readonly record: RefillRecord;
  /** What hit each side in each of the last seconds, and in the present one. */
  readonly volumes: { readonly bid: number[]; readonly ask: number[] };
  readonly volume: { bid: number; ask: number };
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
const FILLS_MOST = 256;
/** Of what stood before: enough of it gone, and enough shown, for a first refill by an order that stood behind others. */
const USED = 0.9;
const TIP = 0.1;
/** What stood before the first refill counts as display unless it was larger than this times what came after. */
const LIKE_DISPLAY = 1.25;
/** Most that chance may show an hour. */
const CHANCE_MOST = 1;
/** And at least this share of what hit the side in the minute was executed there: a small one matters to nobody. */
const VOLUME_LEAST = 0.2;
const WINDOW_SECONDS = 60;
const SIDES = ['bid', 'ask'] as const;

export const newIcebergWatch = (): IcebergWatch => ({
  levels: { bid: new Map(), ask: new Map() },
  lowest: 0,
  highest: 0,
  lastChange: null,
  record: newRefillRecord(),
  volumes: { bid: [], ask: [] },
  volume: { bid: 0, ask: 0 },
});

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
  watch.volume[resting] += size;
  let level = levels.get(price);
  if (level === undefined) {
    const shown = sizeAt(book, resting, price);
    if (levels.size >= LEVELS_MOST) levels.delete(levels.keys().next().value as number);
    level = {
      side: resting,
      price,
      from: mark,
      fills: [],
      initial: shown,
      refills: [],
      noted: 0,
      shown,
      taken: 0,
      lastFill: at,
    };
    levels.set(price, level);
    if (watch.highest === 0 || price < watch.lowest) watch.lowest = price;
    if (price > watch.highest) watch.highest = price;
  }
  level.fills.push({ at, size });
  if (level.fills.length > FILLS_MOST) mergeOldest(level);
  level.taken += size;
  level.lastFill = Math.max(level.lastFill, at);
}

function boundLevels(watch: IcebergWatch): void {
  const { bid, ask } = watch.levels;
  watch.lowest = Infinity;
  watch.highest = 0;
  for (const levels of [bid, ask])
    for (const price of levels.keys()) {
      if (price < watch.lowest) watch.lowest = price;
      if (price > watch.highest) watch.highest = price;
    }
  // Infinity is no number of a checkpoint.
  if (watch.highest === 0) watch.lowest = 0;
}

/** Keeps memory bounded on a level that is hit all the time: its two oldest fills become one, of the later time. */
function mergeOldest({ fills }: FilledLevel): void {
  const [first, second] = fills;
  if (first && second) fills.splice(0, 2, { at: second.at, size: first.size + second.size });
}

const largest = (sizes: readonly Sized[]): number => sizes.reduce((most, { size }) => Math.max(most, size), 0);

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
      const price = changed[i]!;
      if (price < watch.lowest || price > watch.highest) continue;
      const level = levels.get(price);
      if (level === undefined) continue;
      level.shown = changed[i + 1]!;
      if (level.refills.length === 0) level.initial = Math.max(level.initial, level.shown);
    }
    for (const level of levels.values()) if (level.taken > 0 && isRefill(watch, level, mark.at)) refilled.push(level);
  }
  watch.lastChange = mark.at;
  return refilled;
}

/** Whether the update at `now` shows the level full again, soon after enough of it was executed. */
function isRefill({ lastChange, record }: IcebergWatch, level: FilledLevel, now: Micros): boolean {
  const before = level.refills.at(-1)?.size ?? level.initial;
  if (level.taken < TAKEN * before || now <= level.lastFill) return false;
  // The update before this one is the latest time by which the level was not yet seen full again.
  const late = lastChange !== null && lastChange - level.lastFill > REFILL_US;
  const full = level.shown >= FULL * before && before > 0;
  const tip = level.refills.length === 0 && level.taken >= USED * before && level.shown >= TIP * before && level.shown > 0;
  const refilled = !late && (full || tip);
  if ((late || refilled) && level.noted < 2 && level.noted === level.refills.length) {
    noteDepletion(record, level.noted === 0 ? 'first' : 'second', refilled ? 'refilled' : 'not', now);
    level.noted++;
  }
  if (refilled) {
    const last = level.refills.at(-1);
    if (level.refills.length === 1 && last !== undefined) notePair(record, last.size, level.shown);
    level.taken = 0;
    level.refills.push({ at: now, size: level.shown });
    return true;
  }
  if (late && level.shown < USED_UP * before) {
    level.taken = 0;
    if (level.refills.length === 0) level.initial = level.shown;
  }
  return false;
}

const sum = (values: readonly Sized[]): number => values.reduce((total, { size }) => total + size, 0);

/** Forgets what is older than a minute. */
export function passIcebergTime(watch: IcebergWatch, findings: Findings, now: Micros): void {
  const since = now - WINDOW_US;
  for (const side of SIDES) {
    watch.volumes[side].push(watch.volume[side]);
    watch.volume[side] = 0;
    if (watch.volumes[side].length > WINDOW_SECONDS) watch.volumes[side].shift();
    for (const level of watch.levels[side].values()) {
      if (level.lastFill <= since) {
        watch.levels[side].delete(level.price);
        continue;
      }
      if (level.fills[0] !== undefined && level.fills[0].at <= since) level.fills = level.fills.filter(({ at }) => at > since);
      if (level.refills[0] !== undefined && level.refills[0].at <= since)
        level.refills = level.refills.filter(({ at }) => at > since);
    }
  }
  boundLevels(watch);
  endQuiet(findings, 'iceberg', WINDOW_US, now);
}

/** The latest refills that are alike, as many as there are; all of them where fewer than three are. */
function alikeRefills({ refills }: FilledLevel): readonly Sized[] {
  for (let from = 0; from + REFILLS_LEAST <= refills.length; from++) {
    const some = refills.slice(from);
    if ((variation(some.map(({ size }) => size)) ?? Infinity) <= VARIATION_MOST) return some;
  }
  return refills;
}

/** What was executed and shown at a level while it was refilled alike; before that, what stood there unless it was larger. */
function sightOf(level: FilledLevel): IcebergSight {
  const refills = alikeRefills(level);
  const shown = largest(refills);
  const whole = refills.length === level.refills.length && level.initial <= LIKE_DISPLAY * shown;
  const since = whole ? 0 : (refills[0]?.at ?? 0);
  return {
    executed: sum(level.fills.filter(({ at }) => at >= since)),
    display: whole ? Math.max(shown, level.initial) : shown,
    refills: refills.map(({ size }) => size),
  };
}

/** Judges a level that has just been refilled. */
export function judgeRefill(watch: IcebergWatch, findings: Findings, level: FilledLevel, mark: Mark, mid: number | null): void {
  const sight = sightOf(level);
  const { executed, display } = sight;
  const iceberg = icebergOf(sight);
  const chance = refillChancePerHour(watch.record, sight.refills, mark.at);
  if (iceberg === null || chance === null || chance > CHANCE_MOST) return;
  const { side, price } = level;
  const hit = watch.volumes[side].reduce((total, volume) => total + volume, watch.volume[side]);
  if (executed < VOLUME_LEAST * hit) return;
  const facts = {
    score: iceberg.score,
    severity: iceberg.severity,
    parts: { excess: Math.min(1, iceberg.ratio / 4), steadiness: Math.max(0, 1 - iceberg.variation / 0.25) },
    seen: {
      executed,
      display,
      ratio: iceberg.ratio,
      hidden_at_least: iceberg.hidden,
      refills: sight.refills.length,
      variation: iceberg.variation,
      chance_per_hour: chance,
    },
    note: noteOf(level, sight, iceberg),
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

const noteOf = ({ side, price }: FilledLevel, { display, executed, refills }: IcebergSight, { hidden }: Iceberg): string =>
  `Suspected iceberg: ${side} at ${price} showed at most ${amount(display)}, was refilled ${refills.length} times; ${amount(executed)} executed in a minute, at least ${amount(hidden)} of it hidden.`;
