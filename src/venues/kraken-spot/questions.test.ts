import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/testing/scale.ts';
import type { TradesBefore } from '../../core/index.ts';
import { answerOf, asking } from '../../../test/venues/asking.ts';
import { hostileJson, mangled } from '../../../test/venues/hostile.ts';
import bodies from './fixtures/rest.json' with { type: 'json' };
import { questions } from './questions.ts';
import { rest } from './rest.ts';

const AT = 1_704_164_643_000_000;
const { instruments, trades, candles } = questions;
const all = (symbols: readonly string[]) => asking(instruments, { symbols });
const page = (symbol: string, before: TradesBefore | null) => asking(trades, { symbol, before });
const minutes = (symbol: string, from: number) => asking(candles, { symbol, from });

describe('requests', () => {
  test.each([
    [all(['BTC/USD', 'DOGE/EUR']), '/0/public/AssetPairs?pair=XBTUSD%2CXDGEUR'],
    [all([]), '/0/public/AssetPairs'],
    [page('BTC/USD', null), '/0/public/Trades?pair=XBTUSD&count=1000'],
    [page('BTC/USD', { id: '70', at: AT }), '/0/public/Trades?pair=XBTUSD&count=1000&since=1704164343000000000'],
    [minutes('ETH/USD', 1_704_164_640_000_000), '/0/public/OHLC?pair=ETHUSD&interval=1&since=1704164639'],
  ])('%j', ({ call }, path) => expect(call).toMatchObject({ path, weight: 1 }));

  test('what can not be had by REST is not asked for', () => {
    expect(questions.snapshot).toBeUndefined();
    expect(questions.ticker).toBeUndefined();
    expect(page('BTC/USD', { id: '0', at: AT }).call).toBeNull();
  });
});

describe('answers', () => {
  test('definitions in the names of version 2; pairs without a stream are left out', () =>
    expect(answerOf(all([]), bodies.pairs)).toEqual({
      instruments: [
        {
          id: 'kraken-spot:BTC/USD',
          venue: 'kraken-spot',
          symbol: 'BTC/USD',
          kind: 'spot',
          base: 'BTC',
          quote: 'USD',
          priceScale: 1,
          sizeScale: 8,
          tick: 0.1,
          lot: 1e-8,
          status: 'trading',
          scaleFrom: 'definition',
          contract: null,
        },
        expect.objectContaining({ symbol: 'DOGE/USD', base: 'DOGE', priceScale: 7, tick: 1e-7, status: 'halted' }),
      ],
    }));

  test('trades, oldest first, without the ones already held', () => {
    const first = {
      kind: 'trade',
      symbol: 'BTC/USD',
      id: '68',
      price: 45_283.5,
      size: 0.1,
      side: 'sell',
      tsEvent: 1_704_164_643_123_457,
      via: 'backfill',
    };
    expect(answerOf(page('BTC/USD', null), bodies.trades)).toMatchObject({
      trades: [first, { id: '69', side: 'buy' }],
    });
    expect(answerOf(page('BTC/USD', { id: '69', at: AT }), bodies.trades)).toMatchObject({ trades: [first] });
  });

  test('a full page that does not reach what is held is taken; the feed sees the hole behind it', () => {
    const rows = Array.from({ length: 1_000 }, (_, n) => ['1.0', '1.0', 1_704_164_000 + n, 'b', 'm', '', n + 1]);
    const body = { error: [], result: { XXBTZUSD: rows, last: '1' } };
    expect(answerOf(page('BTC/USD', { id: '5000', at: AT }), body)).toMatchObject({ trades: { length: 1_000 } });
    expect(answerOf(page('BTC/USD', { id: '900', at: AT }), body)).toMatchObject({ trades: { length: 899 } });
  });

  test('a page for missing trades starts a second before them', () => {
    const { call } = page('BTC/USD', { id: '5000', at: AT, from: AT - 10_000_000 });
    expect(call?.path).toMatch(new RegExp(`since=${AT - 11_000_000}000$`));
  });

  test('candles', () =>
    expect(answerOf(minutes('BTC/USD', AT), bodies.ohlc)).toEqual({
      candles: [
        { start: 1_704_164_640_000_000, open: 45_283.5, high: 45_290, low: 45_280, close: 45_285.2, volume: 1.25, trades: 12 },
      ],
    }));

  test('a wrong entry is refused with its place', () => {
    expect(answerOf(page('X/Y', null), { error: [], result: { X: [['1']] } })).toMatchObject({
      detail: 'trades[0].6',
    });
    expect(answerOf(all([]), { error: [] })).toEqual({ reason: 'missing_field', detail: 'result' });
    expect(answerOf(minutes('X/Y', AT), { result: {} })).toEqual({ reason: 'missing_field', detail: 'OHLC' });
  });

  test('no body makes it throw', () => {
    const calls = [all([]), page('X/Y', null), minutes('X/Y', AT)];
    const texts = Object.values(bodies).map((body) => JSON.stringify(body));
    fc.assert(
      fc.property(fc.constantFrom(...calls), fc.oneof(hostileJson, mangled(texts)), (made, body) => {
        expect(made.decode(body)).toHaveProperty('ok');
        expect(rest.classify(200, {}, body)).toHaveProperty('kind');
      }),
      { numRuns: runs(160) },
    );
  });
});

test.each([
  [200, '{"error":[],"result":{}}', { kind: 'ok' }],
  [200, '{"result":{},"error":[]}', { kind: 'ok' }],
  [200, '{"error":["EAPI:Rate limit exceeded"]}', { kind: 'throttled', retryAfterMs: null }],
  [200, '{"error":["EGeneral:Too many requests"]}', { kind: 'throttled', retryAfterMs: null }],
  [200, '{"error":["EGeneral:Temporary lockout"]}', { kind: 'banned', retryAfterMs: null }],
  [200, JSON.stringify(bodies.unknown), { kind: 'unknown_symbol' }],
  [200, '{"error":["EService:Unavailable"]}', { kind: 'failed', why: '"EService:Unavailable"' }],
  [200, '<html>', { kind: 'failed', why: 'status 200: "<html>"' }],
  [429, '', { kind: 'throttled' }],
  [403, '', { kind: 'blocked' }],
  [451, '', { kind: 'blocked' }],
  [520, '{"error":[]}', { kind: 'failed', why: 'status 520' }],
])('status %i with %s', (status, body, outcome) => expect(rest.classify(status, {}, body)).toMatchObject(outcome));
