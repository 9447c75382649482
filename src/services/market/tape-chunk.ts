import { idNumber, type Micros, type TradeId } from '../../core/index.ts';
import {
  changeNumbers,
  moveNumbers,
  newNumbers,
  numberAt,
  setNumber,
  tailOf,
  withoutRoom,
  withRoom,
  type Cells,
  type PackedNumbers,
} from './packed-numbers.ts';

/** Maximum trades per chunk. */
export const CHUNK = 1_024;
/** A full chunk is split where a trade is inserted, unless that leaves fewer than this on one side. */
const LEAST_PART = 64;

/** Ids that differ from ordinals: numbers if all are numeric, else texts by row. */
type ChunkIds = PackedNumbers | (TradeId | null)[];

/** Consecutive trades of a tape; rows from `start` to before `end` are in use. Plain data. */
export interface TapeChunk {
  /** If ordinals are consecutive, a single number: the ordinal of row 0. */
  ordinals: PackedNumbers | number;
  /** Null if every id equals its ordinal. */
  ids: ChunkIds | null;
  times: PackedNumbers;
  /** Maximum time up to and including each trade, because a trade may come late. Null if equal to `times`. */
  reached: PackedNumbers | null;
  prices: PackedNumbers;
  /** Sizes, base currency; negative if the aggressor sold. */
  signed: PackedNumbers;
  start: number;
  end: number;
}

/** A trade in a tape. */
export interface Row {
  readonly ordinal: number;
  /** Null if it equals the ordinal. */
  readonly id: TradeId | null;
  readonly at: Micros;
  readonly reached: Micros;
  readonly price: number;
  readonly signed: number;
}

export const newChunk = (like: TapeChunk | null): TapeChunk => ({
  ordinals: 0,
  ids: null,
  times: newNumbers(CHUNK, null),
  reached: null,
  prices: newNumbers(CHUNK, like?.prices ?? null),
  signed: newNumbers(CHUNK, like?.signed ?? null),
  start: 0,
  end: 0,
});

function* columnsOf({ ids, reached, ordinals, times, prices, signed }: TapeChunk): Generator<PackedNumbers> {
  yield* [times, prices, signed];
  if (typeof ordinals !== 'number') yield ordinals;
  if (reached !== null) yield reached;
  if (ids !== null && !Array.isArray(ids)) yield ids;
}

export const reachedIn = ({ times, reached }: TapeChunk, i: number): Micros => numberAt(reached ?? times, i);

export const ordinalIn = ({ ordinals }: TapeChunk, i: number): number =>
  typeof ordinals === 'number' ? ordinals + i : numberAt(ordinals, i);

export function idIn(chunk: TapeChunk, i: number): TradeId {
  const { ids } = chunk;
  if (Array.isArray(ids)) return ids[i] as TradeId;
  return String(ids === null ? ordinalIn(chunk, i) : numberAt(ids, i));
}

/** A copy of the ordinals as a column. */
function ordinalsOf(chunk: TapeChunk): PackedNumbers {
  const { ordinals } = chunk;
  if (typeof ordinals !== 'number') return { ...ordinals, cells: ordinals.cells.slice() };
  const column = newNumbers(CHUNK, null);
  for (let i = chunk.start; i < chunk.end; i++) setNumber(column, i, ordinals + i, { start: chunk.start, end: i + 1 });
  return column;
}

function setOrdinal(chunk: TapeChunk, place: number, ordinal: number): void {
  if (typeof chunk.ordinals === 'number') {
    if (chunk.end - chunk.start === 1) chunk.ordinals = ordinal - place;
    if (chunk.ordinals + place === ordinal) return;
    chunk.ordinals = ordinalsOf(chunk);
  }
  setNumber(chunk.ordinals, place, ordinal, chunk);
}

/** Whether a trade's id differs from its ordinal. */
export const isNamed = (chunk: TapeChunk, i: number): boolean =>
  chunk.ids !== null && idIn(chunk, i) !== String(ordinalIn(chunk, i));

/** Sets the maximum time reached at one trade. */
export function setReached(chunk: TapeChunk, i: number, at: Micros): void {
  if (chunk.reached === null && at === numberAt(chunk.times, i)) return;
  chunk.reached ??= { ...chunk.times, cells: chunk.times.cells.slice() };
  setNumber(chunk.reached, i, at, chunk);
}

/** True if the chunk can't take a row before `at`: it is full, or `at` is its end and only its start has spare capacity. */
export const isFullAt = ({ start, end }: TapeChunk, at: number): boolean => end === CHUNK && (start === 0 || at === end);

