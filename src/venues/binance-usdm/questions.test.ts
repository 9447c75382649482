import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/testing/scale.ts';
import { answerOf, asking } from '../../../test/venues/asking.ts';
import { hostileJson, mangled } from '../../../test/venues/hostile.ts';
import type { TradesBefore } from '../../core/index.ts';
import bodies from './fixtures/rest.json' with { type: 'json' };
import { binanceUsdm } from './index.ts';

const { rest, questions, nativeSymbol } = binanceUsdm;
const AT = 1_700_000_000_000_000;
const { instruments, snapshot, trades, candles } = questions;
const all = (symbols: readonly string[]) => asking(instruments, { symbols });
const book = (symbol: string) => asking(snapshot, { symbol });
const page = (symbol: string, before: TradesBefore | null) => asking(trades, { symbol, before });
const minutes = (symbol: string, from: number) => asking(candles, { symbol, from });

test.each([
  ['btc-usdt', 'BTCUSDT'],
  ['BTCUSDT_260327', 'BTCUSDT_260327'],
  ['btc/usdt-260327', 'BTCUSDT_260327'],
  ['1000000mogusdt', '1000000MOGUSDT'],
])('%s means %s', (text, symbol) => expect(nativeSymbol(text)).toBe(symbol));

describe('requests', () => {
  test.each([
    [all(['BTCUSDT']), '/fapi/v1/exchangeInfo', 1],
    [book('BTCUSDT'), '/fapi/v1/depth?symbol=BTCUSDT&limit=1000', 20],
    [page('BTCUSDT', null), '/fapi/v1/trades?symbol=BTCUSDT&limit=1000', 5],
    [page('BTCUSDT', { id: '5000', at: AT }), '/fapi/v1/trades?symbol=BTCUSDT&limit=1000', 5],
    [minutes('BTCUSDT', AT), '/fapi/v1/klines?symbol=BTCUSDT&interval=1m&startTime=1700000000000&limit=1000', 5],
  ])('%j', ({ call }, path, weight) => expect(call).toMatchObject({ path, weight }));

  test('no ticker is asked for', () => expect(questions.ticker).toBeUndefined());
  test('a hostile symbol stays one parameter', () =>
    expect(book('A&limit=5#/..').call?.path).toBe('/fapi/v1/depth?symbol=A%26limit%3D5%23%2F..&limit=1000'));
});

describe('answers', () => {
  test('definitions: perpetuals and delivery contracts, listed, delisted and not yet listed', () =>
    expect(answerOf(all([]), bodies.exchangeInfo)).toMatchObject({
      instruments: [
        {
          id: 'binance-usdm:BTCUSDT',
          kind: 'perp',
          base: 'BTC',
          quote: 'USDT',
          priceScale: 2,
          sizeScale: 3,
          tick: 0.1,
          lot: 0.001,
          status: 'trading',
          contract: { size: 1, settle: 'USDT', inverse: false, underlying: 'BTC', expiry: null, strike: null, optionSide: null },
        },
        {
          id: 'binance-usdm:BTCUSDT_260327',
          kind: 'future',
          priceScale: 1,
          sizeScale: 3,
          status: 'trading',
          contract: { expiry: 1_774_598_400_000_000 },
        },
        { symbol: 'OLDUSDT', kind: 'perp', priceScale: 5, sizeScale: 0, tick: null, lot: null, status: 'halted' },
        { symbol: 'NEWUSDT', kind: 'perp', status: 'halted' },
      ],
    }));

  test('a snapshot, with the time of its book', () =>
    expect(answerOf(book('BTCUSDT'), bodies.depth)).toEqual({
      kind: 'book_snapshot',
      symbol: 'BTCUSDT',
      last: 160,
      checksum: null,
      bids: Float64Array.of(60_000.1, 0.5, 59_999, 2),
      asks: Float64Array.of(60_000.2, 1.25),
      tsEvent: 1_700_000_000_123_000,
    }));

  test('trades, oldest first', () =>
    expect(answerOf(page('BTCUSDT', null), bodies.trades)).toMatchObject({
      trades: [
        { id: '10', price: 60_000.1, size: 0.1, side: 'sell', tsEvent: AT + 1_000, via: 'backfill' },
        { id: '12', price: 60_000.2, size: 0.5, side: 'buy', tsEvent: AT + 2_000 },
      ],
    }));

  test('candles', () =>
    expect(answerOf(minutes('BTCUSDT', AT), bodies.klines)).toMatchObject({
      candles: [
        { start: 1_700_000_040_000_000, open: 60_000.1, high: 60_010, low: 59_990, close: 60_005.5, volume: 12.5, trades: 321 },
      ],
    }));

  test('no body makes it throw', () => {
    const calls = [all([]), book('X'), page('X', null), minutes('X', AT)];
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
  [429, { 'retry-after': '12' }, '', { kind: 'throttled', retryAfterMs: 12_000 }],
  [418, { 'retry-after': '120' }, '', { kind: 'banned', retryAfterMs: 120_000 }],
  [400, {}, '{"code":-1121,"msg":"Invalid symbol."}', { kind: 'unknown_symbol' }],
])('status %i with %j and %s', (status, headers, body, outcome) =>
  expect(rest.classify(status, headers as Record<string, string>, body)).toMatchObject(outcome),
);
