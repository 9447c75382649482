import { US_PER_MINUTE, US_PER_SECOND, type Micros } from '../../../core/index.ts';
import { addToVpin, createVpin, vpinOf, vpinSince, type Vpin, type VpinTrade } from '../vpin.ts';
import type { KnownTrades, TimeRange } from './types.ts';

/** VPIN of one market and its past. Plain data. */
export interface VpinWatch {
  /** Volume received since `volumeSince`; it determines the volume of a bucket. */
  volume: number;
  volumeSince: Micros | null;
  /** Null until the volume of a bucket is known. */
  current: Vpin | null;
  /** Buckets of a renewed volume. They replace the current ones once enough are full, so that all buckets of a VPIN are equal. */
  next: Vpin | null;
  readonly past: PastVpins;
  /** The last restart of the buckets; absent without one. */
  restarted?: VpinRestart;
}

/** Why the buckets started again, and when. */
export interface VpinRestart {
  readonly at: Micros;
  readonly why: 'book lost' | 'trade late' | 'trades lost' | 'clock corrected';
}

/** VPINs of past seconds, oldest first: the second, when its oldest bucket began, and its value of each; spare room at the end. */
interface PastVpins {
  count: number;
  rows: Float64Array;
}

const WIDTH = 3;
const GROWTH = 1.25;

/** A bucket has the usual volume of this many seconds; 50 buckets give a VPIN. */
const BUCKET_SECONDS = 2;
export const BUCKETS = 50;
const VOLUME_FROM_US = 2 * US_PER_MINUTE;
const VOLUME_RENEW_US = 30 * US_PER_MINUTE;
const PAST_MOST = 1_800;
/** Past values that a percentile requires. */
export const PAST_LEAST = 180;

const newPast = (): PastVpins => ({ count: 0, rows: new Float64Array() });

export const newVpinWatch = (): VpinWatch => ({ volume: 0, volumeSince: null, current: null, next: null, past: newPast() });

/** Adds one trade that came as it happened. */
export function takeVpinTrade(watch: VpinWatch, trade: VpinTrade): void {
  watch.volume += trade.size;
  watch.volumeSince ??= trade.at;
  if (watch.current !== null) addToVpin(watch.current, trade);
  if (watch.next === null) return;
  addToVpin(watch.next, trade);
  if (watch.next.imbalances.length < BUCKETS) return;
  watch.current = watch.next;
  watch.next = null;
}

/** Empties the buckets and keeps their volume. */
export function restartVpin(watch: VpinWatch, restarted: VpinRestart): void {
  const { bucketVolume } = watch.next ?? watch.current ?? {};
  watch.current = bucketVolume === undefined ? null : createVpin(bucketVolume, BUCKETS);
  watch.next = null;
  watch.volume = 0;
  watch.volumeSince = null;
  watch.restarted = restarted;
}

/** A trade came after the trades that followed it. Buckets fill in order, so the buckets that lacked it are emptied. */
export function takeLateVpinTrade(watch: VpinWatch, at: Micros, now: Micros): void {
  forgetPast(watch, [{ from: at, to: at }]);
  const since = watch.current === null ? watch.volumeSince : vpinSince(watch.current);
  const isLacking = [since, watch.next && vpinSince(watch.next)].some((begun) => begun !== null && begun <= at);
  if (isLacking) restartVpin(watch, { at: now, why: 'trade late' });
}

/** Drops the past values whose buckets lacked trades. */
function forgetPast({ past }: VpinWatch, missing: readonly TimeRange[]): void {
  const { rows, count } = past;
  const hits = count === 0 ? [] : missing.filter(({ to }) => to >= rows[1]!);
  if (hits.length === 0) return;
  past.count = 0;
  for (let row = 0; row < count * WIDTH; row += WIDTH) {
    if (hits.some(({ from, to }) => from <= rows[row]! && to >= rows[row + 1]!)) continue;
    rows.copyWithin(past.count * WIDTH, row, row + WIDTH);
    past.count++;
  }
}

/** The first range that may lack trades of the buckets, the one being filled included; undefined if they have every trade. */
export function missingInVpin<R extends TimeRange>({ current }: VpinWatch, missing: readonly R[]): R | undefined {
  const since = current === null ? null : vpinSince(current);
  return since === null ? undefined : missing.find(({ to }) => to >= since);
}

/** VPIN now, 0–1; null while too few buckets are full, or if trades in them may be missing. */
export function vpinNow(watch: VpinWatch, known: KnownTrades): number | null {
  const { current } = watch;
  const since = current === null ? null : vpinSince(current);
  // In a quiet market the buckets may reach further back than missing trades are remembered.
  if (current === null || since === null || known.since === null || since < known.since) return null;
  return missingInVpin(watch, known.missing) === undefined ? vpinOf(current) : null;
}

/** Share of past values at or below a value, 0–1; null with too few past values. */
export function vpinPercentile({ past: { rows, count } }: VpinWatch, value: number | null): number | null {
  if (value === null || count < PAST_LEAST) return null;
  let below = 0;
  for (let i = 0; i < count; i++) if (rows[i * WIDTH + 2]! <= value) below++;
  return below / count;
}

/** Records the VPIN of one second. */
export function recordVpin(watch: VpinWatch, value: number | null, at: Micros): void {
  const since = watch.current === null ? null : vpinSince(watch.current);
  if (value === null || since === null) return;
  const { past } = watch;
  if (past.count === PAST_MOST) {
    past.rows.copyWithin(0, WIDTH);
    past.count--;
  }
  const used = past.count * WIDTH;
  if (used === past.rows.length) {
    const grown = new Float64Array(Math.min(PAST_MOST, Math.ceil((past.count + 1) * GROWTH)) * WIDTH);
    grown.set(past.rows);
    past.rows = grown;
  }
  past.rows[used] = at;
  past.rows[used + 1] = since;
  past.rows[used + 2] = value;
  past.count++;
}

/** Advances time by a second: forgets values that lacked trades, and sets the volume of a bucket when it is due. */
export function passVpinSecond(watch: VpinWatch, missing: readonly TimeRange[], now: Micros): void {
  forgetPast(watch, missing);
  if (watch.volumeSince === null || !(watch.volume > 0)) return;
  const passed = now - watch.volumeSince;
  if (passed < (watch.current === null ? VOLUME_FROM_US : VOLUME_RENEW_US)) return;
  const buckets = createVpin((watch.volume / passed) * BUCKET_SECONDS * US_PER_SECOND, BUCKETS);
  if (watch.current === null) watch.current = buckets;
  else watch.next = buckets;
  watch.volume = 0;
  watch.volumeSince = now;
}

/** When the volume of a bucket will be known; null if it is, or before the first trade. */
export const vpinReadyAt = ({ current, volumeSince }: VpinWatch): Micros | null =>
  current !== null || volumeSince === null ? null : volumeSince + VOLUME_FROM_US;