/** Inserts a row before `at`, moving the shorter side; returns its index. */
export function putRow(chunk: TapeChunk, at: number, row: Row): number {
  const place = at === chunk.end && at < CHUNK ? chunk.end++ : openPlace(chunk, at);
  setOrdinal(chunk, place, row.ordinal);
  setNumber(chunk.times, place, row.at, chunk);
  setNumber(chunk.prices, place, row.price, chunk);
  setNumber(chunk.signed, place, row.signed, chunk);
  if (chunk.reached !== null) setNumber(chunk.reached, place, row.reached, chunk);
  else setReached(chunk, place, row.reached);
  putId(chunk, place, row);
  return place;
}

function openPlace(chunk: TapeChunk, at: number): number {
  const { ids, start, end } = chunk;
  const back = end === CHUNK || (start > 0 && at - start < end - at);
  if (typeof chunk.ordinals === 'number') {
    if (at !== start) chunk.ordinals = ordinalsOf(chunk);
    else if (!back) chunk.ordinals--;
  }
  for (const column of columnsOf(chunk)) moveNumbers(column, at, { start, end }, back ? 'start' : 'end');
  if (Array.isArray(ids)) {
    if (back) ids.copyWithin(start - 1, start, at);
    else ids.copyWithin(at + 1, at, end);
  }
  if (back) chunk.start--;
  else chunk.end++;
  return back ? at - 1 : at;
}

function putId(chunk: TapeChunk, place: number, { ordinal, ...row }: Row): void {
  if (chunk.ids === null && row.id === null) return;
  const id = row.id ?? String(ordinal);
  const number = idNumber(id);
  if (number === null && !Array.isArray(chunk.ids)) chunk.ids = textsOf(chunk, place);
  chunk.ids ??= ordinalsOf(chunk);
  if (Array.isArray(chunk.ids)) chunk.ids[place] = id;
  else setNumber(chunk.ids, place, number as number, chunk);
}

const textsOf = (chunk: TapeChunk, without: number): (TradeId | null)[] =>
  Array.from({ length: CHUNK }, (_, i) => (i >= chunk.start && i < chunk.end && i !== without ? idIn(chunk, i) : null));

/** Splits a full chunk at or near `at`; returns the second half. */
export function divide(chunk: TapeChunk, at: number): TapeChunk {
  const { start, end } = chunk;
  const isFair = at - start >= LEAST_PART && end - at >= LEAST_PART;
  const from = isFair ? at : start + ((end - start) >> 1);
  const tail = (column: PackedNumbers) => tailOf(column, { start: from, end });
  const { ids, reached } = chunk;
  const next: TapeChunk = {
    ordinals: typeof chunk.ordinals === 'number' ? chunk.ordinals + from : tail(chunk.ordinals),
    ids: Array.isArray(ids) ? Array.from({ length: CHUNK }, (_, i) => ids[from + i] ?? null) : ids && tail(ids),
    times: tail(chunk.times),
    reached: reached && tail(reached),
    prices: tail(chunk.prices),
    signed: tail(chunk.signed),
    start: 0,
    end: end - from,
  };
  if (Array.isArray(ids)) ids.fill(null, from);
  chunk.end = from;
  return next;
}

/** Shifts every time by `by`. */
export function shiftChunk(chunk: TapeChunk, by: number): void {
  for (const column of [chunk.times, chunk.reached]) if (column !== null) changeNumbers(column, chunk, (at) => at + by);
}

const changed = (chunk: TapeChunk, change: (column: PackedNumbers) => PackedNumbers, ids: ChunkIds | null): TapeChunk => ({
  ordinals: typeof chunk.ordinals === 'number' ? chunk.ordinals : change(chunk.ordinals),
  ids: ids !== null && !Array.isArray(ids) ? change(ids) : ids,
  times: change(chunk.times),
  reached: chunk.reached && change(chunk.reached),
  prices: change(chunk.prices),
  signed: change(chunk.signed),
  start: chunk.start,
  end: chunk.end,
});

/**
 * The chunk without spare capacity, for a checkpoint. Row numbers are kept, so that the restored chunk later splits
 * identically.
 */
export function compactChunk(chunk: TapeChunk): TapeChunk {
  const { ids, start, end } = chunk;
  const held: Cells = { start, end };
  return changed(chunk, (column) => withoutRoom(column, held), Array.isArray(ids) ? ids.slice(start, end) : ids);
}

/** The inverse of `compactChunk`. */
export function expandChunk(chunk: TapeChunk): TapeChunk {
  const { ids, start, end } = chunk;
  const wide = Array.isArray(ids) ? Array.from({ length: CHUNK }, (_, i) => (i < end ? (ids[i - start] ?? null) : null)) : ids;
  return changed(chunk, (column) => withRoom(column, start, CHUNK), wide);
}
