import { US_PER_MINUTE, US_PER_SECOND, type BookSide, type Micros } from '../../../core/index.ts';
import type { Withdrawal } from './withdrawal.ts';

/** A wall in the market's record, from its birth. */
export interface WallNote {
  readonly id: number;
  readonly at: Micros;
  readonly distanceBps: number;
  timesP95: number;
  /** `quick`: pulled within half a minute, almost untraded, and not a quote. */
  fate: 'standing' | 'quick' | 'other';
  /** Whether the mid moved a spread in its favour during its life; null until its end. */
  favoured: boolean | null;
  /** Number of its sequence of withdrawals; 0 if it belongs to none. */
  row: number;
}

/** A sequence of quick withdrawals on one side with similar sizes and distances, each within ten minutes of the previous one. */
export interface Row {
  readonly id: number;
  readonly side: BookSide;
  last: Micros;
  count: number;
  /** Size of the latest withdrawal, base currency. */
  size: number;
  distanceBps: number;
  /** Largest size, as a multiple of the 95th percentile at its distance. */
  timesP95: number;
  favoured: boolean;
  /** Number of its findings; suspected sequences are kept out of the baseline. */
  findings: number;
}

/** A market's record: its walls and sequences of the last half hour. */
export interface WallRecord {
  since: Micros | null;
  next: number;
  notes: WallNote[];
  rows: Row[];
}

const WINDOW_US = 30 * US_PER_MINUTE;
const REPEAT_US = 10 * US_PER_MINUTE;
/** Repeats beyond this number do not count, because quoting algorithms repeat without end. */
const REPEATS_COUNTED = 3;
const NOTES_MOST = 1_200;
const ROWS_MOST = 256;
const SIZE_ALIKE = 1.25;
const DISTANCE_ALIKE = 4;
/** Walls are compared if their distances differ by at most this factor. */
const CLASS = 2;
const NEAREST_BPS = 0.01;
/** The smallest wall, × P95: where the tail begins. */
const TAIL_FROM = 1.5;
const SMALL = 3;
/** Prior: a Pareto tail with this exponent, weighted as this many walls. */
const PRIOR_ALPHA = 2.5;
const PRIOR_WEIGHT = 4;
/** Prior weight, in walls, of the all-distances estimate. */
const CLASS_PRIOR = 2;
/** Number of walls that a record may have missed; matters only for a short record. */
const UNSEEN = 0.7;
const WALLS_ENOUGH = 10;
/** Highest expected rate by chance, per hour. On a record shorter than ten minutes, multiplied by the square of its share of ten minutes. */
const CHANCE_MOST = 0.07;
const RECORD_US = 10 * US_PER_MINUTE;
/** Required rarity factor when price did not move in the wall's favour. */
const UNFAVOURED = 40;
/** Maximum number of suspected sequences kept out of the baseline; in a market with more, they count as usual. */
const SUSPECTED_MOST = 40;

export const newRecord = (): WallRecord => ({ since: null, next: 1, notes: [], rows: [] });

const ratio = (a: number, b: number): number => Math.max(a, b) / Math.min(a, b);
const distanceRatio = (a: number, b: number): number => ratio(Math.max(a, NEAREST_BPS), Math.max(b, NEAREST_BPS));

/** Records a wall at its birth; returns its number. */
export function noteWall(record: WallRecord, at: Micros, distanceBps: number, timesP95: number): number {
  const id = record.next++;
  record.notes.push({ id, at, distanceBps, timesP95, fate: 'standing', favoured: null, row: 0 });
  if (record.notes.length > NOTES_MOST) record.since = record.notes.shift()?.at ?? record.since;
  return id;
}

/** Drops records older than half an hour. */
export function pruneRecord(record: WallRecord, now: Micros): void {
  if (record.notes[0] !== undefined && record.notes[0].at <= now - WINDOW_US)
    record.notes = record.notes.filter(({ at }) => at > now - WINDOW_US);
  if (record.rows.some(({ last }) => last <= now - WINDOW_US))
    record.rows = record.rows.filter(({ last }) => last > now - WINDOW_US);
}

/** Adds a withdrawal to the sequence that it repeats, or starts one; returns the sequence. `ids`: numbers of its walls. */
export function keepWithdrawal(record: WallRecord, withdrawal: Withdrawal, ids: readonly number[]): Row {
  const { side, size, timesP95, distanceBps, end, spreadsMoved } = withdrawal;
  let row = record.rows.findLast(
    (other) =>
      other.side === side &&
      other.last > end.at - REPEAT_US &&
      ratio(other.size, size) <= SIZE_ALIKE &&
      distanceRatio(other.distanceBps, distanceBps) <= DISTANCE_ALIKE,
  );
  if (row === undefined) {
    row = { id: record.next++, side, last: end.at, count: 0, size, distanceBps, timesP95, favoured: false, findings: 0 };
    record.rows.push(row);
    if (record.rows.length > ROWS_MOST) record.rows.shift();
  }
  row.last = Math.max(row.last, end.at);
  row.count++;
  row.size = size;
  row.distanceBps = distanceBps;
  row.timesP95 = Math.max(row.timesP95, timesP95);
  row.favoured ||= spreadsMoved >= 1;
  for (const note of record.notes) if (ids.includes(note.id)) note.row = row.id;
  return row;
}

