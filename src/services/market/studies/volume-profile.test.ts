import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom, type TradeEvent } from '../../../core/index.ts';
import { findProfile } from './volume-profile.ts';
import { addTrade, newTape, pruneTape, tradesSince, volumeByPrice } from '../tape.ts';

const trade = (id: number, tsEvent: number, price: number, size: number): TradeEvent => ({
  type: 'trade',
  venue: 'binance-spot',
  symbol: 'BTCUSDT',
  tsEvent,
  tsRecv: tsEvent,
  seq: id,
  id: String(id),
  ordinal: id,
  price,
  size,
  side: id % 2 === 0 ? 'buy' : 'sell',
  via: 'stream',
});

test('volume by price is the sum over the trades of the window, whatever order they came in', () => {
  const trades = fc.array(
    fc.record({ at: fc.nat(100), price: fc.integer({ min: 1, max: 5 }), size: fc.integer({ min: 1, max: 9 }) }),
  );
  fc.assert(
    fc.property(trades, fc.nat(100), fc.nat(100), fc.boolean(), (made, from, until, backwards) => {
      const tape = newTape();
      const events = made.map(({ at, price, size }, id) => trade(id, at, price, size));
      for (const event of backwards ? events.toReversed() : events) addTrade(tape, event);
      const expected = new Map<number, number>();
      const inside = tradesSince(tape, from, until);
      for (const { price, size } of inside) expected.set(price, (expected.get(price) ?? 0) + size);
      const { prices, volumes, count, unit, trades: found } = volumeByPrice(tape, from, until);
      const sums = Array.from(prices.subarray(0, count), (price, i) => [price, (volumes[i] as number) / unit] as const);
      expect(new Map(sums)).toEqual(expected);
      expect(found).toBe(inside.length);
    }),
  );
});

test('too few trades have no profile, and the finding says how many there are', () => {
  const tape = newTape();
  addTrade(tape, trade(1, 1_000, 100, 1));
  expect(findProfile(tape, 1, { now: 60_000_000, seconds: 60, blind: [] })).toMatchObject({
    reason: '1 trade in the window, at least 10 are needed',
  });
  for (let id = 2; id <= 9; id++) addTrade(tape, trade(id, id * 1_000, 100, 1));
  expect(findProfile(tape, 1, { now: 60_000_000, seconds: 60, blind: [] })).toEqual({
    ready: false,
    reason: '9 trades in the window, at least 10 are needed',
  });
  addTrade(tape, trade(10, 10_000, 101, 5));
  expect(findProfile(tape, 1, { now: 60_000_000, seconds: 60, blind: [] })).toMatchObject({
    ready: true,
    profile: { poc: 100, trade_count: 10, covered_sec: 60 },
  });
});

test('volumes of chunks that were summed before follow trades that come late and trades that are dropped', () => {
  const tape = newTape();
  const random = seededRandom(5);
  const check = (from: number, until: number): void => {
    const expected = new Map<number, number>();
    for (const { price, size } of tradesSince(tape, from, until))
      expected.set(price, (expected.get(price) ?? 0) + Math.round(size * 1_000));
    const { prices, volumes, count, unit } = volumeByPrice(tape, from, until);
    const sums = Array.from(prices.subarray(0, count), (price, i) => [price, ((volumes[i] as number) * 1_000) / unit] as const);
    expect(new Map(sums)).toEqual(expected);
  };
  const one = (id: number, via: TradeEvent['via'] = 'stream'): void => {
    const size = (1 + Math.floor(random() * 900)) / 1_000;
    addTrade(tape, { ...trade(id, id * 1_000, 100 + Math.floor(random() * 40) / 10, size), via });
  };
  for (let id = 1; id <= 6_000; id++) if (id % 50 !== 0) one(id);
  for (let round = 0; round < 60; round++) {
    check(round * 20_000, 6_000_000);
    check(2_000_000, 4_500_000);
    one(50 * (1 + Math.floor(random() * 119)), 'backfill');
    pruneTape(tape, round * 15_000);
  }
});

test('a trade that comes late takes the place of one that was dropped', () => {
  const tape = newTape();
  for (let id = 1; id <= 2_000; id++) if (id !== 11) addTrade(tape, trade(id, id * 1_000, 100, 1));
  pruneTape(tape, 10_000);
  volumeByPrice(tape, 0, 3_000_000);
  addTrade(tape, { ...trade(11, 11_000, 200, 7), via: 'backfill' });
  pruneTape(tape, 10_500);
  const { prices, count } = volumeByPrice(tape, 0, 3_000_000);
  expect([...prices.subarray(0, count)]).toEqual([100, 200]);
});
