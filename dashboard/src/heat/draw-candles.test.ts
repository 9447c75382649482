import { expect, test } from 'vitest';
import type { ColumnStore } from '../data/columns.ts';
import { THEMES } from '../look/theme.ts';
import { candlesBefore, drawCandles } from './draw-candles.ts';
import { viewOf } from './view.ts';

const bar = (minute: number, open: number, close: number) => ({
  time: minute * 60_000,
  seconds: 60,
  open,
  close,
  high: Math.max(open, close) + 1,
  low: Math.min(open, close) - 1,
});
/** A book from minute 10 on, of which one second is stored. */
const held: ColumnStore = {
  epoch: 1,
  step: 0.5,
  from: 40,
  columns: [{ time: 600_000, state: 'book', bid: 100, ask: 100.5, buy: 0, sell: 0, first: 136, rows: new Uint16Array(128) }],
};
const bars = [bar(4, 90, 95), bar(6, 95, 110), bar(8, 110, 105), bar(9, 105, 100), bar(10, 100, 101)];

test('bars in view are drawn up to the start of the book, not over it', () => {
  const minutes = candlesBefore(bars, held, held.from + 1 - 300).map(({ time }) => time / 60_000);
  expect(minutes).toEqual([6, 8, 9]);
});

test('the view holds every bar, and each stands at its minute and its prices', () => {
  const ranges = candlesBefore(bars, held, held.from + 1 - 300);
  const view = viewOf(held, { seconds: 300, margin: 0, width: 300, height: 100, ranges });
  expect(view.lowRow * held.step).toBeLessThanOrEqual(94);
  expect(view.highRow * held.step).toBeGreaterThanOrEqual(111);
  const drawn: { ink: string; x: number; width: number; height: number }[] = [];
  const context = {
    fillStyle: '',
    fillRect(x: number, _y: number, width: number, height: number) {
      drawn.push({ ink: this.fillStyle, x, width, height });
    },
  };
  drawCandles(context as unknown as CanvasRenderingContext2D, { held, view, theme: THEMES.dark, candles: bars });
  const bodies = drawn.filter(({ width }) => width > 1);
  expect(bodies.map(({ ink }) => ink)).toEqual([THEMES.dark.buy, THEMES.dark.sell, THEMES.dark.sell]);
  // The newest second ends at the right edge, so minute 9 begins 61 px from it.
  expect(bodies.map(({ x }) => Math.round(x))).toEqual([68, 188, 248]);
  const perPrice = 100 / ((view.highRow - view.lowRow) * held.step);
  expect(bodies.map(({ height }) => height / perPrice)).toEqual([15, 5, 5].map((move) => expect.closeTo(move, 6) as number));
});
