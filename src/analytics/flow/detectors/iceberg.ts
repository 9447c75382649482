import { US_PER_MINUTE, US_PER_MS, US_PER_SECOND, type BookSide, type Levels, type Micros } from '../../../core/index.ts';
import { sizeAt, topLevels, type OrderBook } from '../../book/index.ts';
import { amount } from './amount.ts';
import { filledFrom, fillsAfter, firstFillAt, withFill, type Fills } from './fills.ts';
import { addFinding, endQuiet, noteJudgement, type Finding, type Findings } from './findings.ts';
import { icebergOf, icebergParts, icebergScore, type Iceberg, type IcebergSight } from './iceberg-score.ts';
import { displayBefore, hitLevels, LEVELS, recentDisplays, type PastDisplay } from './past-displays.ts';
import { newRefillRecord, noteDepletion, notePair, refillChancePerHour, type RefillRecord } from './refill-record.ts';
import type { Mark, Print } from './types.ts';

interface Sized {
  readonly at: Micros;
  readonly size: number;
}

/** A price with executions in the last minute. Sizes in base currency. */
export interface FilledLevel {
  readonly side: BookSide;
  readonly price: number;
  /** Log position of its first fill. */
  from: Mark;
  fills: Fills;
  /** Size of each refill after the whole display had been executed. */
  slices: readonly Sized[];
  /** Largest size displayed before the first refill. */
  initial: number;
  /** Display at a time (of an update; null before the first), and size executed since. */
  shown: number;
  shownAt: Micros | null;
  taken: number;
  lastFill: Micros;
  /** Whether the whole display was executed and no refill has come yet. */
  usedUp: boolean;
  /** Number of its depletions in the record, at most two. */
  noted: number;
}

export interface IcebergWatch {
  /** Least recently filled first. */
  readonly levels: { readonly bid: Map<number, FilledLevel>; readonly ask: Map<number, FilledLevel> };
  /** Prices filled recently enough for a refill; an update checks only these. */
  readonly active: { bid: number[]; ask: number[] };
  lastChange: Micros | null;
  /** Best levels after that update, and what the last updates found displayed; for prints that arrive after the book. */
  readonly top: { bid: Levels; ask: Levels };
  readonly displays: { bid: readonly PastDisplay[]; ask: readonly PastDisplay[] };
  /** Shortest time between two updates of the book, µs. If updates are rarer than the refill window, refills cannot be seen. */
  fastest: Micros | null;
  pruned: Micros;
  readonly record: RefillRecord;
  /** Volume executed on each side in each of the last seconds, and in the current second. */
  readonly volumes: { readonly bid: number[]; readonly ask: number[] };
  readonly volume: { bid: number; ask: number };
}

/** Fills, refills and displays count for a minute (docs/detectors.md). */
const WINDOW_US = US_PER_MINUTE;
const WINDOW_SECONDS = 60;
export const REFILL_US = 500 * US_PER_MS;
/** Executed share from which a display counts as fully executed, because rounding may leave a remainder. */
const USED_UP = 0.95;
/** A refill below this share of the display or the last refill belongs to another order. */
const SLICE_LEAST = 0.2;
/** Sums of sizes differ from 0 by less than this share if they are 0. */
const ROUNDING = 1e-9;
/** Most slices that one update may hide; beyond, every size is close to a multiple. */
const SLICES_AT_ONCE = 5;
/** Slices within this ratio of one another are similar. */
const ALIKE = 1.25;
const LEVELS_MOST = 400;
const SLICES_MOST = 64;
/** The size before the first refill counts as display unless it was larger than this multiple of the refill. */
const LIKE_DISPLAY = 1.25;
/** Highest expected rate by chance, per hour. */
export const CHANCE_MOST = 0.01;
/** Minimum share of the side's volume in the minute that was executed at the level; a smaller iceberg is immaterial. */
const VOLUME_LEAST = 0.02;
/** No iceberg is found until the market's record of refills is this long. */
export const RECORD_LEAST_US = 2 * US_PER_MINUTE;
const PRUNE_EVERY_US = 5 * US_PER_SECOND;
const SIDES = ['bid', 'ask'] as const;
/** Shared, because most levels have no slice, and hundreds of empty lists would take memory. */
const NO_SLICES: readonly Sized[] = [];

