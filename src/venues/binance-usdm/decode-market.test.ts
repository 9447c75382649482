import { describe, expect, test } from 'vitest';
import { decode } from './decode.ts';
import frames from './fixtures/frames.json' with { type: 'json' };
import { openInterest } from './open-interest.ts';

const AT = 1_700_000_000_000_000;

const changed = (frame: string, changes: Record<string, unknown>): string => {
  const { data } = JSON.parse(frame) as { data: Record<string, unknown> };
  const { k, o } = data as { k?: object; o?: object };
  const inner = k === undefined ? (o === undefined ? {} : { o: { ...o, ...changes } }) : { k: { ...k, ...changes } };
  return JSON.stringify(Object.keys(inner).length > 0 ? { ...data, ...inner } : { ...data, ...changes });
};

describe('the mark price', () => {
  const mark = { kind: 'mark', symbol: 'BTCUSDT', tsEvent: AT, markPrice: 60_001.5, indexPrice: 60_000.25 };
  const next = { nextFundingTime: 1_700_006_400_000_000 };

  test('brings the funding rate of the settlement to come', () =>
    expect(decode(frames.markPrice)).toEqual([
      { ...mark, nextFundingRate: -0.000_039_36, ...next },
      {
        kind: 'funding',
        symbol: 'BTCUSDT',
        tsEvent: AT,
        status: 'predicted',
        rate: -0.000_039_36,
        intervalHours: null,
        fundingTime: next.nextFundingTime,
        ...next,
      },
    ]));

  test('of a delivery contract has no funding, and an index of 0 is none', () => {
    const none = { nextFundingRate: null, nextFundingTime: null };
    expect(decode(changed(frames.markPrice, { r: '', T: 0 }))).toEqual([{ ...mark, ...none }]);
    expect(decode(changed(frames.markPrice, { r: '0.00000000', T: 0, i: '0.00000000' }))).toEqual([
      { ...mark, ...none, indexPrice: null },
    ]);
  });

  test('of all instruments comes as a list; a wrong entry refuses itself alone', () => {
    const entry = (changes: object) => ({ ...(JSON.parse(frames.markPrice) as { data: object }).data, ...changes });
    const data = [entry({}), entry({ s: 'ETHUSDT', p: 'x' }), 7, entry({ s: 'XRPUSDT' })];
    const decoded = decode(JSON.stringify({ stream: '!markPrice@arr@1s', data }));
    expect(decoded.map(({ kind }) => kind)).toEqual(['mark', 'funding', 'refused', 'refused', 'mark', 'funding']);
    expect(decoded[2]).toMatchObject({ symbol: 'ETHUSDT', streams: ['mark', 'funding'], detail: 'markPriceUpdate.p: "x"' });
    expect(decoded[3]).toMatchObject({ symbol: null, streams: ['mark', 'funding'] });
  });
});

test('a candle, open and closed; volume in base currency', () => {
  const candle = {
    kind: 'candle',
    symbol: 'BTCUSDT',
    tsEvent: AT,
    interval: '1m',
    start: 1_699_999_980_000_000,
    open: 60_000.1,
    high: 60_010,
    low: 59_990,
    close: 60_005.5,
    volume: 12.5,
    unit: 'base',
    trades: 321,
    closed: false,
  };
  expect(decode(frames.kline)).toEqual([candle]);
  expect(decode(changed(frames.kline, { x: true }))).toEqual([{ ...candle, closed: true }]);
});

test('a liquidation: a selling order closed a long; its size is what was filled', () => {
  const closed = {
    kind: 'liquidation',
    symbol: 'BTCUSDT',
    tsEvent: 1_699_999_999_000_000,
    price: 59_000,
    averagePrice: 59_500.5,
    size: 0.014,
    unit: 'base',
  };
  expect(decode(frames.forceOrder)).toEqual([{ ...closed, side: 'long' }]);
  expect(decode(changed(frames.forceOrder, { S: 'BUY', p: '0', z: '0.010' }))).toEqual([
    { ...closed, side: 'short', price: null, size: 0.01 },
  ]);
  expect(decode(changed(frames.forceOrder, { X: 'PARTIALLY_FILLED' }))).toEqual([
    { kind: 'ignored', what: 'liquidation not filled yet' },
  ]);
});

test.each([
  [changed(frames.markPrice, { p: '0.0' }), 'bad_number', 'markPriceUpdate.p: "0.0"', ['mark', 'funding']],
  [changed(frames.markPrice, { r: 'x' }), 'bad_number', 'markPriceUpdate.r: "x"', ['mark', 'funding']],
  [changed(frames.markPrice, { T: undefined }), 'missing_field', 'markPriceUpdate.T', ['mark', 'funding']],
  [changed(frames.kline, { c: '-1' }), 'bad_number', 'kline.k.c: "-1"', ['candle']],
  [changed(frames.kline, { x: 1 }), 'bad_field', 'kline.k.x: 1', ['candle']],
  [JSON.stringify({ e: 'kline', E: 'x', s: 'BTCUSDT', k: {} }), 'missing_field', 'kline.k.i', ['candle']],
  [JSON.stringify({ e: 'kline', k: 5 }), 'bad_field', 'kline.k: 5', undefined],
  [changed(frames.forceOrder, { S: 'LONG' }), 'bad_field', 'forceOrder.o.S: "LONG"', ['liquidation']],
  [changed(frames.forceOrder, { z: '0' }), 'bad_number', 'forceOrder.o.z: "0"', ['liquidation']],
  [changed(frames.forceOrder, { X: 5 }), 'bad_field', 'forceOrder.o.X: 5', ['liquidation']],
])('%s is refused', (frame, reason, detail, streams) =>
  expect(decode(frame)).toEqual([expect.objectContaining({ kind: 'refused', reason, detail, ...(streams && { streams }) })]),
);

test('open interest counts one side, in base currency; that of another symbol is refused', () => {
  const body = JSON.stringify({ openInterest: '83782.317', symbol: 'BTCUSDT', time: 1_702_244_985_273 });
  expect(openInterest.question.decode({ symbol: 'BTCUSDT' }, body)).toEqual({
    ok: true,
    value: [
      {
        kind: 'open_interest',
        symbol: 'BTCUSDT',
        tsEvent: 1_702_244_985_273_000,
        openInterest: 83_782.317,
        unit: 'base',
        openInterestValue: null,
      },
    ],
  });
  expect(openInterest.question.decode({ symbol: 'ETHUSDT' }, body)).toMatchObject({ ok: false, error: { reason: 'bad_symbol' } });
  for (const bad of [
    '',
    '[]',
    '{}',
    '{"openInterest":"x","symbol":"BTCUSDT","time":1}',
    '{"openInterest":"1","symbol":"BTCUSDT"}',
  ])
    expect(openInterest.question.decode({ symbol: 'BTCUSDT' }, bad).ok).toBe(false);
});
