import { expect, test } from 'vitest';
import { barsOf } from './bars.ts';
import { barAt, layoutOf, xOfBar } from './draw-bars.ts';
import { describe, moment, standingOf, whyMissing, whyNone } from './words.ts';

const candle = (start: string, close: number | null, complete: boolean, closed = true) => ({
  start,
  closed,
  open: complete ? 100 : null,
  high: complete ? 103 : null,
  low: complete ? 99 : null,
  close,
  volume: complete ? 2 : null,
  complete,
});
const ANSWER = {
  candles: [
    candle('2026-01-15T11:55:00.000Z', 101, false),
    candle('2026-01-15T12:00:00.000Z', 102, true),
    { ...candle('2026-01-15T12:05:00.000Z', 98, true, false), complete: false },
  ],
  absent: [{ field: 'candles[0]', reason: 'minutes before the first one held are not known' }],
};
const bars = barsOf(ANSWER);

test('a bar is closed when the answer says so, forming until then, and missing if trades of it are unknown', () => {
  expect(bars.map(({ standing }) => standing)).toEqual(['missing', 'closed', 'forming']);
  // The end of the forming bar closes it.
  const candles = ANSWER.candles.map((one) => ({ ...one, closed: true }));
  expect(barsOf({ candles }).at(-1)?.standing).toBe('missing');
  expect(whyMissing(ANSWER, 0)).toBe('minutes before the first one held are not known');
});

test('no bar is called forming once the server is gone', () => {
  expect(bars.map((bar) => standingOf(bar, true))).toEqual(['closed, trades missing', 'closed', 'still forming']);
  expect(bars.map((bar) => standingOf(bar, false)).at(-1)).toBe('was forming when last heard');
});

test('the newest bar stands at the right, each bar is found at its place, and the prices fit', () => {
  const layout = layoutOf(bars, { width: 276, height: 120 });
  if (layout === null) throw new Error('no layout');
  expect([layout.low, layout.high]).toEqual([98, 103]);
  expect(xOfBar(layout, 2) + layout.slot).toBe(layout.width);
  expect(bars.map((_, i) => barAt(layout, xOfBar(layout, i) + 1))).toEqual([0, 1, 2]);
  expect([barAt(layout, 1), barAt(layout, layout.width + 1)]).toEqual([null, null]);
});

test('as many of the newest bars are drawn as have room, and without a price none is', () => {
  const many = Array.from({ length: 200 }, (_, i) => ({ ...bars[1], index: i }));
  const narrow = layoutOf(many, { width: 276, height: 120 });
  expect(narrow?.bars.map(({ index }) => index)).toEqual(Array.from({ length: 50 }, (_, i) => 150 + i));
  expect(layoutOf([], { width: 276, height: 120 })).toBeNull();
  const still = layoutOf([{ ...bars[1], open: 100, high: 100, low: 100, close: 100 }], {
    width: 276,
    height: 120,
  });
  expect((still?.low ?? 0) < 100 && (still?.high ?? 0) > 100).toBe(true);
});

test.each([
  [60, '12:05'],
  [1_800, '12:05'],
  [3_600, '15 Jan 12:05'],
  [86_400, '15 Jan'],
])('the start of a bar of %d s is written as %s', (seconds, text) => {
  expect(moment(Date.UTC(2026, 0, 15, 12, 5), seconds)).toBe(text);
});

test('a bar of another day than the newest is written with its day', () => {
  const newest = Date.UTC(2026, 0, 15, 0, 5);
  expect(moment(newest - 300_000, 60, newest)).toBe('00:00');
  expect(moment(newest - 360_000, 60, newest)).toBe('14 Jan 23:59');
});

test('each bar says where it comes from, and a hole why it is one', () => {
  expect(bars.map((bar) => describe(bar, true))).toEqual([
    'closed, trades missing here',
    'closed, trades here',
    'still forming, trades here',
  ]);
  expect(describe({ origin: 'venue', standing: 'closed' }, true)).toBe("closed, venue's candle");
  expect(describe({ origin: 'here', standing: 'none' }, true)).toBe('no bar');
  expect(whyNone(null)).toBe('No trade of this time is known here.');
  expect(whyNone('kraken-spot')).toMatch(/^Kraken Spot lists no closed candle/);
});