export const newIcebergWatch = (): IcebergWatch => ({
  levels: { bid: new Map(), ask: new Map() },
  active: { bid: [], ask: [] },
  lastChange: null,
  top: { bid: new Float64Array(), ask: new Float64Array() },
  displays: { bid: [], ask: [] },
  fastest: null,
  pruned: 0,
  record: newRefillRecord(),
  volumes: { bid: [], ask: [] },
  volume: { bid: 0, ask: 0 },
});

/** Call when the book was replaced: displayed sizes in between are unknown. */
export function resetIcebergs(watch: IcebergWatch): void {
  watch.levels.bid.clear();
  watch.levels.ask.clear();
  watch.active.bid = [];
  watch.active.ask = [];
  watch.lastChange = null;
  for (const side of SIDES) {
    watch.top[side] = new Float64Array();
    watch.displays[side] = [];
  }
}

function levelAt(watch: IcebergWatch, book: OrderBook, side: BookSide, price: number, mark: Mark): FilledLevel {
  const levels = watch.levels[side];
  const known = levels.get(price);
  if (known !== undefined) {
    if (known.lastFill < mark.at - US_PER_SECOND) {
      levels.delete(price);
      levels.set(price, known);
    }
    return known;
  }
  if (levels.size >= LEVELS_MOST) levels.delete(levels.keys().next().value as number);
  const shown = sizeAt(book, side, price);
  const level: FilledLevel = {
    side,
    price,
    from: mark,
    fills: [],
    slices: NO_SLICES,
    initial: shown,
    shown,
    shownAt: watch.lastChange,
    taken: 0,
    lastFill: mark.at,
    usedUp: false,
    noted: 0,
  };
  levels.set(price, level);
  return level;
}

/** Takes the display back to before the update that a late print is in, if it is remembered. Kraken sends the book before the trade. */
function takeBack({ displays }: IcebergWatch, level: FilledLevel, at: Micros): void {
  const { side, price } = level;
  const before = displayBefore(displays[side], price, at);
  if (before === null) return;
  level.shown = before.shown;
  level.shownAt = before.from;
  level.taken += before.taken;
  displays[side] = displays[side].filter((past) => past.price !== price || past.at <= before.from);
}

/** Processes one print; `book` is the book after its last update. */
export function takeIcebergPrint(watch: IcebergWatch, book: OrderBook, { at, price, size, side }: Print, mark: Mark): void {
  const resting: BookSide = side === 'buy' ? 'ask' : 'bid';
  watch.volume[resting] += size;
  const level = levelAt(watch, book, resting, price, mark);
  level.fills = withFill(level.fills, at, size);
  const active = watch.active[resting];
  if (!active.includes(price)) {
    active.push(price);
    level.shown = sizeAt(book, resting, price);
    level.shownAt = watch.lastChange;
    level.taken = 0;
  }
  if (level.shownAt !== null && at <= level.shownAt) takeBack(watch, level, at);
  // A print from before the display is already in it.
  if (level.shownAt === null || at > level.shownAt) level.taken += size;
  level.lastFill = Math.max(level.lastFill, at);
}

const largest = (sizes: readonly Sized[]): number => sizes.reduce((most, { size }) => Math.max(most, size), 0);

