import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../test/testing/scale.ts';
import { instrumentId } from '../../core/index.ts';
import { readMarket, type Reading } from './reading.ts';
import { BOOK_A, stage, SYMBOL, VENUE, type Stage } from './testing/stage.ts';
import { ordersPerSecond } from './studies/event-rate.ts';
import { coversTrades } from './trade-coverage.ts';
import { flowWindow } from './windows.ts';

function read({ engine, now }: Stage): Reading {
  const reading = readMarket(engine, instrumentId(VENUE, SYMBOL), now());
  if (reading === null) throw new Error('not followed');
  return reading;
}

test('a window is whole only when it begins after the first trade, and no id is missing', () => {
  const on = stage();
  expect(coversTrades(read(on), 0)).toBe(false);
  on.trade(1, 100, 1, 'buy');
  on.wait(10);
  on.trade(2, 100, 1, 'buy');
  expect([5, 10, 11].map((seconds) => coversTrades(read(on), seconds))).toEqual([true, true, false]);
  on.trade(4, 100, 1, 'buy');
  expect(coversTrades(read(on), 5)).toBe(false);
  // A late trade counts as well.
  on.trade(3, 100, 1, 'buy');
  expect(coversTrades(read(on), 5)).toBe(true);
});

test('the sums of a window are those of its trades, without the noise of floats', () => {
  const trades = fc.array(fc.record({ gap: fc.nat(30), lots: fc.integer({ min: 1, max: 10_000 }), buy: fc.boolean() }), {
    minLength: 1,
    maxLength: 40,
  });
  fc.assert(
    fc.property(trades, fc.integer({ min: 1, max: 60 }), (given, seconds) => {
      const on = stage();
      const made: { at: number; lots: number; buy: boolean }[] = [];
      given.forEach(({ gap, lots, buy }, index) => {
        on.wait(gap / 10);
        on.trade(index + 1, 100, lots / 1_000, buy ? 'buy' : 'sell');
        made.push({ at: on.now(), lots, buy });
      });
      const inside = made.filter(({ at }) => at > on.now() - seconds * 1_000_000);
      const sum = (side: boolean) => inside.reduce((total, { lots, buy }) => (buy === side ? total + lots : total), 0);
      const window = flowWindow(read(on), seconds);
      const isWhole = (made[0]?.at ?? Infinity) <= on.now() - seconds * 1_000_000;
      const sums = {
        complete: true,
        buy: sum(true) / 1_000,
        sell: sum(false) / 1_000,
        net: (sum(true) - sum(false)) / 1_000,
        trades: inside.length,
        vwap: inside.length === 0 ? null : expect.closeTo(100, 9),
      };
      const nothing = { buy: null, sell: null, net: null, net_quote: null, trades: null, vwap: null, complete: false };
      expect(window).toMatchObject(isWhole ? sums : nothing);
    }),
    { numRuns: runs(40) },
  );
});

test('order-flow imbalance counts from the snapshot on, and is null for a window that begins before it', () => {
  const on = stage();
  on.snapshot(10, BOOK_A);
  on.depth(11, 11);
  on.wait(10);
  on.depth(12, 12, { bids: [[100, 7]] });
  on.depth(13, 13, { asks: [[100.2, 1]] });
  // Two more on the bid, three fewer on the ask.
  expect(flowWindow(read(on), 5).ofi).toBe(5);
  expect(flowWindow(read(on), 11).ofi).toBeNull();
  on.depth(20, 20);
  on.snapshot(30, BOOK_A);
  on.depth(31, 31);
  expect(flowWindow(read(on), 5).ofi).toBeNull();
});

test('the rate is the mean over ten seconds, and null before they are seen', () => {
  const on = stage();
  on.snapshot(10, BOOK_A);
  on.depth(11, 11);
  for (let second = 0; second < 9; second++) on.wait(1);
  expect(ordersPerSecond(read(on))).toBeNull();
  on.wait(2);
  for (let u = 12; u < 42; u++) on.depth(u, u);
  expect(ordersPerSecond(read(on))).toBe(3);
});
