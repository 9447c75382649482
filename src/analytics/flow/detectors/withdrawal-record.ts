import { US_PER_MINUTE, US_PER_SECOND, type Micros } from '../../../core/index.ts';
import type { Withdrawal } from './withdrawal.ts';

/** A past withdrawal, as far as later ones are compared with it. */
interface Past extends Pick<Withdrawal, 'side' | 'size' | 'times' | 'total' | 'layers' | 'distance' | 'gapOpposite'> {
  readonly end: Micros;
}

/** A market's withdrawals of the last half hour, oldest first. Plain data. */
export interface WithdrawalRecord {
  since: Micros | null;
  all: Past[];
}

/** What the record says about one more withdrawal. Counts are as logarithms of one more. */
export interface Comparison {
  readonly repeats: number;
  readonly otherSide: number;
  readonly largeOther: number;
  readonly usualLarge: number;
  readonly rowCount: number;
  readonly rowGap: number;
  readonly rowOther: number;
  readonly rate: number;
  readonly tail: number;
  readonly usualLayers: number;
}

const WINDOW_US = 30 * US_PER_MINUTE;
const NEAR_US = 150 * US_PER_SECOND;
const ROW_US = 180 * US_PER_SECOND;
/** Withdrawals of this side in these last minutes may be part of the same sequence, so they say nothing of what is usual. */
const OWN_US = 5 * US_PER_MINUTE;
const PAST_MOST = 2_000;
const AS_LARGE = 0.7;
const HOUR_US = 3_600 * US_PER_SECOND;

export const newRecord = (): WithdrawalRecord => ({ since: null, all: [] });

const apart = (a: number, b: number): number => Math.abs(Math.log(a / b));

/** Compares a withdrawal with those before it. */
export function compare({ since, all }: WithdrawalRecord, one: Withdrawal): Comparison {
  const end = one.end.at;
  const hours = Math.min(WINDOW_US, end - (since ?? end)) / HOUR_US;
  let [repeats, otherSide, largeOther, usualLarge] = [0, 0, 0, 0];
  let [rowCount, rowGap, rowOther] = [0, one.gapOpposite - 1, 0];
  let [count, tail, layers] = [0, 0, 0];
  for (const past of all) {
    const ago = end - past.end;
    if (ago > WINDOW_US) continue;
    count++;
    tail += Math.log(past.times);
    layers += Math.log2(past.layers);
    const same = past.side === one.side;
    const large = past.times >= AS_LARGE * one.times || past.total >= AS_LARGE * one.total;
    if (large && (!same || ago > OWN_US)) usualLarge++;
    if (ago > ROW_US) continue;
    const size = apart(past.size, one.size);
    const where = Math.abs(past.distance - one.distance);
    if (ago < NEAR_US) {
      if (large && !same) largeOther++;
      if (size < 0.35 && where < 1) {
        if (same) repeats++;
        else otherSide++;
      }
    }
    if (size >= 0.45) continue;
    if (!same) rowOther++;
    else if (Math.abs(Math.log2(past.layers / one.layers)) < 1.1 && where < 1.2) {
      rowCount++;
      rowGap += past.gapOpposite - 1;
    }
  }
  return {
    repeats: Math.log1p(repeats),
    otherSide: Math.log1p(otherSide),
    largeOther: Math.log1p(largeOther),
    usualLarge: Math.log1p(usualLarge / Math.max(hours, 1 / 60)),
    rowCount,
    rowGap,
    rowOther,
    rate: Math.log((count + 5) / (hours + 1 / 30)),
    tail: (tail + 20 * PRIOR_TAIL) / (count + 20),
    usualLayers: (layers + 20 * PRIOR_LAYERS) / (count + 20),
  };
}

/** What the record is taken to hold before it holds anything, as twenty withdrawals. */
const PRIOR_TAIL = 1.2;
const PRIOR_LAYERS = 0.6;

/** Adds a withdrawal. */
export function keep(record: WithdrawalRecord, one: Withdrawal): void {
  const { side, size, times, total, layers, distance, gapOpposite, end } = one;
  record.all.push({ side, size, times, total, layers, distance, gapOpposite, end: end.at });
  const late = record.all.findIndex((past) => past.end > end.at - WINDOW_US);
  const excess = Math.max(late, record.all.length - PAST_MOST);
  if (excess > 0) record.all.splice(0, excess);
}