/** Processes one update that is already applied to the book; returns the levels that it refilled. */
export function takeIcebergUpdate(watch: IcebergWatch, book: OrderBook, at: Micros): readonly FilledLevel[] {
  let refilled: FilledLevel[] | null = null;
  for (const side of SIDES) {
    const active = watch.active[side];
    const seen: PastDisplay[] = hitLevels(watch.top[side], book, side).flatMap(({ price, shown }) =>
      watch.lastChange === null || active.includes(price)
        ? []
        : [{ price, from: watch.lastChange, at, shown, taken: 0, counted: false }],
    );
    let kept = 0;
    for (const price of active) {
      const level = watch.levels[side].get(price);
      if (level === undefined) continue;
      if (level.lastFill < at) {
        const { shown, taken, shownAt } = level;
        const counted = isRefilled(watch.record, level, sizeAt(book, side, price), at);
        if (counted) (refilled ??= []).push(level);
        if (shownAt !== null) seen.push({ price, from: shownAt, at, shown, taken, counted });
      }
      if (at - level.lastFill <= REFILL_US) active[kept++] = price;
      else if (level.usedUp) miss(watch.record, level, at);
    }
    active.length = kept;
    watch.top[side] = topLevels(book, side, LEVELS);
    watch.displays[side] = recentDisplays(watch.displays[side], at).concat(seen);
  }
  const passed = watch.lastChange === null ? 0 : at - watch.lastChange;
  if (passed > 0 && (watch.fastest === null || passed < watch.fastest)) watch.fastest = passed;
  watch.lastChange = at;
  return watch.fastest !== null && watch.fastest <= REFILL_US && refilled !== null ? refilled : NONE;
}

const NONE: readonly FilledLevel[] = [];

function note(record: RefillRecord, level: FilledLevel, fate: 'refilled' | 'not', at: Micros): void {
  if (level.noted >= 2 || level.noted !== level.slices.length) return;
  noteDepletion(record, level.noted === 0 ? 'first' : 'second', fate, at);
  level.noted++;
}

function miss(record: RefillRecord, level: FilledLevel, at: Micros): void {
  note(record, level, 'not', at);
  level.usedUp = false;
}

/**
 * Whether the update refilled the level after its whole display had been executed. The refill's size is the size shown now, minus the
 * size shown before, plus the size executed in between. This also counts a slice that was placed and executed between two updates.
 */
function isRefilled(record: RefillRecord, level: FilledLevel, shown: number, at: Micros): boolean {
  const { taken } = level;
  const before = level.shown;
  level.usedUp ||= taken > 0 && taken >= USED_UP * before;
  const inflow = shown - before + taken;
  level.shown = shown;
  level.shownAt = at;
  level.taken = 0;
  if (level.slices.length === 0) level.initial = Math.max(level.initial, before);
  const last = level.slices.at(-1)?.size;
  if (!level.usedUp || inflow <= ROUNDING * (shown + before + taken)) return false;
  if (last !== undefined && inflow < SLICE_LEAST * last) return false;
  note(record, level, 'refilled', at);
  const first = level.slices[0];
  // Several slices of one size may have been placed and executed between two updates; at most one of them is still shown.
  const ratio = last === undefined ? 1 : inflow / last;
  const whole = Math.round(ratio);
  const executedUnseen = last !== undefined && shown <= ALIKE * last && whole <= SLICES_AT_ONCE && Math.abs(ratio - whole) <= 0.1;
  const times = executedUnseen && whole > 1 ? whole : 1;
  if (level.slices.length === 1 && first !== undefined) notePair(record, first.size, inflow / times);
  // `push` would reserve room for sixteen more, and most levels have few.
  const more = Array.from({ length: times }, () => ({ at, size: inflow / times }));
  level.slices = level.slices.concat(more).slice(-SLICES_MOST);
  level.usedUp = shown <= (1 - USED_UP) * inflow;
  return true;
}

const sum = (values: readonly Sized[]): number => values.reduce((total, { size }) => total + size, 0);

/** Keeps the volume since the last call; `elapsed` may be longer than a second, and what is older than a minute is dropped. */
function rollVolumes(watch: IcebergWatch, side: BookSide, elapsed: Micros): void {
  const volumes = watch.volumes[side];
  volumes.push(watch.volume[side]);
  watch.volume[side] = 0;
  const more = Math.min(WINDOW_SECONDS, Math.round(elapsed / US_PER_SECOND)) - 1;
  for (let i = 0; i < more; i++) volumes.push(0);
  if (volumes.length > WINDOW_SECONDS) volumes.splice(0, volumes.length - WINDOW_SECONDS);
}

