import { idNumber, US_PER_SECOND, type Micros, type Side, type TradeEvent, type TradeId } from '../../core/index.ts';

/** Trades of one instrument in the order of their ordinals, oldest first. Plain data; `start`…`end` are in use. */
export interface Tape {
  ordinals: Float64Array;
  /** Ids by ordinal, of those whose id is not their ordinal. */
  texts: Map<number, TradeId>;
  times: Float64Array;
  /** Latest time up to and including each trade: a trade may come late, and earlier ones are then later. */
  reached: Float64Array;
  prices: Float64Array;
  /** Base currency; negative where the aggressor sold. */
  signed: Float64Array;
  start: number;
  end: number;
  /** Trades dropped to keep within the limit; the window is then shorter than asked for. */
  overflowed: number;
}

export interface Trade {
  readonly id: TradeId;
  readonly ordinal: number;
  readonly at: Micros;
  readonly price: number;
  readonly size: number;
  readonly side: Side;
}

const FIRST_CAPACITY = 1_024;
const TRADES_MOST = 400_000;

export const newTape = (): Tape => ({
  ordinals: new Float64Array(FIRST_CAPACITY),
  texts: new Map(),
  times: new Float64Array(FIRST_CAPACITY),
  reached: new Float64Array(FIRST_CAPACITY),
  prices: new Float64Array(FIRST_CAPACITY),
  signed: new Float64Array(FIRST_CAPACITY),
  start: 0,
  end: 0,
  overflowed: 0,
});

const COLUMNS = ['ordinals', 'times', 'reached', 'prices', 'signed'] as const;

/** Moves the trades into arrays of their own with room for one more on each side: history comes in at the front. */
function makeRoom(tape: Tape): void {
  const { start, end } = tape;
  if (start > 0 && end < tape.ordinals.length) return;
  const count = end - start;
  const margin = Math.max(FIRST_CAPACITY, count >> 1);
  for (const column of COLUMNS) {
    const next = new Float64Array(count + 2 * margin);
    next.set(tape[column].subarray(start, end), margin);
    tape[column] = next;
  }
  tape.start = margin;
  tape.end = margin + count;
}

/** The same trades in arrays that hold nothing else, for a checkpoint. */
export const compactTape = (tape: Tape): Tape => ({
  ordinals: tape.ordinals.subarray(tape.start, tape.end),
  texts: tape.texts,
  times: tape.times.subarray(tape.start, tape.end),
  reached: tape.reached.subarray(tape.start, tape.end),
  prices: tape.prices.subarray(tape.start, tape.end),
  signed: tape.signed.subarray(tape.start, tape.end),
  start: 0,
  end: tape.end - tape.start,
  overflowed: tape.overflowed,
});

/** A tape from a checkpoint, also of an earlier build, which knew numbers for ids only, or no `reached`. */
export function fromCheckpointedTape({ ids, ...held }: Tape & { readonly ids?: Float64Array }): Tape {
  const tape = ids === undefined ? held : { ...held, ordinals: ids, texts: new Map() };
  if (tape.reached !== undefined) return tape;
  const whole = { ...tape, reached: Float64Array.from(tape.times) };
  for (let i = whole.start + 1; i < whole.end; i++) whole.reached[i] = Math.max(reachedAt(whole, i - 1), reachedAt(whole, i));
  return whole;
}

const reachedAt = ({ reached }: Tape, i: number): Micros => reached[i] as number;

