import fc from 'fast-check';
import { expect, test } from 'vitest';
import { figuresIn, says } from './figures.ts';

const values = (text: string) => figuresIn(text).map(({ value }) => value);

test('numbers are read as people and programs write them', () => {
  expect(values('The mid is 64,000.125, up 1.5 %, with 12 bids; volume 1.2k or 3.4M')).toEqual([
    64_000.125, 1.5, 12, 1_200, 3_400_000,
  ]);
  expect(values('{"mid_price":64000.125,"imbalance":-0.034483,"tiny":1.5e-7}')).toEqual([64_000.125, -0.034483, 1.5e-7]);
  expect(values('between 64000-64100 USDT, −3 net, $0.5')).toEqual([64_000, 64_100, -3, 0.5]);
});

test('times, names with digits and receipts are no figures', () => {
  const receipt = 'tf1:get_report:BTCUSDT@binance-spot:3-104857+2341:9c41:k3m9q2wd';
  expect(values(`At 2026-11-20T12:34:56.789Z and 12:30 UTC the 24h change over top20 levels, FR-016 [${receipt}]`)).toEqual([]);
  expect(values('net flow over 30s and 5 min')).toEqual([5]);
});

test('a figure says a value as exactly as it was quoted, and no other digit of it', () => {
  const [figure] = figuresIn('64000.13');
  if (figure === undefined) throw new Error('none');
  expect(says(figure, 64_000.125)).toBe(true);
  expect(says(figure, 64_000.136)).toBe(false);
  const [share] = figuresIn('3.4 %');
  expect(share && says(share, 0.0341)).toBe(true);
  expect(share && says(share, 3.41)).toBe(true);
});

test('whatever number is written in full is said by itself, and not with a digit changed', () =>
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }),
      fc.nat(),
      fc.integer({ min: 1, max: 9 }),
      (value, at, by) => {
        const text = JSON.stringify(value);
        const [figure] = figuresIn(`v ${text}`);
        expect(figure && says(figure, value)).toBe(true);
        const digits = [...text.matchAll(/\d/g)].map(({ index }) => index);
        const place = digits[at % digits.length] as number;
        const altered = text.slice(0, place) + String((Number(text[place]) + by) % 10) + text.slice(place + 1);
        const [other] = figuresIn(`v ${altered}`);
        if (Number(altered) !== value) expect(other && says(other, value)).toBe(false);
      },
    ),
  ));

test('a long hostile text takes no time to speak of', () => {
  expect(figuresIn('1'.repeat(50_000)).length).toBeLessThan(2);
  expect(figuresIn('a1-'.repeat(20_000))).toEqual([]);
});
