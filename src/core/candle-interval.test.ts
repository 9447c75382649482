import { expect, test } from 'vitest';
import { CANDLE_INTERVALS, candleInterval, candlesBefore, candleStartAfter, timeInWords } from './candle-interval.ts';

test.each([
  ['1H', '1h'],
  ['60m', '1h'],
  ['60 min', '1h'],
  ['1440m', '1d'],
  ['24h', '1d'],
  ['1D', '1d'],
  ['day', '1d'],
  ['Daily', '1d'],
  ['4 hours', '4h'],
  ['15 Minutes', '15m'],
  ['7d', '1w'],
  ['1W', '1w'],
  ['1m', '1m'],
  ['1min', '1m'],
  ['1MIN', '1m'],
  ['1M', '1M'],
  ['1mo', '1M'],
  ['month', '1M'],
])('%s means %s', (text, interval) => expect(candleInterval(text)).toBe(interval));

test.each(['5M', '60M', '7m', '2w', '60', 'm', '', '0m', '-1h', '1.5h', '1y', '1 h h', 'toString'])(
  '%j means no interval',
  (text) => expect(candleInterval(text)).toBeNull(),
);

test('every interval means itself', () => {
  for (const interval of CANDLE_INTERVALS) expect(candleInterval(interval)).toBe(interval);
});

test('months are those of the calendar, other intervals have one length', () => {
  const at = (text: string) => Date.parse(text) * 1_000;
  expect(candleStartAfter(at('2026-01-01T00:00:00Z'), '1M', 1)).toBe(at('2026-02-01T00:00:00Z'));
  expect(candleStartAfter(at('2026-01-01T00:00:00Z'), '1M', -2)).toBe(at('2025-11-01T00:00:00Z'));
  expect(candleStartAfter(at('2026-01-01T00:00:00Z'), '1w', 2)).toBe(at('2026-01-15T00:00:00Z'));
  expect(timeInWords('90m')).toBe(5_400_000_000);
  expect(timeInWords('1M')).toBeNull();
});

test('the asked number of candles before an end, also of months with different lengths', () => {
  const at = (text: string) => Date.parse(text) * 1_000;
  expect(candlesBefore(at('2026-03-31T00:00:00Z'), '1M', 1)).toBe(at('2026-03-01T00:00:00Z'));
  expect(candlesBefore(at('2026-03-31T00:00:00Z'), '1M', 2)).toBe(at('2026-02-01T00:00:00Z'));
  expect(candlesBefore(at('2026-03-01T00:00:00Z'), '1M', 1)).toBe(at('2026-02-01T00:00:00Z'));
  expect(candlesBefore(at('2026-03-31T12:00:00Z'), '4h', 3)).toBe(at('2026-03-31T00:00:00Z'));
  expect(candlesBefore(at('1970-01-01T05:00:00Z'), '1d', 3)).toBe(0);
});