/** Share with a property, with one success and one failure added, so that it is never 0 or 1. */
const shareWith = <T>(all: readonly T[], has: (one: T) => boolean): number => (all.filter(has).length + 1) / (all.length + 2);

/** Tail exponent of wall sizes (Hill 1975), starting from the prior. */
function tailOf(walls: readonly WallNote[], prior: number, weight: number): number {
  const logs = walls.reduce((sum, note) => sum + Math.log(Math.max(note.timesP95, TAIL_FROM) / TAIL_FROM), 0);
  return (walls.length + weight) / (logs + weight / prior);
}

/** Expected share of walls of at least this multiple of P95, by count and by the fitted tail. */
function countBeyond(walls: readonly WallNote[], timesP95: number, alpha: number): number {
  const fitted = (walls.length + UNSEEN) * (Math.max(timesP95, TAIL_FROM) / TAIL_FROM) ** -alpha;
  const seen = walls.filter((note) => note.timesP95 >= timesP95).length;
  // A single wall this large among many is an outlier, not a tail.
  return Math.max(fitted, walls.length >= WALLS_ENOUGH ? seen - 1 : seen);
}

const isQuick = ({ fate }: WallNote): boolean => fate === 'quick';

/**
 * Expected number per hour of sequences as strong as this one by chance, from this market's last half hour; ≥ 0. The product of: the rate
 * of walls this large at this distance; the share of walls there pulled as quickly; the shares as favourable and as often repeated.
 * The shares are those of walls below 3 × P95. The rate is that of walls that were not pulled, scaled up by the share that was pulled.
 * This estimates how many walls would be pulled if large walls behaved like small ones, so deliberate withdrawals do not count as usual.
 * Sizes beyond 1.5 × P95 are assumed to have a Pareto tail; its exponent (Hill 1975) starts from a prior. Null without data.
 */
export function chancePerHour({ since, notes, rows }: WallRecord, row: Row, now: Micros): number | null {
  if (since === null || now <= since) return null;
  const hours = Math.min(WINDOW_US, now - since) / (3_600 * US_PER_SECOND);
  const suspected = new Set(rows.filter(({ findings }) => findings > 0).map(({ id }) => id));
  if (suspected.size > SUSPECTED_MOST) suspected.clear();
  suspected.add(row.id);
  const others = notes.filter((note) => note.fate !== 'standing' && !suspected.has(note.row));
  const small = others.filter(({ timesP95 }) => timesP95 < SMALL);
  const near = others.filter(({ distanceBps }) => distanceRatio(distanceBps, row.distanceBps) <= CLASS);
  const nearSmall = near.filter(({ timesP95 }) => timesP95 < SMALL);
  // With few walls at this distance, the estimate over all distances dominates.
  const quick = (nearSmall.filter(isQuick).length + CLASS_PRIOR * shareWith(small, isQuick)) / (nearSmall.length + CLASS_PRIOR);
  const kept = others.filter((note) => !isQuick(note));
  const alpha = tailOf(
    near.filter((note) => !isQuick(note)),
    tailOf(kept, PRIOR_ALPHA, PRIOR_WEIGHT),
    PRIOR_WEIGHT,
  );
  const beyond = countBeyond(
    near.filter((note) => !isQuick(note)),
    row.timesP95,
    alpha,
  );
  const pulled = (beyond / hours) * (quick / (1 - quick));
  const favoured = row.favoured
    ? shareWith(
        small.filter((note) => note.favoured !== null),
        (note) => note.favoured === true,
      )
    : 1;
  const times = Math.min(row.count, REPEATS_COUNTED);
  const plain = rows.filter(({ id, timesP95 }) => !suspected.has(id) && timesP95 < SMALL);
  const repeated = times > 1 ? shareWith(plain, ({ count }) => count >= times) : 1;
  return pulled * favoured * repeated;
}

/** Whether this sequence is too rare to be chance. */
export function isRare({ since }: WallRecord, row: Row, chance: number, now: Micros): boolean {
  const known = since === null ? 0 : Math.min(1, (now - since) / RECORD_US);
  return chance <= (CHANCE_MOST * known ** 2) / (row.favoured ? 1 : UNFAVOURED);
}
