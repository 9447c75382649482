import { addVolume, createVolumeTable, type VolumeTable } from '../../analytics/flow/index.ts';
import type { Micros } from '../../core/index.ts';
import { numberAt } from './packed-numbers.ts';
import type { TapeChunk } from './tape-chunk.ts';

/** Volume by price of a whole chunk, in units of its sizes. Each price is stored as the index of a row with this price, which takes 2 bytes. */
interface ChunkVolumes {
  readonly rows: Uint16Array;
  readonly volumes: Uint32Array | Float64Array;
  readonly start: number;
  readonly end: number;
}

const UINT32_MOST = 2 ** 32 - 1;

/** A cache derived from the trades of each chunk, so not part of the state. */
const known = new WeakMap<TapeChunk, ChunkVolumes>();

/** Drops a chunk's cached volumes after a trade was added. */
export const forgetVolumes = (chunk: TapeChunk): void => {
  known.delete(chunk);
};

/** The rows of a chunk from `row` on with times from `from` to `until`. */
export interface Stretch {
  readonly row: number;
  readonly from: Micros;
  readonly until: Micros;
}

/** Adds the volume per price of part of a chunk, in `unit`ths of base currency; returns the number of trades. */
export function addChunk(
  table: VolumeTable,
  chunk: TapeChunk,
  unit: number,
  stretch: Stretch,
  place: 'last' | 'earlier',
): number {
  const { prices, signed, times, start, end } = chunk;
  const factor = unit / signed.unit;
  if (place === 'earlier' && isWhole(chunk, stretch)) {
    const all = volumesOf(chunk);
    for (let i = 0; i < all.rows.length; i++) addVolume(table, numberAt(prices, all.rows[i]!), all.volumes[i]! * factor);
    return end - start;
  }
  let trades = 0;
  for (let row = stretch.row; row < end; row++) {
    const at = numberAt(times, row);
    if (at < stretch.from || at > stretch.until) continue;
    addVolume(table, numberAt(prices, row), Math.abs(signed.base + signed.cells[row]!) * factor);
    trades++;
  }
  return trades;
}

/** Whether every trade of a chunk is inside the range; false for a chunk with late trades, which is read row by row. */
const isWhole = ({ times, reached, start, end }: TapeChunk, { row, from, until }: Stretch): boolean =>
  reached === null && row === start && numberAt(times, start) >= from && numberAt(times, end - 1) <= until;

function volumesOf(chunk: TapeChunk): ChunkVolumes {
  const { prices, signed, start, end } = chunk;
  const held = known.get(chunk);
  if (held !== undefined && held.start === start && held.end === end) return held;
  const table = createVolumeTable();
  const rowOf = new Map<number, number>();
  for (let row = start; row < end; row++) {
    const price = numberAt(prices, row);
    rowOf.set(price, row);
    addVolume(table, price, Math.abs(signed.base + signed.cells[row]!));
  }
  const rows = Uint16Array.from(table.prices.subarray(0, table.count), (price) => rowOf.get(price)!);
  const sums = table.volumes.subarray(0, table.count);
  const fits = sums.every((sum) => Number.isInteger(sum) && sum <= UINT32_MOST);
  const made = { rows, volumes: fits ? Uint32Array.from(sums) : Float64Array.from(sums), start, end };
  known.set(chunk, made);
  return made;
}
