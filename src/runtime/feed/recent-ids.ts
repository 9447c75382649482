import { idNumber, type TradeId, type TradeRule } from '../../core/index.ts';

/** The newest trade ids with their ordinals, to recognise repeats. Plain data. */
export interface RecentIds {
  /** Numeric ids of a venue whose ids rise, and their ordinals, ascending; `start` to `end` are in use. */
  numbers: Float64Array;
  ordinals: Float64Array;
  start: number;
  end: number;
  /** All other ids, in order of arrival. */
  readonly texts: Map<TradeId, number>;
}

/** Maximum ids remembered. */
export const RECENT_MOST = 10_000;
const FIRST_CAPACITY = 256;
/** Larger than the maximum, so that ids are only moved to the front occasionally. */
const CAPACITY = RECENT_MOST + 2_048;

export const newRecentIds = (): RecentIds => ({
  numbers: new Float64Array(),
  ordinals: new Float64Array(),
  start: 0,
  end: 0,
  texts: new Map(),
});

const isFull = ({ start, end, texts }: RecentIds): boolean => end - start + texts.size >= RECENT_MOST;

/** Index of the first number that is at least `id`. */
function placeOf({ numbers, start, end }: RecentIds, id: number): number {
  let [low, high] = [start, end];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] as number) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The ordinal of an id; undefined if the id is unknown or forgotten. */
export function recentOrdinal(recent: RecentIds, id: TradeId): number | undefined {
  const number = recent.end > recent.start ? idNumber(id) : null;
  if (number === null) return recent.texts.get(id);
  const place = placeOf(recent, number);
  return place < recent.end && recent.numbers[place] === number ? recent.ordinals[place] : recent.texts.get(id);
}

/** The oldest remembered id; null while fewer than the maximum are remembered. */
export function oldestOfAll(recent: RecentIds): TradeId | null {
  if (!isFull(recent)) return null;
  const [oldest] = recent.texts.keys();
  return recent.end > recent.start ? String(recent.numbers[recent.start]) : (oldest ?? null);
}

interface Remembered {
  readonly id: TradeId;
  readonly ordinal: number;
  /** Whether it is the newest trade; ids from history never displace remembered ids. */
  readonly isNewest: boolean;
}

export function rememberId(recent: RecentIds, { ids }: Pick<TradeRule, 'ids'>, { id, ordinal, isNewest }: Remembered): void {
  if (isFull(recent)) {
    if (!isNewest) return;
    const [oldest] = recent.texts.keys();
    if (recent.end > recent.start) recent.start++;
    else if (oldest !== undefined) recent.texts.delete(oldest);
  }
  const number = ids === 'increasing' ? idNumber(id) : null;
  if (number === null) recent.texts.set(id, ordinal);
  else insert(recent, number, ordinal);
}

function insert(recent: RecentIds, id: number, ordinal: number): void {
  if (recent.end === recent.numbers.length) makeRoom(recent);
  const place = placeOf(recent, id);
  if (place < recent.end && recent.numbers[place] !== id)
    for (const column of [recent.numbers, recent.ordinals]) column.copyWithin(place + 1, place, recent.end);
  if (place === recent.end || recent.numbers[place] !== id) recent.end++;
  recent.numbers[place] = id;
  recent.ordinals[place] = ordinal;
}

function makeRoom(recent: RecentIds): void {
  const { start, end } = recent;
  const length = Math.min(CAPACITY, Math.max(FIRST_CAPACITY, (end - start) * 2));
  for (const name of ['numbers', 'ordinals'] as const) {
    const next = new Float64Array(length);
    next.set(recent[name].subarray(start, end));
    recent[name] = next;
  }
  recent.start = 0;
  recent.end = end - start;
}

/** Restores ids from a checkpoint; earlier builds stored a map of all ids. */
export function recentFrom(held: RecentIds | ReadonlyMap<TradeId, number>, rule: Pick<TradeRule, 'ids'>): RecentIds {
  if (!(held instanceof Map)) return held as RecentIds;
  const recent = newRecentIds();
  for (const [id, ordinal] of held as ReadonlyMap<TradeId, number>) rememberId(recent, rule, { id, ordinal, isNewest: true });
  return recent;
}
