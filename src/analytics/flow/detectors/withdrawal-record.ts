import { US_PER_MINUTE, US_PER_SECOND, type Micros } from '../../../core/index.ts';
import { HOURS_LEAST, hoursOf, watchedBefore, WINDOW_US, type WatchedTime } from './watched-time.ts';
import type { Withdrawal } from './withdrawal.ts';

/** A past withdrawal, as far as later ones are compared with it. */
interface Past extends Pick<Withdrawal, 'side' | 'size' | 'times' | 'total' | 'layers' | 'distance' | 'gapOpposite'> {
  readonly end: Micros;
}

/** A market's withdrawals of the last half hour. Plain data. */
export interface WithdrawalRecord extends WatchedTime {
  /** At most 2,000. */
  count: number;
  /** The end of each, oldest first, and the bits of six more 32-bit numbers, with spare room: objects would take eight times the memory. */
  ends: Float64Array;
  rows: Int32Array;
}

/** How one more withdrawal compares with the record. */
export interface Comparison {
  /** ln(1 + n), ≥ 0: withdrawals of its side in 150 s, of nearly its size, at nearly its distance. */
  readonly repeats: number;
  /** ln(1 + n), ≥ 0: the same on the other side. */
  readonly otherSide: number;
  /** ln(1 + n), ≥ 0: withdrawals of the other side in 150 s that are about as large or larger. */
  readonly largeOther: number;
  /** ln(1 + n an hour watched), ≥ 0: withdrawals about as large or larger in half an hour, without those of its side in five minutes. */
  readonly usualLarge: number;
  /** Number, ≥ 0: withdrawals of its side in 180 s, of similar size, number of layers and distance. */
  readonly rowCount: number;
  /** Sum of (`gapOpposite` − 1) over these and the present one, −1 to 11 each; one without such a trade adds 0. */
  readonly rowGap: number;
  /** Number, ≥ 0: withdrawals of the other side in 180 s, of similar size. */
  readonly rowOther: number;
}

const NEAR_US = 150 * US_PER_SECOND;
const ROW_US = 180 * US_PER_SECOND;
/** Withdrawals of this side in these last minutes may be part of the same sequence, so they say nothing of what is usual. */
const OWN_US = 5 * US_PER_MINUTE;
const PAST_MOST = 2_000;
/** Share of the size from which another withdrawal is about as large. */
const AS_LARGE = 0.7;
/** |ln| of the ratio of two sizes: of a repeat, and of one of the same row. */
const REPEAT_SIZE = 0.35;
const ROW_SIZE = 0.45;
/** Difference of the logarithms of two distances: of a repeat, and of one of the same row. */
const REPEAT_DISTANCE = 1;
const ROW_DISTANCE = 1.2;
/** |log₂| of the ratio of two numbers of layers of the same row. */
const ROW_LAYERS = 1.1;

const WIDTH = 6;
/** Rows that are added to a full array. */
const ROOM = 64;

export const newRecord = (): WithdrawalRecord => ({
  since: null,
  unwatched: [],
  count: 0,
  ends: new Float64Array(),
  rows: new Int32Array(),
});

/** A checkpoint holds integers, so the numbers are kept as bits. */
const numbersOf = ({ rows }: WithdrawalRecord): Float32Array => new Float32Array(rows.buffer, rows.byteOffset, rows.length);

/** The side is the sign of the size, and a missing gap is NaN. */
function pastAt(ends: Float64Array, rows: Float32Array, i: number): Past {
  const at = i * WIDTH;
  const size = rows[at]!;
  const gap = rows[at + 5]!;
  return {
    end: ends[i]!,
    side: size > 0 ? 'bid' : 'ask',
    size: Math.abs(size),
    times: rows[at + 1]!,
    total: rows[at + 2]!,
    layers: rows[at + 3]!,
    distance: rows[at + 4]!,
    gapOpposite: Number.isNaN(gap) ? null : gap,
  };
}

const apart = (a: number, b: number): number => Math.abs(Math.log(a / b));

const surpriseOf = ({ gapOpposite }: Pick<Past, 'gapOpposite'>): number => (gapOpposite === null ? 0 : gapOpposite - 1);

/** Compares a withdrawal with those before it. */
export function compare(record: WithdrawalRecord, one: Withdrawal): Comparison {
  const end = one.end.at;
  const hours = hoursOf(watchedBefore(record, end));
  let [repeats, otherSide, largeOther, usualLarge] = [0, 0, 0, 0];
  let [rowCount, rowGap, rowOther] = [0, surpriseOf(one), 0];
  const numbers = numbersOf(record);
  for (let i = 0; i < record.count; i++) {
    const past = pastAt(record.ends, numbers, i);
    const ago = end - past.end;
    if (ago > WINDOW_US) continue;
    const same = past.side === one.side;
    const large = past.times >= AS_LARGE * one.times || past.total >= AS_LARGE * one.total;
    if (large && (!same || ago > OWN_US)) usualLarge++;
    if (ago > ROW_US) continue;
    const size = apart(past.size, one.size);
    const where = Math.abs(past.distance - one.distance);
    if (ago < NEAR_US) {
      if (large && !same) largeOther++;
      if (size < REPEAT_SIZE && where < REPEAT_DISTANCE) {
        if (same) repeats++;
        else otherSide++;
      }
    }
    if (size >= ROW_SIZE) continue;
    if (!same) rowOther++;
    else if (Math.abs(Math.log2(past.layers / one.layers)) < ROW_LAYERS && where < ROW_DISTANCE) {
      rowCount++;
      rowGap += surpriseOf(past);
    }
  }
  return {
    repeats: Math.log1p(repeats),
    otherSide: Math.log1p(otherSide),
    largeOther: Math.log1p(largeOther),
    usualLarge: Math.log1p(usualLarge / Math.max(hours, HOURS_LEAST)),
    rowCount,
    rowGap,
    rowOther,
  };
}

/** Drops those of more than half an hour ago, and the oldest beyond 2,000. */
function dropOld(record: WithdrawalRecord, now: Micros): void {
  const { ends, rows, count } = record;
  let dropped = 0;
  while (dropped < count && ends[dropped]! <= now - WINDOW_US) dropped++;
  dropped = Math.max(dropped, count - PAST_MOST);
  if (dropped === 0) return;
  ends.copyWithin(0, dropped, count);
  rows.copyWithin(0, dropped * WIDTH, count * WIDTH);
  record.count -= dropped;
}

/** Adds a withdrawal. */
export function keep(record: WithdrawalRecord, one: Withdrawal): void {
  const { side, size, times, total, layers, distance, gapOpposite, end } = one;
  if (record.count === record.ends.length) {
    const ends = new Float64Array(record.count + ROOM);
    const rows = new Int32Array(WIDTH * (record.count + ROOM));
    ends.set(record.ends);
    rows.set(record.rows);
    record.ends = ends;
    record.rows = rows;
  }
  const signed = side === 'bid' ? size : -size;
  record.ends[record.count] = end.at;
  numbersOf(record).set([signed, times, total, layers, distance, gapOpposite ?? Number.NaN], record.count * WIDTH);
  record.count++;
  dropOld(record, end.at);
}
