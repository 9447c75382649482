import { describe, expect, test } from 'vitest';
import type { Column, ColumnStore } from '../data/columns.ts';
import { THEMES } from '../look/theme.ts';
import { bucketsOf } from './draw-flow.ts';
import { contrastOf, heatColour } from './scale.ts';
import { columnAt, gapsIn, numberAt, rowAt, ticksOf, viewOf, xOf, yOf } from './view.ts';
import { CAPTION, LEGEND, readout } from './words.ts';

const column = (second: number, part: Partial<Column> = {}): Column => ({
  time: second * 1_000,
  state: 'book',
  bid: 100,
  ask: 100.5,
  buy: 2,
  sell: 1,
  first: 136,
  rows: new Uint16Array(128),
  ...part,
});

const store = (states: readonly Column['state'][], from = 0): ColumnStore => ({
  epoch: 1,
  step: 0.5,
  from,
  columns: states.map((state, i) => column(from + i, { state })),
});

describe('the view', () => {
  const held = store(['book', 'gap', 'gap', 'book', 'unseen', 'book'], 100);
  const view = viewOf(held, { seconds: 10, margin: 16, width: 500, height: 320 });

  test('has the newest second at the right edge and the price inside', () => {
    expect(view.firstNumber).toBe(96);
    expect(xOf(view, 106)).toBe(500);
    expect(yOf(view, held.step, 100)).toBeGreaterThan(0);
    expect(yOf(view, held.step, 100)).toBeLessThan(320);
  });

  test('pixel to value and value to pixel are each other’s inverse', () => {
    for (const number of [96, 100, 105]) expect(numberAt(view, xOf(view, number) + 1)).toBe(number);
    for (const row of [view.lowRow, 200, view.highRow - 1])
      expect(rowAt(view, yOf(view, held.step, (row + 0.5) * held.step))).toBe(row);
    expect(columnAt(held, 99)).toBeUndefined();
  });

  test('gaps are taken from the server, and adjacent ones are joined', () => {
    expect(gapsIn(held, view)).toEqual([
      { from: 101, to: 103, why: 'gap' },
      { from: 104, to: 105, why: 'unseen' },
    ]);
  });
});

describe('words', () => {
  const held = store(['book', 'gap', 'unseen', 'book'], 100);
  const said = (number: number) => readout(held, { number, row: 200 }, 'BTC', 2);

  test('a gap and a second that the server did not sample are distinguished', () => {
    expect(said(101)).toBe('00:01:41 UTC: a gap, the book was incomplete.');
    expect(said(102)).toBe(
      '00:01:42 UTC: unseen, the server did not sample, for example because it was busy; the book may have been complete.',
    );
    expect(LEGEND.unseen).not.toContain('no book');
    expect(said(100)).toContain('net taker volume of this second +1.0 BTC');
    expect(said(99)).toBe('There is no history here.');
  });

  test('the caption states where the running difference starts', () => {
    expect(CAPTION).toContain('since the left edge, or since the last second with unknown trades');
  });
});

test.each([
  [100, 200, 5, [100, 120, 140, 160, 180, 200]],
  [0.1, 0.4, 3, [0.1, 0.2, 0.3, 0.4]],
  [5, 5, 3, []],
])('an axis from %d to %d has round prices', (low, high, wanted, ticks) => {
  expect(ticksOf(low, high, wanted).map((tick) => Number(tick.toFixed(9)))).toEqual(ticks);
});

describe('taker volume', () => {
  const held = [column(0), column(1), column(2, { buy: null, sell: null }), column(3)];

  test('is summed by bucket, and its running sum restarts after an unknown stretch', () => {
    const buckets = bucketsOf((number) => held[number], 0, 4, 4);
    expect(buckets.map(({ running }) => running)).toEqual([1, 2, null, 1]);
    expect(bucketsOf((number) => held[number], 0, 2, 1)).toEqual([{ buy: 4, sell: 2, running: 2 }]);
  });

  test('a second that is not stored makes its bucket unknown, not empty', () => {
    expect(bucketsOf((number) => held[number], -2, 4, 2)).toEqual([
      { buy: null, sell: null, running: null },
      { buy: 4, sell: 2, running: 2 },
    ]);
  });
});

describe('colours', () => {
  test('tiny sizes and a single huge one do not decide the contrast', () => {
    const rows = Uint16Array.from({ length: 128 }, (_, i) => (i === 0 ? 60_000 : i < 10 ? 1 : 20_000 + i * 100));
    const { low, high } = contrastOf([column(0, { rows })]);
    expect(low).toBeGreaterThan(20_000);
    expect(high).toBeLessThan(34_000);
  });

  test('an empty view has a contrast too', () => {
    expect(contrastOf([column(0)])).toEqual({ low: 1, high: 65_534 });
  });

  test('the scale runs from its first colour to its last and stays there', () => {
    expect(heatColour(THEMES.dark, -1)).toEqual(heatColour(THEMES.dark, 0));
    expect(heatColour(THEMES.dark, 7)).toEqual([255, 233, 168]);
  });
});