/** First position by which a time is reached; every trade before it is earlier. */
function positionOf(tape: Tape, at: Micros): number {
  let low = tape.start;
  let high = tape.end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (reachedAt(tape, middle) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Opens a place before position `at` by moving the fewer of those before and after it; returns the place. */
function openPlace(tape: Tape, at: number): number {
  const { start, end } = tape;
  if (at - start < end - at) {
    if (at > start) for (const column of COLUMNS) tape[column].copyWithin(start - 1, start, at);
    tape.start--;
    return at - 1;
  }
  if (at < end) for (const column of COLUMNS) tape[column].copyWithin(at + 1, at, end);
  tape.end++;
  return at;
}

/** First position whose ordinal is at or above `ordinal`. */
function locate({ ordinals, start, end }: Tape, ordinal: number): number {
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ordinals[middle] as number) < ordinal) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Times of trades and of their ids rise together but for this. */
const JITTER_US = 1_000_000;

/**
 * A time for a trade of the past that fits between its neighbours: an exchange's clock that was set for a while has given
 * the trades of that while other times.
 */
function placeTime({ times, start, end }: Tape, at: number, stated: Micros, rolled: Micros): Micros {
  const low = at > start ? (times[at - 1] as number) : Number.NEGATIVE_INFINITY;
  const high = at < end ? (times[at] as number) : Number.POSITIVE_INFINITY;
  const fits = (time: Micros) => time >= low - JITTER_US && time <= high + JITTER_US;
  return fits(rolled) ? rolled : fits(stated) ? stated : Math.min(high, Math.max(low, rolled));
}

/** The feed takes an id among those held for a new count where its time is later by three seconds; a late trade is older. */
const RECOUNT_AFTER_US = 2 * US_PER_SECOND;

/** Whether a trade of the stream begins a new count of ids: below all that are held and no older, or well after the last. */
export function restartsIds(tape: Tape, { ordinal, via }: TradeEvent, at: Micros): boolean {
  const { ordinals, start, end } = tape;
  if (via !== 'stream' || end === start) return false;
  const newest = reachedAt(tape, end - 1);
  if (ordinal < (ordinals[start] as number)) return at >= newest;
  return ordinal <= (ordinals[end - 1] as number) && at > newest + RECOUNT_AFTER_US;
}

/** Takes a trade in its place, at a time of rolling state; null when its place is taken already, else the time it was given. */
export function addTrade(tape: Tape, trade: TradeEvent, rolled: Micros = trade.tsEvent): Micros | null {
  const last = tape.end > tape.start ? (tape.ordinals[tape.end - 1] as number) : -1;
  if (trade.ordinal === last) return null;
  makeRoom(tape);
  const before = trade.ordinal > last ? tape.end : locate(tape, trade.ordinal);
  if (before < tape.end && tape.ordinals[before] === trade.ordinal) return null;
  const time = trade.via === 'stream' ? rolled : placeTime(tape, before, trade.tsEvent, rolled);
  const at = openPlace(tape, before);
  tape.ordinals[at] = trade.ordinal;
  if (idNumber(trade.id) !== trade.ordinal) tape.texts.set(trade.ordinal, trade.id);
  tape.times[at] = time;
  tape.reached[at] = at > tape.start ? Math.max(reachedAt(tape, at - 1), time) : time;
  for (let i = at + 1; i < tape.end && reachedAt(tape, i) < time; i++) tape.reached[i] = time;
  tape.prices[at] = trade.price;
  tape.signed[at] = trade.side === 'buy' ? trade.size : -trade.size;
  if (tape.end - tape.start > TRADES_MOST) {
    dropFirst(tape);
    tape.overflowed++;
  }
  return time;
}

function dropFirst(tape: Tape): void {
  if (tape.texts.size > 0) tape.texts.delete(tape.ordinals[tape.start] as number);
  tape.start++;
}

/** Whether ordinals are the venue's own ids, so that missing trades can be named by them. */
export const countsByVenue = ({ texts }: Tape): boolean => texts.size === 0;

/** Moves every time by so much. */
export function shiftTape(tape: Tape, by: number): void {
  for (let i = tape.start; i < tape.end; i++) {
    tape.times[i] = (tape.times[i] as number) + by;
    tape.reached[i] = reachedAt(tape, i) + by;
  }
}

/** Times of the trades held around some ordinals; null where all of them are before the first, `to` null where none is after. */
export function timesAround(tape: Tape, from: number, to: number): { readonly from: Micros; readonly to: Micros | null } | null {
  let next = locate(tape, to + 1);
  // A trade that came late says nothing of when those before it were made.
  while (next > tape.start && next < tape.end && (tape.times[next] as number) < reachedAt(tape, next - 1)) next++;
  const before = locate(tape, from);
  if (tape.end === tape.start || next === tape.start) return null;
  const since = before > tape.start ? (tape.times[before - 1] as number) : Number.NEGATIVE_INFINITY;
  return { from: since, to: next < tape.end ? (tape.times[next] as number) : null };
}

/** Forgets trades before `from` but the last of them, because every trade after it is known. */
export function pruneTape(tape: Tape, from: Micros): void {
  while (tape.start + 1 < tape.end && reachedAt(tape, tape.start + 1) < from) dropFirst(tape);
}

export const tapeLength = ({ start, end }: Tape): number => end - start;

const tradeAt = ({ ordinals, texts, times, prices, signed }: Tape, i: number): Trade => ({
  id: texts.get(ordinals[i] as number) ?? String(ordinals[i]),
  ordinal: ordinals[i] as number,
  at: times[i] as number,
  price: prices[i] as number,
  size: Math.abs(signed[i] as number),
  side: (signed[i] as number) < 0 ? 'sell' : 'buy',
});

/** The oldest trade held; null on an empty tape. */
export const firstTrade = (tape: Tape): Trade | null => (tapeLength(tape) === 0 ? null : tradeAt(tape, tape.start));

/** Since when every trade is held that was not missed: those dropped before the first were no later; null on an empty tape. */
export const heldSince = (tape: Tape): Micros | null => (tapeLength(tape) === 0 ? null : reachedAt(tape, tape.start));

/** The latest time of a trade held; null on an empty tape. */
export const heldUntil = (tape: Tape): Micros | null => (tapeLength(tape) === 0 ? null : reachedAt(tape, tape.end - 1));

/** The newest trade held; null on an empty tape. */
export const lastTrade = (tape: Tape): Trade | null => (tapeLength(tape) === 0 ? null : tradeAt(tape, tape.end - 1));

/** The newest trade before a time; null where none is held. */
export function lastTradeBefore(tape: Tape, at: Micros): Trade | null {
  let found = -1;
  for (let i = tape.end - 1; i >= tape.start; i--) {
    const time = tape.times[i] as number;
    if (time < at && (found < 0 || time > (tape.times[found] as number))) found = i;
    if (found >= 0 && reachedAt(tape, i) <= (tape.times[found] as number)) break;
  }
  return found < 0 ? null : tradeAt(tape, found);
}

/** The newest `limit` trades with an ordinal below `before`, newest first. */
export function tradesBefore(tape: Tape, limit: number, before = Number.POSITIVE_INFINITY): Trade[] {
  const end = before === Number.POSITIVE_INFINITY ? tape.end : locate(tape, before);
  const trades: Trade[] = [];
  for (let i = end - 1; i >= tape.start && trades.length < limit; i--) trades.push(tradeAt(tape, i));
  return trades;
}

/** Trades at or after `from` in the order of their ids, also one that came late. */
export function tradesSince(tape: Tape, from: Micros, until = Number.POSITIVE_INFINITY): Trade[] {
  const trades: Trade[] = [];
  for (let i = positionOf(tape, from); i < tape.end; i++) {
    const at = tape.times[i] as number;
    if (at >= from && at <= until) trades.push(tradeAt(tape, i));
  }
  return trades;
}

/** What takers bought and sold from `from` to `until`, base currency, summed in the order of ids. */
export function tradedBetween(tape: Tape, from: Micros, until: Micros): { readonly buy: number; readonly sell: number } {
  let [buy, sell] = [0, 0];
  for (let i = positionOf(tape, from); i < tape.end; i++) {
    const at = tape.times[i] as number;
    if (at < from || at > until) continue;
    const signed = tape.signed[i] as number;
    if (signed < 0) sell -= signed;
    else buy += signed;
  }
  return { buy, sell };
}

/** What was traded at each price from `from` to `until`, base currency, and in how many trades; as `tradesSince`, without making each one. */
export function volumeByPrice(
  { times, prices, signed, start, end }: Tape,
  from: Micros,
  until: Micros,
): { readonly volumes: ReadonlyMap<number, number>; readonly trades: number } {
  const volumes = new Map<number, number>();
  let trades = 0;
  for (let i = start; i < end; i++) {
    const at = times[i] as number;
    if (at < from || at > until) continue;
    const price = prices[i] as number;
    volumes.set(price, (volumes.get(price) ?? 0) + Math.abs(signed[i] as number));
    trades++;
  }
  return { volumes, trades };
}
