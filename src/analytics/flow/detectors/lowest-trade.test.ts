import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  followLowest,
  lackTrades,
  lowestFacts,
  newTradedPrices,
  passTradedSecond,
  restartPrices,
  takeLatePrice,
  takeTradedPrice,
  type TradedPrices,
} from './lowest-trade.ts';

const S = 1_000_000;
const WHOLE = { since: 0, missing: [] };

/** The trades of some seconds; the first is that before the first sample. Each is half a second before its sample. */
function traded(seconds: readonly (readonly number[])[], prices = newTradedPrices(), first = 0): TradedPrices {
  for (const [i, second] of seconds.entries()) {
    for (const price of second) takeTradedPrice(prices, { price, at: (first + i - 0.5) * S });
    passTradedSecond(prices);
  }
  return prices;
}

/** Eleven samples, 10 to 20 s; the trade at 9.5 s is the last one before them. */
const crash = (): TradedPrices => {
  const prices = traded([[150], [146.4], [], [], [145], [], [], [], [], [142], [141], [140, 141]], newTradedPrices(), 9);
  prices.fall = followLowest(prices, 11, 20 * S);
  return prices;
};

test('worked example: 146.4 to 139.099 is 4.99 %, with the time of the low after the onset', () => {
  const prices = crash();
  expect(prices.fall).toEqual({ start: 10 * S, from: { price: 146.4, at: 9.5 * S }, low: { price: 140, at: 19.5 * S } });
  traded([[139.5, 139.099, 141]], prices, 21);
  prices.fall = followLowest(prices, 11, 21 * S);
  traded([[146]], prices, 22);
  prices.fall = followLowest(prices, 11, 22 * S);
  const { seen, words } = lowestFacts(prices, 18 * S, WHOLE);
  expect(seen).toMatchObject({ low_trade: 139.099, low_trade_after_s: 2.5 });
  expect(seen.low_trade_pct).toBeCloseTo(4.987, 3);
  expect(words).toBe('lowest trade 139.099 (-4.99 % from 146.4) at 00:00:20Z');
});

test('it is the least of all prices since the first sample, over any number of seconds', () => {
  const second = fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 3 });
  fc.assert(
    fc.property(fc.array(second, { minLength: 11, maxLength: 14 }), fc.array(second, { maxLength: 5 }), (before, after) => {
      const prices = traded(before);
      prices.fall = followLowest(prices, 11, (before.length - 1) * S);
      for (const [i, one] of after.entries()) {
        traded([one], prices, before.length + i);
        prices.fall = followLowest(prices, 11, (before.length + i) * S);
      }
      const within = [...before.slice(-10), ...after].flat();
      expect(prices.fall.low?.price).toBe(within.length === 0 ? undefined : Math.min(...within));
      expect(prices.fall.from?.price).toBe(before.slice(0, -10).flat().at(-1));
    }),
  );
});

test('it is unknown with the reason while trades may be missing since the last trade before the fall', () => {
  const unknown = { low_trade: null, low_trade_after_s: null, low_trade_pct: null };
  const missing = (from: number, to: number) =>
    lowestFacts(crash(), 18 * S, { since: 0, missing: [{ from: from * S, to: to * S }] });
  expect(missing(15, 16)).toEqual({ seen: unknown, words: 'lowest trade unknown, because trades may be missing' });
  expect(missing(9, 9.7).seen).toEqual(unknown);
  expect(missing(5, 9).seen.low_trade).toBe(140);
  expect(lowestFacts(crash(), 18 * S, { since: 12 * S, missing: [] }).seen).toEqual(unknown);
  const lost = crash();
  lackTrades(lost, 15 * S);
  expect(lowestFacts(lost, 18 * S, WHOLE).seen).toEqual(unknown);
  const quiet = traded(Array.from({ length: 11 }, () => []));
  quiet.fall = followLowest(quiet, 11, 10 * S);
  expect(lowestFacts(quiet, 8 * S, WHOLE)).toEqual({ seen: unknown, words: 'lowest trade unknown, because there was no trade' });
});

test('a trade that comes late during the fall counts at its time; one from before it makes the low unknown', () => {
  const prices = crash();
  takeLatePrice(prices, { price: 138, at: 15 * S });
  takeLatePrice(prices, { price: 146.9, at: 9.8 * S });
  takeLatePrice(prices, { price: 100, at: 9 * S });
  expect(prices.fall).toMatchObject({ from: { price: 146.9 }, low: { price: 138, at: 15 * S } });
  const late = traded([[150], [146.4], [145]]);
  takeLatePrice(late, { price: 120, at: 1.6 * S });
  late.fall = followLowest(late, 2, 2 * S);
  expect(lowestFacts(late, 2 * S, WHOLE).seen.low_trade).toBeNull();
});

test('after a gap it begins with the last trade in the gap', () => {
  const prices = traded([[150], [146.4]]);
  takeTradedPrice(prices, { price: 120, at: 30 * S });
  const again = restartPrices(prices);
  traded([[], [118]], again, 60);
  again.fall = followLowest(again, 2, 61 * S);
  expect(again.fall).toMatchObject({ from: { price: 120 }, low: { price: 118 } });
});
