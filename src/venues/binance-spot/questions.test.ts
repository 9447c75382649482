import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/testing/scale.ts';
import type { TradesBefore } from '../../core/index.ts';
import { answerOf, asking } from '../../../test/venues/asking.ts';
import { hostileJson, mangled } from '../../../test/venues/hostile.ts';
import bodies from './fixtures/rest.json' with { type: 'json' };
import { binanceSpot } from './index.ts';

const { rest, questions } = binanceSpot;

const AT = 1_700_000_000_000_000;
const { instruments, snapshot, trades, ticker, candles } = questions;
const all = (symbols: readonly string[]) => asking(instruments, { symbols });
const book = (symbol: string) => asking(snapshot, { symbol });
const page = (symbol: string, before: TradesBefore | null) => asking(trades, { symbol, before });
const day = (symbol: string) => asking(ticker, { symbol });
const minutes = (symbol: string, from: number) => asking(candles, { symbol, from });

describe('requests', () => {
  test.each([
    [all(['BTCUSDT', 'ETHUSDT']), '/api/v3/exchangeInfo?symbols=%5B%22BTCUSDT%22%2C%22ETHUSDT%22%5D', 20],
    [all([]), '/api/v3/exchangeInfo', 20],
    [book('BTCUSDT'), '/api/v3/depth?symbol=BTCUSDT&limit=1000', 50],
    [day('BTCUSDT'), '/api/v3/ticker/24hr?symbol=BTCUSDT', 2],
    [page('BTCUSDT', null), '/api/v3/trades?symbol=BTCUSDT&limit=1000', 25],
    [page('BTCUSDT', { id: '5000', at: AT }), '/api/v3/historicalTrades?symbol=BTCUSDT&limit=1000&fromId=4000', 25],
    [page('BTCUSDT', { id: '7', at: AT }), '/api/v3/historicalTrades?symbol=BTCUSDT&limit=7&fromId=0', 25],
    [minutes('BTCUSDT', AT), '/api/v3/klines?symbol=BTCUSDT&interval=1m&startTime=1700000000000&limit=1000', 2],
  ])('%j', ({ call }, path, weight) => expect(call).toMatchObject({ path, weight }));

  test('nothing comes before the first trade', () => expect(page('BTCUSDT', { id: '0', at: AT }).call).toBeNull());
  test('a hostile symbol stays one parameter', () =>
    expect(book('A&limit=5#/..').call?.path).toBe('/api/v3/depth?symbol=A%26limit%3D5%23%2F..&limit=1000'));
});

