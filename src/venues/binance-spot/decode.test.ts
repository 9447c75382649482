import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/testing/scale.ts';
import type { Decoded } from '../../core/index.ts';
import { mangled, hostileJson } from '../../../test/venues/hostile.ts';
import { decode, decodeJson } from './decode.ts';
import { scan } from './scan.ts';
import frames from './fixtures/frames.json' with { type: 'json' };

const one = (frame: string): Decoded => {
  const decoded = decode(frame);
  expect(decoded).toHaveLength(1);
  return decoded[0] as Decoded;
};

const data = (frame: string, changes: Record<string, unknown>): string => {
  const { data: fields } = JSON.parse(frame) as { data: Record<string, unknown> };
  return JSON.stringify({ ...fields, ...changes });
};

describe('what the venue says', () => {
  test('depth, wrapped', () =>
    expect(one(frames.depth)).toEqual({
      kind: 'book_delta',
      symbol: 'BTCUSDT',
      first: 101,
      last: 104,
      checksum: null,
      bids: Float64Array.of(60_000.1, 0.5, 59_999, 0),
      asks: Float64Array.of(60_000.2, 1.25),
      tsEvent: 1_700_000_000_123_000,
    }));

  test('depth, raw, empty, in microseconds', () =>
    expect(one(frames.depthRaw)).toMatchObject({
      bids: new Float64Array(0),
      asks: new Float64Array(0),
      tsEvent: 1_700_000_000_123_456,
    }));

  test('a trade: a buyer who was the maker was sold to; the time is that of the trade', () => {
    const trade = {
      kind: 'trade',
      symbol: 'BTCUSDT',
      id: '9001',
      price: 60_000.1,
      size: 0.01,
      tsEvent: 1_700_000_000_455_000,
      via: 'stream',
    };
    expect(one(frames.trade)).toEqual({ ...trade, side: 'sell' });
    expect(one(data(frames.trade, { m: false }))).toEqual({ ...trade, side: 'buy' });
  });

  test('bookTicker: no time of its own; the update id is its number', () =>
    expect(one(frames.bookTicker)).toEqual({
      kind: 'quote',
      symbol: 'BTCUSDT',
      seq: 104,
      bid: 60_000.1,
      bidSize: 0.5,
      ask: 60_000.2,
      askSize: 1.25,
      tsEvent: null,
    }));

  test('the 24-hour ticker', () =>
    expect(one(frames.ticker)).toEqual({
      kind: 'ticker',
      symbol: 'BTCUSDT',
      last: 60_000.1,
      changePct: -0.99,
      high: 61_000,
      low: 59_500,
      volume: 12_345.6789,
      from: 1_699_913_600_999_000,
      tsEvent: 1_700_000_000_999_000,
      lastTradeId: '9001',
    }));

  test.each([
    [frames.shutdown, { kind: 'shutdown' }],
    [frames.shutdownWrapped, { kind: 'shutdown' }],
    [frames.acknowledged, { kind: 'subscribed', symbol: null, stream: null }],
    [frames.listed, { kind: 'ignored', what: 'result' }],
    [frames.error, { kind: 'rejected', symbol: null, stream: null, message: '2: "Invalid request: unknown variant"' }],
    [frames.errorOld, { kind: 'rejected', symbol: null, stream: null, message: '3: "Invalid JSON: expected value"' }],
    [frames.aggTrade, { kind: 'ignored', what: 'aggTrade' }],
    [frames.kline, { kind: 'ignored', what: 'kline' }],
    [frames.oneSided, { kind: 'ignored', what: 'one-sided bookTicker' }],
  ])('%s', (frame, decoded) => expect(one(frame)).toEqual(decoded));
});

