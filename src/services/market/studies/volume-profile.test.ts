import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TradeEvent } from '../../../core/index.ts';
import { findProfile } from './volume-profile.ts';
import { addTrade, newTape, tradesSince, volumeByPrice } from '../tape.ts';

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
      const { volumes, trades: count } = volumeByPrice(tape, from, until);
      expect(volumes).toEqual(expected);
      expect(count).toBe(inside.length);
    }),
  );
});

test('too few trades have no profile, and the finding says how many there are', () => {
  const tape = newTape();
  for (let id = 1; id <= 9; id++) addTrade(tape, trade(id, id * 1_000, 100, 1));
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
