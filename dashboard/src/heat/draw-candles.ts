import type { ColumnStore } from '../data/columns.ts';
import type { Theme } from '../look/theme.ts';
import { xOf, yOf, type View } from './view.ts';

/** A bar of trades from before the history of the book. */
export interface Candle {
  /** Start, ms since 1970. */
  readonly time: number;
  readonly seconds: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** Number of the column at a time, also before the first stored one. */
const numberOf = (held: ColumnStore, time: number): number => held.from + (time - (held.columns[0]?.time ?? 0)) / 1_000;

/** Bars that lie in view and wholly before the book's history, which shows the price by itself. */
export const candlesBefore = (candles: readonly Candle[], held: ColumnStore, firstNumber: number): readonly Candle[] =>
  candles.filter(({ time, seconds }) => {
    const end = numberOf(held, time) + seconds;
    return end > firstNumber && end <= held.from;
  });

interface Plot {
  readonly held: ColumnStore;
  readonly view: View;
  readonly theme: Theme;
  readonly candles: readonly Candle[];
}

/** Draws each bar: a line from low to high, a body from open to close in the colour of its direction. */
export function drawCandles(context: CanvasRenderingContext2D, { held, view, theme, candles }: Plot): void {
  for (const { time, seconds, open, high, low, close } of candlesBefore(candles, held, view.firstNumber)) {
    const left = xOf(view, numberOf(held, time));
    const width = (seconds / view.seconds) * view.width;
    const y = (price: number) => yOf(view, held.step, price);
    context.fillStyle = close === open ? theme.quiet : close > open ? theme.buy : theme.sell;
    context.fillRect(Math.round(left + width / 2), y(high), 1, Math.max(1, y(low) - y(high)));
    context.fillRect(left + width * 0.15, y(Math.max(open, close)), width * 0.7, Math.max(1, Math.abs(y(open) - y(close))));
  }
}
