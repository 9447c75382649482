/**
 * The book of one market, second by second, for a heat map: a ring of columns in one buffer, in the bytes that are sent. A
 * column of `COLUMN_BYTES`, little-endian:
 *
 *   0 f64 start of the second, ms since 1970    24 f32 bought by takers, base     36 u16 state: 0 book, 1 gap, 2 unseen
 *   8 f64 best bid, NaN without a book          28 f32 sold, base; NaN: unknown   38 u16 unused
 *  16 f64 best ask                              32 i32 first row: price / step    40 u16 × 128 sizes, see size-code.ts
 */
export const ROWS = 128;
export const CAPACITY = 1_800;
export const COLUMN_BYTES = 40 + 2 * ROWS;

export const COLUMN_STATE = { book: 0, gap: 1, unseen: 2 } as const;
export type ColumnState = (typeof COLUMN_STATE)[keyof typeof COLUMN_STATE];

export interface HeatRing {
  /** Increases when the step changes, because columns of two epochs have different price axes. */
  readonly epoch: number;
  /** Height of a row, quote currency. */
  readonly step: number;
  /** Mid price when the epoch began. */
  readonly mid: number;
  readonly buffer: ArrayBuffer;
  /** Columns written since the epoch began; the buffer holds the last `CAPACITY`. */
  written: number;
}

/** One second to be written; `rows` is null without a book. */
export interface HeatColumn {
  readonly second: number;
  readonly state: ColumnState;
  readonly bid: number;
  readonly ask: number;
  readonly buy: number;
  readonly sell: number;
  readonly first: number;
  readonly rows: Uint16Array | null;
}

export const createHeatRing = ({ epoch, step, mid }: Pick<HeatRing, 'epoch' | 'step' | 'mid'>): HeatRing => ({
  epoch,
  step,
  mid,
  buffer: new ArrayBuffer(CAPACITY * COLUMN_BYTES),
  written: 0,
});

/** Appends a column. */
export function pushColumn(ring: HeatRing, column: HeatColumn): void {
  const at = (ring.written % CAPACITY) * COLUMN_BYTES;
  const view = new DataView(ring.buffer, at, COLUMN_BYTES);
  view.setFloat64(0, column.second * 1_000, true);
  view.setFloat64(8, column.bid, true);
  view.setFloat64(16, column.ask, true);
  view.setFloat32(24, column.buy, true);
  view.setFloat32(28, column.sell, true);
  view.setInt32(32, column.first, true);
  view.setUint16(36, column.state, true);
  const rows = new Uint16Array(ring.buffer, at + 40, ROWS);
  if (column.rows === null) rows.fill(0xffff);
  else rows.set(column.rows);
  ring.written++;
}

/** A column without data. */
export const emptyColumn = (second: number, state: ColumnState): HeatColumn => ({
  second,
  state,
  bid: Number.NaN,
  ask: Number.NaN,
  buy: Number.NaN,
  sell: Number.NaN,
  first: 0,
  rows: null,
});

/** A copy of the columns from number `after` on, oldest first, without overwritten columns. */
export function columnsAfter(ring: HeatRing, after: number): { readonly from: number; readonly bytes: Uint8Array } {
  const from = Math.min(ring.written, Math.max(after, ring.written - CAPACITY, 0));
  const count = ring.written - from;
  const bytes = new Uint8Array(count * COLUMN_BYTES);
  const start = from % CAPACITY;
  const straight = Math.min(count, CAPACITY - start);
  bytes.set(new Uint8Array(ring.buffer, start * COLUMN_BYTES, straight * COLUMN_BYTES));
  bytes.set(new Uint8Array(ring.buffer, 0, (count - straight) * COLUMN_BYTES), straight * COLUMN_BYTES);
  return { from, bytes };
}