describe('refusals name the field', () => {
  test.each([
    ['', 'bad_json', '""'],
    [frames.depth.slice(0, 80), 'bad_json', ''],
    ['[1]', 'unknown_frame', 'a list'],
    ['{}', 'unknown_frame', '""'],
    ['{"stream":"x","data":[]}', 'unknown_frame', '"x": a list'],
    ['{"e":"constructor"}', 'unknown_event', '"constructor"'],
    ['{"e":5}', 'unknown_event', '5'],
    [data(frames.trade, { p: '0.0' }), 'bad_number', 'trade.p: "0.0"'],
    [data(frames.trade, { p: 60_000.1 }), 'bad_number', 'trade.p: 60000.1'],
    [data(frames.trade, { p: '6e4' }), 'bad_number', 'trade.p: "6e4"'],
    [data(frames.trade, { q: '0' }), 'bad_number', 'trade.q: "0"'],
    [data(frames.trade, { q: undefined }), 'missing_field', 'trade.q'],
    [data(frames.trade, { t: 2 ** 53 }), 'bad_number', 'trade.t: 9007199254740992'],
    [data(frames.trade, { m: 1 }), 'bad_field', 'trade.m: 1'],
    [data(frames.trade, { T: 1.5 }), 'bad_time', 'trade.T: 1.5'],
    [data(frames.trade, { s: '' }), 'bad_symbol', 'trade.s: ""'],
    [data(frames.depth, { U: 105 }), 'bad_number', 'depthUpdate.U: 105 is past u 104'],
    [data(frames.depth, { u: -1 }), 'bad_number', 'depthUpdate.u: -1'],
    [data(frames.depth, { b: undefined }), 'missing_field', 'depthUpdate.b'],
    [data(frames.depth, { a: [['1', '-1']] }), 'bad_number', 'depthUpdate.a[0].1'],
    [data(frames.depth, { a: [['NaN', '1']] }), 'bad_number', 'depthUpdate.a[0].0'],
    [data(frames.bookTicker, { A: '1e400' }), 'bad_number', 'bookTicker.A: "1e400"'],
    [data(frames.ticker, { P: 'x' }), 'bad_number', '24hrTicker.P: "x"'],
  ])('%s', (frame, reason, detail) => {
    const decoded = one(frame);
    expect(decoded).toMatchObject({ kind: 'refused', reason });
    expect((decoded as { detail: string }).detail).toContain(detail);
  });
});

test('nothing that can arrive makes it throw, and no number that it gives is other than finite', () =>
  fc.assert(
    fc.property(fc.oneof(fc.string(), hostileJson, mangled(Object.values(frames))), (frame) => {
      expect(numbersIn(one(frame)).filter((value) => !Number.isFinite(value))).toEqual([]);
    }),
    { numRuns: runs(480) },
  ));

const numbersIn = (decoded: Decoded): readonly number[] =>
  Object.values(decoded).flatMap((value: unknown) =>
    value instanceof Float64Array ? [...value] : typeof value === 'number' ? [value] : [],
  );

test('the scanner never says anything but what JSON.parse says, on whole and on broken frames', () =>
  fc.assert(
    fc.property(mangled([frames.depth, frames.depthRaw, frames.trade, frames.bookTicker, frames.oneSided]), (frame) => {
      expect(one(frame)).toEqual(decodeJson(frame));
    }),
    { numRuns: runs(800) },
  ));

/** Numbers as the venue may write them, including long ones and zeros. */
const whole = fc.oneof(fc.nat(), fc.maxSafeNat(), fc.constantFrom('01', '1.0', '9007199254740992'));
const decimal = fc.oneof(
  fc.tuple(fc.stringMatching(/^\d{1,12}$/), fc.stringMatching(/^\d{1,9}$/)).map((parts) => parts.join('.')),
  fc.constantFrom('0', '0.00000000', '12345678901234567890', '1.', '.5', '1e5', '-1'),
);

test('the scanner and JSON.parse read any numbers alike', () =>
  fc.assert(
    fc.property(fc.array(decimal, { minLength: 4, maxLength: 4 }), whole, whole, fc.boolean(), ([a, b, c, d], n, at, maker) => {
      for (const frame of [
        `{"u":${n},"s":"BTCUSDT","b":"${a}","B":"${b}","a":"${c}","A":"${d}"}`,
        `{"e":"trade","E":${at},"s":"BTCUSDT","t":${n},"p":"${a}","q":"${b}","T":${at},"m":${maker},"M":true}`,
        `{"e":"depthUpdate","E":${at},"s":"BTCUSDT","U":${n},"u":${at},"b":[["${a}","${b}"]],"a":[["${c}","${d}"]]}`,
      ]) {
        expect(one(frame)).toEqual(decodeJson(frame));
      }
    }),
    { numRuns: runs(320) },
  ));

test.each([frames.depth, frames.depthRaw, frames.trade, frames.bookTicker])('the scanner reads %s by itself', (frame) =>
  expect(scan(frame)).toEqual(decodeJson(frame)),
);
