import { createVolumeTable, type PriceVolumes } from '../../analytics/flow/index.ts';
import { addChunk, forgetVolumes } from './chunk-volumes.ts';
import { idNumber, US_PER_SECOND, type Micros, type Side, type TradeEvent, type TradeId } from '../../core/index.ts';
import { numberAt } from './packed-numbers.ts';
import {
  divide,
  idIn,
  isFullAt,
  isNamed,
  newChunk,
  ordinalIn,
  putRow,
  reachedIn,
  setReached,
  shiftChunk,
  type Row,
  type TapeChunk,
} from './tape-chunk.ts';

/** Trades of one instrument, ordered by ordinal. Plain data. */
export interface Tape {
  /** Oldest first; no chunk is empty. */
  readonly chunks: TapeChunk[];
  length: number;
  /** Number of trades whose id differs from their ordinal. */
  named: number;
  /** Number of trades dropped because of the size limit; the window is then shorter than requested. */
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

const TRADES_MOST = 400_000;

export const newTape = (): Tape => ({ chunks: [], length: 0, named: 0, overflowed: 0 });

/** Position of a trade: chunk and row. The end position is the row after the last trade. */
interface Place {
  readonly chunk: number;
  readonly row: number;
}

const chunkAt = ({ chunks }: Tape, { chunk }: Place): TapeChunk => chunks[chunk] as TapeChunk;

const endOf = ({ chunks }: Tape): Place => ({ chunk: chunks.length - 1, row: chunks.at(-1)?.end ?? 0 });

const isEnd = ({ chunks }: Tape, { chunk, row }: Place): boolean => chunk < 0 || row >= (chunks[chunk] as TapeChunk).end;

/** The previous position; null at the first. */
function before({ chunks }: Tape, { chunk, row }: Place): Place | null {
  if (chunk < 0) return null;
  if (row > (chunks[chunk] as TapeChunk).start) return { chunk, row: row - 1 };
  return chunk === 0 ? null : { chunk: chunk - 1, row: (chunks[chunk - 1] as TapeChunk).end - 1 };
}

/** The position after a trade. */
function after(tape: Tape, { chunk, row }: Place): Place {
  if (row + 1 < chunkAt(tape, { chunk, row }).end || chunk === tape.chunks.length - 1) return { chunk, row: row + 1 };
  return { chunk: chunk + 1, row: (tape.chunks[chunk + 1] as TapeChunk).start };
}

const timeAt = (tape: Tape, place: Place): Micros => numberAt(chunkAt(tape, place).times, place.row);
const ordinalAt = (tape: Tape, place: Place): number => ordinalIn(chunkAt(tape, place), place.row);
const reachedAt = (tape: Tape, place: Place): Micros => reachedIn(chunkAt(tape, place), place.row);

/** First index from `low` to `high` for which a monotonic predicate holds; `high` if none. */
function firstWhere(low: number, high: number, holds: (i: number) => boolean): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** First position for which a monotonic predicate holds. */
function find(tape: Tape, holds: (chunk: TapeChunk, row: number) => boolean): Place {
  const { chunks } = tape;
  const index = firstWhere(0, chunks.length, (i) => holds(chunks[i] as TapeChunk, (chunks[i] as TapeChunk).end - 1));
  const chunk = chunks[index];
  if (chunk === undefined) return endOf(tape);
  return { chunk: index, row: firstWhere(chunk.start, chunk.end, (row) => holds(chunk, row)) };
}

/** First position at which a time is reached; all trades before it are earlier. */
const positionOf = (tape: Tape, at: Micros): Place => find(tape, (chunk, row) => reachedIn(chunk, row) >= at);

/** First position whose ordinal is at least `ordinal`. */
const locate = (tape: Tape, ordinal: number): Place => find(tape, (chunk, row) => ordinalIn(chunk, row) >= ordinal);

/** Inserts a row before a position; returns the row's position. */
function put(tape: Tape, { chunk: index, row }: Place, value: Row): Place {
  const { chunks } = tape;
  const chunk = chunks[index];
  const earlier = chunks[index - 1];
  if (chunk !== undefined && row === chunk.start && earlier !== undefined && !isFullAt(earlier, earlier.end))
    return { chunk: index - 1, row: putRow(earlier, earlier.end, value) };
  if (chunk !== undefined && !isFullAt(chunk, row)) return { chunk: index, row: putRow(chunk, row, value) };
  if (chunk !== undefined && row > chunk.start && row < chunk.end) {
    const next = divide(chunk, row);
    chunks.splice(index + 1, 0, next);
    const isLater = row > chunk.end;
    const [into, at] = isLater ? [next, row - chunk.end] : [chunk, row];
    return { chunk: isLater ? index + 1 : index, row: putRow(into, at, value) };
  }
  const fresh = newChunk(chunk ?? null);
  const own = chunk !== undefined && row === chunk.start ? index : index + 1;
  chunks.splice(own, 0, fresh);
  return { chunk: own, row: putRow(fresh, 0, value) };
}

function takeRow(tape: Tape, next: Place, row: Row): Place {
  tape.length++;
  if (row.id !== null) tape.named++;
  const place = put(tape, next, row);
  if (place.chunk < tape.chunks.length - 1) forgetVolumes(chunkAt(tape, place));
  return place;
}

/** Appends a row after all others. */
export const appendRow = (tape: Tape, row: Row): Place => takeRow(tape, endOf(tape), row);

/** Trades in order of id may be out of order in time by at most this. */
const JITTER_US = 1_000_000;

/**
 * A time for a backfilled trade that fits between its neighbours. Trades made while the exchange's clock was wrong have
 * wrong times.
 */
function placeTime(tape: Tape, at: Place, stated: Micros, rolled: Micros): Micros {
  const previous = before(tape, at);
  const low = previous === null ? Number.NEGATIVE_INFINITY : timeAt(tape, previous);
  const high = isEnd(tape, at) ? Number.POSITIVE_INFINITY : timeAt(tape, at);
  const fits = (time: Micros) => time >= low - JITTER_US && time <= high + JITTER_US;
  return fits(rolled) ? rolled : fits(stated) ? stated : Math.min(high, Math.max(low, rolled));
}

/** The feed treats a known id as a new sequence if its time is three seconds later; a merely late trade is older. */
const RECOUNT_AFTER_US = 2 * US_PER_SECOND;

/**
 * Whether a trade starts a new id sequence. Either its id is below all known ids and its time is not older, or its id is not new
 * and its time is well after the last trade.
 */
export function restartsIds(tape: Tape, { ordinal, via }: TradeEvent, at: Micros): boolean {
  const last = before(tape, endOf(tape));
  if (via !== 'stream' || last === null) return false;
  const newest = reachedAt(tape, last);
  if (ordinal < ordinalAt(tape, firstPlace(tape))) return at >= newest;
  return ordinal <= ordinalAt(tape, last) && at > newest + RECOUNT_AFTER_US;
}

/**
 * Inserts a trade by its ordinal. `rolled` is the time that the rolling state has reached. Returns the time stored for the trade;
 * null if the ordinal is already present.
 */
export function addTrade(tape: Tape, trade: TradeEvent, rolled: Micros = trade.tsEvent): Micros | null {
  const { ordinal } = trade;
  const id = idNumber(trade.id) === ordinal ? null : trade.id;
  const last = before(tape, endOf(tape));
  const next = last === null || ordinal > ordinalAt(tape, last) ? endOf(tape) : locate(tape, ordinal);
  if (!isEnd(tape, next) && ordinalAt(tape, next) === ordinal) return null;
  const time = trade.via === 'stream' ? rolled : placeTime(tape, next, trade.tsEvent, rolled);
  const previous = before(tape, next);
  const reached = previous === null ? time : Math.max(reachedAt(tape, previous), time);
  const signed = trade.side === 'buy' ? trade.size : -trade.size;
  const at = takeRow(tape, next, { ordinal, id, at: time, reached, price: trade.price, signed });
  for (let later = after(tape, at); !isEnd(tape, later) && reachedAt(tape, later) < time; later = after(tape, later))
    setReached(chunkAt(tape, later), later.row, time);
  if (tape.length > TRADES_MOST) {
    dropFirst(tape);
    tape.overflowed++;
  }
  return time;
}

function dropFirst(tape: Tape): void {
  const chunk = tape.chunks[0] as TapeChunk;
  if (isNamed(chunk, chunk.start)) tape.named--;
  tape.length--;
  chunk.start++;
  if (chunk.start === chunk.end) tape.chunks.shift();
}

/** Whether ordinals are the venue's ids, so that missing trades can be named by id. */
export const countsByVenue = ({ named }: Tape): boolean => named === 0;

/** Shifts every time by `by`. */
export function shiftTape({ chunks }: Tape, by: number): void {
  for (const chunk of chunks) shiftChunk(chunk, by);
}

/**
 * Times of the trades around a range of ordinals; null if the range is before the first trade. `to` is null if it is after the
 * last.
 */
export function timesAround(tape: Tape, from: number, to: number): { readonly from: Micros; readonly to: Micros | null } | null {
  let next = locate(tape, to + 1);
  let previous = before(tape, next);
  if (previous === null) return null;
  // The time of a late trade is no bound for the trades before it.
  while (!isEnd(tape, next) && timeAt(tape, next) < reachedAt(tape, previous)) {
    previous = next;
    next = after(tape, next);
  }
  const last = before(tape, locate(tape, from));
  const since = last === null ? Number.NEGATIVE_INFINITY : timeAt(tape, last);
  return { from: since, to: isEnd(tape, next) ? null : timeAt(tape, next) };
}

/** Drops trades before `from`, except the last: it proves that every later trade is known. */
export function pruneTape(tape: Tape, from: Micros): void {
  while (tape.length > 1) {
    const [first, second] = tape.chunks as [TapeChunk, TapeChunk | undefined];
    const row = first.start + 1;
    const reached = row < first.end ? reachedIn(first, row) : reachedIn(second as TapeChunk, (second as TapeChunk).start);
    if (reached >= from) return;
    dropFirst(tape);
  }
}

export const tapeLength = ({ length }: Tape): number => length;

const firstPlace = ({ chunks }: Tape): Place => ({ chunk: 0, row: chunks[0]?.start ?? 0 });

function tradeIn(chunk: TapeChunk, row: number): Trade {
  const signed = numberAt(chunk.signed, row);
  return {
    id: idIn(chunk, row),
    ordinal: ordinalIn(chunk, row),
    at: numberAt(chunk.times, row),
    price: numberAt(chunk.prices, row),
    size: Math.abs(signed),
    side: signed < 0 ? 'sell' : 'buy',
  };
}

const tradeAt = (tape: Tape, place: Place): Trade => tradeIn(chunkAt(tape, place), place.row);

/** Applies `of` to the first position; null for an empty tape. */
const ofFirst = <T>(tape: Tape, of: (tape: Tape, place: Place) => T): T | null =>
  tape.length === 0 ? null : of(tape, firstPlace(tape));

function ofLast<T>(tape: Tape, of: (tape: Tape, place: Place) => T): T | null {
  const last = before(tape, endOf(tape));
  return last === null ? null : of(tape, last);
}

/** The oldest trade; null for an empty tape. */
export const firstTrade = (tape: Tape): Trade | null => ofFirst(tape, tradeAt);

/** Time since which the tape keeps every received trade, because dropped trades were no later; null for an empty tape. */
export const heldSince = (tape: Tape): Micros | null => ofFirst(tape, reachedAt);

/** The latest time of any trade; null for an empty tape. */
export const heldUntil = (tape: Tape): Micros | null => ofLast(tape, reachedAt);

/** The newest trade; null for an empty tape. */
export const lastTrade = (tape: Tape): Trade | null => ofLast(tape, tradeAt);

/** The newest trade before a time; null if there is none. */
export function lastTradeBefore(tape: Tape, at: Micros): Trade | null {
  let found: Place | null = null;
  let latest = Number.NEGATIVE_INFINITY;
  for (let place = before(tape, endOf(tape)); place !== null; place = before(tape, place)) {
    const time = timeAt(tape, place);
    if (time < at && (found === null || time > latest)) [found, latest] = [place, time];
    if (found !== null && reachedAt(tape, place) <= latest) break;
  }
  return found && tradeAt(tape, found);
}

/** The newest `limit` trades with an ordinal below `below`, newest first. */
export function tradesBefore(tape: Tape, limit: number, below = Number.POSITIVE_INFINITY): Trade[] {
  const end = below === Number.POSITIVE_INFINITY ? endOf(tape) : locate(tape, below);
  const trades: Trade[] = [];
  for (let place = before(tape, end); place !== null && trades.length < limit; place = before(tape, place))
    trades.push(tradeAt(tape, place));
  return trades;
}

/** Visits each trade with a time from `from` to `until`, in order of ordinals. */
function visit(
  tape: Tape,
  { from, until }: { from: Micros; until: Micros },
  seen: (chunk: TapeChunk, row: number) => void,
): void {
  const first = positionOf(tape, from);
  for (let index = Math.max(0, first.chunk); index < tape.chunks.length; index++) {
    const chunk = tape.chunks[index] as TapeChunk;
    for (let row = index === first.chunk ? first.row : chunk.start; row < chunk.end; row++) {
      const at = numberAt(chunk.times, row);
      if (at >= from && at <= until) seen(chunk, row);
    }
  }
}

/** Trades at or after `from`, ordered by id, including late trades. */
export function tradesSince(tape: Tape, from: Micros, until = Number.POSITIVE_INFINITY): Trade[] {
  const trades: Trade[] = [];
  visit(tape, { from, until }, (chunk, row) => trades.push(tradeIn(chunk, row)));
  return trades;
}

/** Volumes that takers bought and sold from `from` to `until`, base currency, summed in order of ids. */
export function tradedBetween(tape: Tape, from: Micros, until: Micros): { readonly buy: number; readonly sell: number } {
  let [buy, sell] = [0, 0];
  visit(tape, { from, until }, ({ signed }, row) => {
    const size = numberAt(signed, row);
    if (size < 0) sell -= size;
    else buy += size;
  });
  return { buy, sell };
}

/** Volume at each price, in 1/`unit` of base currency, and the number of trades. */
export interface TradedVolume extends PriceVolumes {
  readonly unit: number;
  readonly trades: number;
}

/**
 * Volume at each price from `from` to `until`. Sizes with a decimal unit are summed as integers, which is exact in any
 * order below 2^53 units. Sums of whole chunks can therefore be cached.
 */
export function volumeByPrice(tape: Tape, from: Micros, until: Micros): TradedVolume {
  const { chunks } = tape;
  const table = createVolumeTable();
  const first = positionOf(tape, from);
  const unit = chunks.reduce((most, { signed }) => Math.max(most, signed.unit), 1);
  let trades = 0;
  for (let index = Math.max(0, first.chunk); index < chunks.length; index++) {
    const chunk = chunks[index] as TapeChunk;
    const row = index === first.chunk ? first.row : chunk.start;
    trades += addChunk(table, chunk, unit, { row, from, until }, index === chunks.length - 1 ? 'last' : 'earlier');
  }
  const { prices, volumes, count } = table;
  return { prices, volumes, count, unit, trades };
}

/** Whether any trade is larger than `size`, base currency. */
export const hasLarger = ({ chunks }: Tape, size: number): boolean =>
  chunks.some((chunk) => {
    for (let row = chunk.start; row < chunk.end; row++) if (Math.abs(numberAt(chunk.signed, row)) > size) return true;
    return false;
  });
