import type { Column, ColumnStore } from '../data/columns.ts';

/** The visible columns and rows, and their area on the canvas in CSS pixels. */
export interface View {
  /** Visible seconds; the newest is at the right edge. */
  readonly seconds: number;
  /** Number of the first visible column; before the first stored column if the window is longer than the history. */
  readonly firstNumber: number;
  /** Visible rows; `highRow` is exclusive. */
  readonly lowRow: number;
  readonly highRow: number;
  readonly width: number;
  readonly height: number;
}

/** Rows move in steps, so that small price changes do not move the heat map. */
const ROW_STEP = 8;

interface ViewOptions {
  readonly seconds: number;
  readonly margin: number;
  readonly width: number;
  readonly height: number;
  /** Other prices that must be visible, for example those of bars before the history. */
  readonly ranges?: readonly { readonly low: number; readonly high: number }[];
}

/** The view of the last `seconds`, with `margin` rows above and below the price range. */
export function viewOf(held: ColumnStore, options: ViewOptions): View {
  const { seconds, margin, width, height, ranges = [] } = options;
  const end = held.from + held.columns.length;
  const firstNumber = end - seconds;
  const inSight = held.columns.slice(Math.max(0, firstNumber - held.from));
  let [low, high] = [Infinity, -Infinity];
  for (const { bid, ask } of inSight) {
    if (bid !== null) low = Math.min(low, bid);
    if (ask !== null) high = Math.max(high, ask);
  }
  for (const range of ranges) [low, high] = [Math.min(low, range.low), Math.max(high, range.high)];
  const middle = held.columns.at(-1)?.first ?? 0;
  const lowest = Number.isFinite(low) ? Math.floor(low / held.step) : middle;
  const highest = Number.isFinite(high) ? Math.ceil(high / held.step) : middle;
  return {
    seconds,
    firstNumber,
    lowRow: Math.floor((lowest - margin) / ROW_STEP) * ROW_STEP,
    highRow: Math.ceil((highest + margin) / ROW_STEP) * ROW_STEP,
    width,
    height,
  };
}

/** Left edge of a column. */
export const xOf = (view: View, number: number): number => ((number - view.firstNumber) / view.seconds) * view.width;

/** Height of a price, from the top. */
export const yOf = (view: View, step: number, price: number): number =>
  view.height - ((price / step - view.lowRow) / (view.highRow - view.lowRow)) * view.height;

export const numberAt = (view: View, x: number): number => view.firstNumber + Math.floor((x / view.width) * view.seconds);

export const rowAt = (view: View, y: number): number =>
  view.lowRow + Math.floor(((view.height - y) / view.height) * (view.highRow - view.lowRow));

/** The column with a number; undefined if it is not stored. */
export const columnAt = (held: ColumnStore, number: number): Column | undefined => held.columns[number - held.from];

/** Why a second has no book: its data were incomplete, or the server did not sample it. */
export type Bookless = Exclude<Column['state'], 'book'>;

/** Visible time ranges without a book, as column numbers; the end is exclusive. */
export function gapsIn(held: ColumnStore, view: View): { readonly from: number; readonly to: number; readonly why: Bookless }[] {
  const gaps: { from: number; to: number; why: Bookless }[] = [];
  held.columns.forEach(({ state }, i) => {
    const number = held.from + i;
    if (state === 'book' || number < view.firstNumber) return;
    const last = gaps.at(-1);
    if (last !== undefined && last.to === number && last.why === state) last.to = number + 1;
    else gaps.push({ from: number, to: number + 1, why: state });
  });
  return gaps;
}

/** About `wanted` round prices for an axis. */
export function ticksOf(low: number, high: number, wanted: number): number[] {
  const rough = (high - low) / Math.max(1, wanted);
  if (!(rough > 0)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10) * power;
  const ticks: number[] = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step) ticks.push(tick);
  return ticks;
}