/** Call once a second. Drops data older than a minute. */
export function passIcebergTime(watch: IcebergWatch, findings: Findings, now: Micros, elapsed: Micros = US_PER_SECOND): void {
  const since = now - WINDOW_US;
  for (const side of SIDES) {
    rollVolumes(watch, side, elapsed);
    if (now < watch.pruned + PRUNE_EVERY_US && now >= watch.pruned) continue;
    for (const level of watch.levels[side].values()) {
      if (level.lastFill <= since) {
        watch.levels[side].delete(level.price);
        continue;
      }
      if ((firstFillAt(level.fills) ?? now) <= since) level.fills = fillsAfter(level.fills, since);
      if (level.slices[0] !== undefined && level.slices[0].at <= since)
        level.slices = level.slices.filter(({ at }) => at > since);
    }
  }
  if (now >= watch.pruned + PRUNE_EVERY_US || now < watch.pruned) watch.pruned = now;
  endQuiet(findings, 'iceberg', WINDOW_US, now);
}

/** The largest set of similar slices: within a ratio of one of them. */
function alikeSlices({ slices: all }: FilledLevel, since: Micros): readonly Sized[] {
  const slices = all.filter(({ at }) => at > since);
  let best: readonly Sized[] = [];
  for (const { size } of slices) {
    const some = slices.filter((other) => Math.max(size, other.size) <= ALIKE * Math.min(size, other.size));
    if (some.length > best.length) best = some;
  }
  return best;
}

/** Executed and displayed sizes at a level during similar refills, plus the size before them unless it was larger. */
function sightOf(level: FilledLevel, now: Micros): IcebergSight & { readonly updates: readonly number[] } {
  const slices = alikeSlices(level, now - WINDOW_US);
  const shown = largest(slices);
  const whole = level.initial <= LIKE_DISPLAY * shown;
  const since = whole ? now - WINDOW_US : (slices[0]?.at ?? 0);
  const display = whole ? Math.max(shown, level.initial) : shown;
  return {
    // Other orders at the level were executed too, so at most the refills plus the first display count.
    executed: Math.min(filledFrom(level.fills, since), sum(slices) + display),
    display,
    refills: slices.map(({ size }) => size),
    // Slices hidden by one update are one observation.
    updates: slices.filter(({ at }, i) => i === 0 || at !== slices[i - 1]?.at).map(({ size }) => size),
  };
}

/** Judges a level after a refill. */
export function judgeRefill(watch: IcebergWatch, findings: Findings, level: FilledLevel, mark: Mark, mid: number | null): void {
  const { since } = watch.record;
  if (since === null || mark.at < since + RECORD_LEAST_US) return;
  const sight = sightOf(level, mark.at);
  const { executed, display } = sight;
  if (display > 0) noteJudgement(findings, 'iceberg', icebergScore(executed / display), mark.at);
  // Buyers who catch a falling price refill its levels alike, so no iceberg is suspected during a flash-crash risk.
  if (findings.all.some(({ kind, end }) => kind === 'flash_crash_risk' && end === null)) return;
  const iceberg = icebergOf(sight);
  if (iceberg === null) return;
  const chance = refillChancePerHour(watch.record, sight.updates, new Set(level.slices.map(({ at }) => at)).size, mark.at);
  if (chance === null || chance > CHANCE_MOST) return;
  const { side, price } = level;
  const hit = watch.volumes[side].reduce((total, volume) => total + volume, watch.volume[side]);
  if (executed < VOLUME_LEAST * hit) return;
  const facts = {
    score: iceberg.score,
    severity: iceberg.severity,
    parts: icebergParts(iceberg),
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
      onset: firstFillAt(level.fills) ?? mark.at,
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

const noteOf = ({ side, price }: FilledLevel, { display, executed, refills }: IcebergSight, { hidden }: Iceberg): string =>
  `Suspected iceberg: ${side} at ${price} showed at most ${amount(display)}, was refilled ${refills.length} times; ${amount(executed)} executed in a minute, at least ${amount(hidden)} of it hidden.`;
