import type { HeatmapMessage } from '../generated/api.ts';

/** One second of a book; docs/page.md has the layout of its bytes. */
export interface Column {
  /** Start of the second, ms since 1970. */
  readonly time: number;
  readonly state: 'book' | 'gap' | 'unseen';
  /** Null without a book. */
  readonly bid: number | null;
  readonly ask: number | null;
  /** Base currency; null if trades are missing. */
  readonly buy: number | null;
  readonly sell: number | null;
  /** Number of the lowest row: its price divided by the step. */
  readonly first: number;
  /** Size codes. */
  readonly rows: Uint16Array;
}

const HEAD_BYTES = 40;
const STATES = ['book', 'gap', 'unseen'] as const;

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

/** Reads the columns of a message, oldest first. Throws `RangeError` if the bytes end inside a column. */
export function readColumns({ columns, rows }: Pick<HeatmapMessage, 'columns' | 'rows'>): Column[] {
  const bytes = Uint8Array.from(atob(columns), (letter) => letter.charCodeAt(0));
  const size = HEAD_BYTES + 2 * rows;
  if (bytes.length % size !== 0) throw new RangeError(`${bytes.length} bytes are not a multiple of the column size, ${size}`);
  return Array.from({ length: bytes.length / size }, (_, i) => {
    const view = new DataView(bytes.buffer, i * size, size);
    const codes = new Uint16Array(rows);
    for (let row = 0; row < rows; row++) codes[row] = view.getUint16(HEAD_BYTES + 2 * row, true);
    return {
      time: view.getFloat64(0, true),
      state: STATES[view.getUint16(36, true)] ?? 'unseen',
      bid: orNull(view.getFloat64(8, true)),
      ask: orNull(view.getFloat64(16, true)),
      buy: orNull(view.getFloat32(24, true)),
      sell: orNull(view.getFloat32(28, true)),
      first: view.getInt32(32, true),
      rows: codes,
    };
  });
}

export const SIZE_UNKNOWN = 65_535;
const SMALLEST = 1e-8;
const PER_E = 65_533 / Math.log(1e12 / SMALLEST);

/** Decodes a size, base currency, to 0.036 %; null if it is unknown. */
export function codedSize(code: number): number | null {
  if (code === SIZE_UNKNOWN) return null;
  return code === 0 ? 0 : SMALLEST * Math.exp((code - 1) / PER_E);
}

/** The stored columns of one market, and their common properties. */
export interface ColumnStore {
  readonly epoch: number;
  readonly step: number;
  readonly columns: readonly Column[];
  /** Number of the first stored column, counted in its epoch. */
  readonly from: number;
}

/**
 * Adds a message to the stored columns. A consecutive message is appended; any other replaces all stored columns, so columns missed by
 * a slow reader are never bridged.
 */
export function takeColumns(held: ColumnStore | null, message: HeatmapMessage): ColumnStore | null {
  if (message.price_step === null) return null;
  const fresh = readColumns(message);
  const follows = held !== null && held.epoch === message.epoch && held.from + held.columns.length === message.from;
  const all = follows ? [...held.columns, ...fresh] : fresh;
  const columns = all.length > message.capacity ? all.slice(all.length - message.capacity) : all;
  return { epoch: message.epoch, step: message.price_step, columns, from: message.next - columns.length };
}
