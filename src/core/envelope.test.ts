import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { envelopeSchema, toEnvelope } from './envelope.ts';
import type { MarketEvent } from './event.ts';
import { fromEnvelope } from './from-envelope.ts';
import { instrumentId, symbolKey } from './instrument.ts';
import { fromUnits } from './scale.ts';
import type { FieldClass } from './stream-fields.ts';
import { DATA_KINDS, dataRow, isData, STREAM_KINDS, type DataKind } from './streams.ts';

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

const values: Readonly<Record<FieldClass, fc.Arbitrary<unknown>>> = {
  price,
  size,
  number: fc.double({ noNaN: true, noDefaultInfinity: true }),
  count: fc.nat(),
  time,
  text: fc.constant(''),
  flag: fc.boolean(),
};

/** A text that a field may have. */
const word = (schema: z.ZodType): fc.Arbitrary<unknown> =>
  schema instanceof z.ZodEnum ? fc.constantFrom(...schema.options) : fc.constantFrom('1m', '15m', '1d');

/** Any event of a kind, by the fields of its row. */
const dataEvent = (kind: DataKind): fc.Arbitrary<MarketEvent> =>
  fc.record({
    ...base,
    type: fc.constant(kind),
    ...Object.fromEntries(
      dataRow(kind).fields.map(({ name, is, orNull, schema }) => {
        const value = is === 'text' ? word(schema) : values[is];
        return [name, orNull ? fc.option(value) : value];
      }),
    ),
  }) as unknown as fc.Arbitrary<MarketEvent>;

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
  ...DATA_KINDS.map(dataEvent),
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
      if (isData(one.type)) expect(fromEnvelope(envelope)).toEqual(one);
      expect(envelope).toMatchObject({ version: 1, venue: one.venue, symbol: one.symbol, seq: one.seq, source });
    }),
  );
});

describe('events of another form are refused', () => {
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
