import { idNumber, type TradeId, type TradeRule } from '../../core/index.ts';

/** The newest trade ids with their ordinals, to recognise repeats. Plain data. */
export interface RecentIds {
  /** Numeric ids of a venue whose ids rise, and their ordinals, ascending; `start` to `end` are in use. */
  numbers: Float64Array;
  /** Four bytes each, until one is a fraction or too large. */
  ordinals: Int32Array | Float64Array;
  start: number;
  end: number;
  /** All other ids, in order of arrival. */
  readonly texts: Map<TradeId, number>;
}

/** How many of the newest ids are always remembered. */
export const RECENT_MOST = 10_000;
const FIRST_CAPACITY = 256;
/** Maximum ids remembered. Larger, so that the oldest are looked for only once in two thousand trades. */
export const RECENT_CAPACITY = RECENT_MOST + 2_048;

export const newRecentIds = (): RecentIds => ({
  numbers: new Float64Array(),
  ordinals: new Int32Array(),
  start: 0,
  end: 0,
  texts: new Map(),
});

const sizeOf = ({ start, end, texts }: RecentIds): number => end - start + texts.size;

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

interface RecentId {
  readonly id: TradeId;
  readonly ordinal: number;
}

/** The remembered id with the lowest ordinal; null while fewer than `RECENT_MOST` are remembered. Reads all ids. */
export function oldestOfAll(recent: RecentIds): RecentId | null {
  if (sizeOf(recent) < RECENT_MOST) return null;
  const { numbers, ordinals, start, end, texts } = recent;
  let oldest: RecentId | null = null;
  for (const [id, ordinal] of texts) if (oldest === null || ordinal < oldest.ordinal) oldest = { id, ordinal };
  let [place, least] = [-1, oldest?.ordinal ?? Number.POSITIVE_INFINITY];
  for (let i = start; i < end; i++) if ((ordinals[i] as number) < least) [place, least] = [i, ordinals[i] as number];
  return place === -1 ? oldest : { id: String(numbers[place]), ordinal: least };
}

interface Remembered extends RecentId {
  /** Whether it is the newest trade; ids from history never displace remembered ids. */
  readonly isNewest: boolean;
}

export function rememberId(recent: RecentIds, { ids }: Pick<TradeRule, 'ids'>, { id, ordinal, isNewest }: Remembered): void {
  if (!isNewest && sizeOf(recent) >= RECENT_MOST) return;
  if (sizeOf(recent) >= RECENT_CAPACITY) forgetOldest(recent);
  const number = ids === 'increasing' ? idNumber(id) : null;
  if (number === null) recent.texts.set(id, ordinal);
  else insert(recent, number, ordinal);
}

/** Forgets all but the ids with the highest ordinals. By id would be wrong, because venues restart their numbering. */
function forgetOldest(recent: RecentIds): void {
  const { numbers, ordinals, start, end, texts } = recent;
  const all = new Float64Array(sizeOf(recent));
  all.set(ordinals.subarray(start, end));
  let size = end - start;
  for (const ordinal of texts.values()) all[size++] = ordinal;
  const least = all.sort()[size - RECENT_MOST] as number;
  for (const [id, ordinal] of texts) if (ordinal < least) texts.delete(id);
  let kept = 0;
  for (let i = start; i < end; i++) {
    const ordinal = ordinals[i] as number;
    if (ordinal < least) continue;
    numbers[kept] = numbers[i] as number;
    ordinals[kept++] = ordinal;
  }
  recent.start = 0;
  recent.end = kept;
}

function insert(recent: RecentIds, id: number, ordinal: number): void {
  if (recent.end === recent.numbers.length) makeRoom(recent);
  if (recent.ordinals instanceof Int32Array && (ordinal | 0) !== ordinal) recent.ordinals = Float64Array.from(recent.ordinals);
  const place = placeOf(recent, id);
  if (place < recent.end && recent.numbers[place] !== id)
    for (const column of [recent.numbers, recent.ordinals]) column.copyWithin(place + 1, place, recent.end);
  if (place === recent.end || recent.numbers[place] !== id) recent.end++;
  recent.numbers[place] = id;
  recent.ordinals[place] = ordinal;
}

function makeRoom(recent: RecentIds): void {
  const { start, end } = recent;
  const length = Math.min(RECENT_CAPACITY, Math.max(FIRST_CAPACITY, (end - start) * 2));
  const numbers = new Float64Array(length);
  numbers.set(recent.numbers.subarray(start, end));
  const ordinals = recent.ordinals instanceof Int32Array ? new Int32Array(length) : new Float64Array(length);
  ordinals.set(recent.ordinals.subarray(start, end));
  Object.assign(recent, { numbers, ordinals });
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
