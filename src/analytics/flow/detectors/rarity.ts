import { US_PER_MINUTE, US_PER_SECOND, type BookSide, type Micros } from '../../../core/index.ts';
import type { Withdrawal } from './withdrawal.ts';

/** Quick withdrawals of one side that are alike in size and distance, each within ten minutes of the one before. */
export interface Row {
  readonly side: BookSide;
  readonly first: Micros;
  last: Micros;
  count: number;
  /** Of the latest, base currency. */
  size: number;
  distanceBps: number;
  /** The largest, as a multiple of the 95th percentile of its distance. */
  timesP95: number;
  /** Whether the mid moved a spread to the side that one of them favoured. */
  favoured: boolean;
  /** Whether it was called suspected: what is judged strange is no measure of what is usual. */
  suspected: boolean;
}

/** What a market usually does: its rows of the last half hour. */
export interface WithdrawalRecord {
  since: Micros | null;
  rows: Row[];
}

const WINDOW_US = 30 * US_PER_MINUTE;
const REPEAT_US = 10 * US_PER_MINUTE;
/** More repeats than this make a row no stranger: quoting algorithms repeat without end. */
const REPEATS_COUNTED = 3;
const ROWS_MOST = 256;
const SIZE_ALIKE = 1.25;
const DISTANCE_ALIKE = 4;
/** Rows up to so many times nearer or farther are compared. */
const CLASS = 2;
const NEAREST_BPS = 0.01;
/** The smallest wall, × P95: where the tail begins. */
const TAIL_FROM = 1.5;
/** Before any row was seen: a Pareto tail of this exponent, worth so many rows. */
const PRIOR_ALPHA = 2.5;
const PRIOR_WEIGHT = 4;
/** Rows that a record may have missed: they weigh on a short one, and hardly on a long one. */
const UNSEEN = 1.5;
/** So many suspected rows are kept out of what is usual; a market with more of them does it usually. */
const SUSPECTED_MOST = 12;

export const newRecord = (): WithdrawalRecord => ({ since: null, rows: [] });

const ratio = (a: number, b: number): number => Math.max(a, b) / Math.min(a, b);
const distanceRatio = (a: number, b: number): number => ratio(Math.max(a, NEAREST_BPS), Math.max(b, NEAREST_BPS));

/** Adds a withdrawal to the row that it repeats, or begins one; returns the row. */
export function keepWithdrawal(record: WithdrawalRecord, withdrawal: Withdrawal): Row {
  const { side, size, timesP95, distanceBps, end, spreadsMoved } = withdrawal;
  const favoured = spreadsMoved >= 1;
  record.rows = record.rows.filter(({ last }) => last > end.at - WINDOW_US);
  const row = record.rows.findLast(
    (other) =>
      other.side === side &&
      other.last > end.at - REPEAT_US &&
      ratio(other.size, size) <= SIZE_ALIKE &&
      distanceRatio(other.distanceBps, distanceBps) <= DISTANCE_ALIKE,
  );
  if (row === undefined) {
    const begun = { side, first: end.at, last: end.at, count: 1, size, distanceBps, timesP95, favoured, suspected: false };
    record.rows.push(begun);
    if (record.rows.length > ROWS_MOST) record.rows.shift();
    return begun;
  }
  row.last = Math.max(row.last, end.at);
  row.count++;
  row.size = size;
  row.distanceBps = distanceBps;
  row.timesP95 = Math.max(row.timesP95, timesP95);
  row.favoured ||= favoured;
  return row;
}

/** Share of the rows that have something, with one more that has and one that has not: never 0 nor 1. */
const shareWith = (rows: readonly Row[], has: (row: Row) => boolean): number => (rows.filter(has).length + 1) / (rows.length + 2);

/**
 * How often an hour this market, by its own last half hour, would show by chance a row as strong as this one: as large, at
 * such a distance, as often repeated, as favourable; ≥ 0. Sizes beyond 1.5 × P95 are taken to fall off as a Pareto tail
 * whose exponent (Hill 1975) starts from a prior; so many more than were seen are counted, as a short record may have missed them. Null before anything was
 * observed.
 */
export function chancePerHour({ since, rows }: WithdrawalRecord, row: Row): number | null {
  if (since === null || row.last <= since) return null;
  const hours = Math.min(WINDOW_US, row.last - since) / (3_600 * US_PER_SECOND);
  const suspected = rows.filter((other) => other !== row && other.suspected).length;
  const others = rows.filter((other) => other !== row && (!other.suspected || suspected > SUSPECTED_MOST));
  const logs = others.reduce((sum, { timesP95 }) => sum + Math.log(Math.max(timesP95, TAIL_FROM) / TAIL_FROM), 0);
  const alpha = (others.length + PRIOR_WEIGHT) / (logs + PRIOR_WEIGHT / PRIOR_ALPHA);
  const near = others.filter(({ distanceBps }) => distanceRatio(distanceBps, row.distanceBps) <= CLASS);
  const fitted = (near.length + UNSEEN) * (Math.max(row.timesP95, TAIL_FROM) / TAIL_FROM) ** -alpha;
  const seen = near.filter(({ timesP95 }) => timesP95 >= row.timesP95).length;
  const rate = Math.max(fitted, seen) / hours;
  const favoured = row.favoured ? shareWith(others, (other) => other.favoured) : 1;
  const times = Math.min(row.count, REPEATS_COUNTED);
  const repeated = times > 1 ? shareWith(others, (other) => other.count >= times) : 1;
  return rate * favoured * repeated;
}