describe('answers', () => {
  test('definitions: the scale is that of the wire, lowered where allowed numbers would not fit; tick and lot as they are', () =>
    expect(answerOf(all([]), bodies.exchangeInfo)).toMatchObject({
      instruments: [
        {
          id: 'binance-spot:BTCUSDT',
          base: 'BTC',
          quote: 'USDT',
          priceScale: 8,
          sizeScale: 8,
          tick: 0.01,
          lot: 0.000_01,
          status: 'trading',
        },
        { symbol: 'PEPEIDR', priceScale: 4, sizeScale: 5, tick: 1, lot: 1, status: 'halted' },
        { symbol: 'NEWUSDT', priceScale: 8, sizeScale: 8, tick: null, lot: null, status: 'unknown' },
      ],
    }));

  test('a snapshot', () =>
    expect(answerOf(book('BTCUSDT'), bodies.depth)).toEqual({
      kind: 'book_snapshot',
      symbol: 'BTCUSDT',
      last: 104,
      checksum: null,
      bids: Float64Array.of(60_000.1, 0.5, 59_999, 2),
      asks: Float64Array.of(60_000.2, 1.25),
      tsEvent: null,
    }));

  test('a snapshot out of order is refused', () =>
    expect(answerOf(book('BTCUSDT'), { ...bodies.depth, bids: bodies.depth.bids.toReversed() })).toEqual({
      reason: 'bad_order',
      detail: 'depth.bids[1]',
    }));

  test('trades, oldest first, without the ones already held', () => {
    const trade = { kind: 'trade', symbol: 'BTCUSDT', via: 'backfill' };
    const older = { ...trade, id: '11', price: 60_000.1, size: 0.1, side: 'sell', tsEvent: 1_700_000_000_001_000 };
    const newer = { ...trade, id: '12', price: 60_000.2, size: 0.5, side: 'buy', tsEvent: 1_700_000_000_002_000 };
    expect(answerOf(page('BTCUSDT', null), bodies.trades)).toEqual({
      trades: [older, newer],
    });
    expect(answerOf(page('BTCUSDT', { id: '12', at: AT }), bodies.trades)).toMatchObject({ trades: [older] });
  });

  test('the ticker and candles', () => {
    expect(answerOf(day('BTCUSDT'), bodies.ticker)).toMatchObject({
      last: 60_000.1,
      changePct: -0.99,
      volume: 12_345.67,
      tsEvent: AT + 999_000,
    });
    expect(answerOf(minutes('BTCUSDT', AT), bodies.klines)).toMatchObject({
      candles: [
        { start: 1_700_000_040_000_000, open: 60_000.1, high: 60_010, low: 59_990, close: 60_005.5, volume: 12.5, trades: 321 },
      ],
    });
  });

  test('a wrong entry is refused with its place', () => {
    expect(answerOf(page('X', null), [bodies.trades[0], { id: 1 }])).toEqual({
      reason: 'missing_field',
      detail: 'trades[1].price',
    });
    expect(answerOf(minutes('X', AT), [[1]])).toMatchObject({ reason: 'missing_field' });
    expect(answerOf(all([]), {})).toEqual({ reason: 'missing_field', detail: 'symbols' });
  });

  test('no body makes it throw', () => {
    const calls = [all([]), book('X'), day('X'), page('X', null), minutes('X', AT)];
    const texts = Object.values(bodies).map((body) => JSON.stringify(body));
    fc.assert(
      fc.property(fc.constantFrom(...calls), fc.oneof(hostileJson, mangled(texts)), (made, body) => {
        expect(made.decode(body)).toHaveProperty('ok');
        expect(rest.classify(400, {}, body)).toHaveProperty('kind');
      }),
      { numRuns: runs(160) },
    );
  });
});

test.each([
  [200, {}, '[]', { kind: 'ok' }],
  [429, { 'retry-after': '12' }, '', { kind: 'throttled', retryAfterMs: 12_000 }],
  [429, {}, '', { kind: 'throttled', retryAfterMs: null }],
  [418, { 'retry-after': '120' }, '', { kind: 'banned', retryAfterMs: 120_000 }],
  [451, {}, '{"code":0,"msg":"Service unavailable from a restricted location"}', { kind: 'blocked' }],
  [403, {}, '<html>', { kind: 'blocked' }],
  [400, {}, '{"code":-1121,"msg":"Invalid symbol."}', { kind: 'unknown_symbol' }],
  [
    400,
    {},
    `{"code":-1100,"msg":"Illegal characters found in parameter 'symbol'; legal range is '^[A-Z0-9-_.]{1,20}$'."}`,
    { kind: 'unknown_symbol' },
  ],
  [400, {}, '{"code":-1102,"msg":"Mandatory parameter"}', { kind: 'failed', why: 'status 400: "Mandatory parameter"' }],
  [502, {}, '<html>', { kind: 'failed', why: 'status 502: "<html>"' }],
])('status %i with %j and %s', (status, headers, body, outcome) =>
  expect(rest.classify(status, headers as Record<string, string>, body)).toMatchObject(outcome),
);

test('the weight used is the venue’s own count', () => {
  expect(rest.usedWeight({ 'x-mbx-used-weight-1m': '231' })).toEqual({ bucket: 'public', weight: 231 });
  expect(rest.usedWeight({})).toBeNull();
  expect(rest.usedWeight({ 'x-mbx-used-weight-1m': 'many' })).toBeNull();
});
