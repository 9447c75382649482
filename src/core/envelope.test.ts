import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { envelopeSchema, toEnvelope } from './envelope.ts';
import type { MarketEvent } from './event.ts';
import { fromEnvelope } from './from-envelope.ts';
import { instrumentId, symbolKey } from './instrument.ts';
import { fromUnits } from './scale.ts';
import { STREAM_KINDS } from './streams.ts';

const time = fc.integer({ min: 0, max: 8_000_000_000_000_000 });
const price = fc.integer({ min: 1, max: 10 ** 12 }).map((units) => fromUnits(units, 8));
const size = fc.integer({ min: 0, max: 10 ** 12 }).map((units) => fromUnits(units, 8));
const levels = fc.array(fc.tuple(price, size), { maxLength: 30 }).map((pairs) => Float64Array.from(pairs.flat()));
const stream = fc.constantFrom(...STREAM_KINDS);
const state = fc.constantFrom('connecting', 'syncing', 'synced', 'gap', 'stale', 'down');
const base = {
  venue: fc.constantFrom('binance-spot', 'kraken-spot'),
  symbol: fc.constantFrom('BTCUSDT', 'BTC/USD'),
  tsEvent: time,
  tsRecv: time,
  seq: fc.option(fc.nat()),
};
const touch = fc.constant(null);
const candle = fc.record({
  start: time,
  open: price,
  high: price,
  low: price,
  close: price,
  volume: size,
  trades: fc.option(fc.nat()),
});

const event: fc.Arbitrary<MarketEvent> = fc.oneof(
  fc
    .record({
      ...base,
      type: fc.constant('trade' as const),
      ordinal: fc.nat(),
      hash: fc.option(fc.stringMatching(/^0x[0-9a-f]{8}$/)),
      price,
      size: price,
      side: fc.constantFrom('buy' as const, 'sell' as const),
      via: fc.constantFrom('stream' as const, 'backfill' as const),
    })
    .map(({ hash, ...trade }) => ({ ...trade, id: hash ?? String(trade.ordinal) })),
  fc.record({ ...base, type: fc.constantFrom('book_snapshot', 'book_delta'), bids: levels, asks: levels, touch }),
  fc.record({ ...base, type: fc.constant('quote' as const), bid: price, bidSize: size, ask: price, askSize: size }),
  fc.record({
    ...base,
    type: fc.constant('ticker' as const),
    last: price,
    changePct: fc.double({ noNaN: true, noDefaultInfinity: true }),
    high: price,
    low: price,
    volume: size,
  }),
  fc.record({ ...base, type: fc.constant('candles' as const), candles: fc.array(candle, { maxLength: 5 }) }),
  fc.record({ ...base, type: fc.constant('feed_state' as const), stream, state, reason: fc.string() }),
);

test('every event has the published form, and its text reads back to it', () => {
  fc.assert(
    fc.property(event, fc.constantFrom('live', 'recorded', 'simulated'), (one, source) => {
      const envelope = toEnvelope(one, source);
      const text = JSON.stringify(envelope);
      expect(JSON.stringify(envelopeSchema.parse(JSON.parse(text)))).toBe(text);
      expect(toEnvelope(fromEnvelope(envelope), source)).toEqual(envelope);
      expect(envelope).toMatchObject({ version: 1, venue: one.venue, symbol: one.symbol, seq: one.seq, source });
    }),
  );
});

describe('what is not of the form is refused', () => {
  const good = toEnvelope(
    {
      type: 'trade',
      venue: 'v',
      symbol: 's',
      tsEvent: 0,
      tsRecv: 0,
      seq: 1,
      id: '1',
      ordinal: 1,
      price: 1,
      size: 1,
      side: 'buy',
      via: 'stream',
    },
    'live',
  );
  test.each([
    [{ type: 'trade' }],
    [{ version: 2 }],
    [{ source: 'invented' }],
    [{ ts_event: 'yesterday' }],
    [{ venue: '' }],
    [{ payload: { price: 0, qty: 1, side: 'buy', trade_id: 1, via: 'stream' } }],
    [{ payload: { price: 1, qty: 1, side: 'both', trade_id: 1, via: 'stream' } }],
  ])('%j', (changed) => {
    expect(envelopeSchema.safeParse(good).success).toBe(true);
    expect(envelopeSchema.safeParse({ ...good, ...changed }).success).toBe(false);
  });
});

test('a symbol is the same however a person writes it', () => {
  expect(['btc/usd', 'BTC-USD', ' Btc_Usd '].map(symbolKey)).toEqual(['BTCUSD', 'BTCUSD', 'BTCUSD']);
  expect(instrumentId('kraken-spot', 'BTC/USD')).toBe('kraken-spot:BTC/USD');
});
