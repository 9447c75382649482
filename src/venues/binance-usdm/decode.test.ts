import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/testing/scale.ts';
import { mangled, hostileJson } from '../../../test/venues/hostile.ts';
import type { Decoded } from '../../core/index.ts';
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
  test('depth, wrapped: its time is when the book changed, and it names the update before', () =>
    expect(one(frames.depth)).toEqual({
      kind: 'book_delta',
      symbol: 'BTCUSDT',
      first: 157,
      last: 160,
      prev: 149,
      checksum: null,
      bids: Float64Array.of(60_000.1, 0.5, 59_999, 0),
      asks: Float64Array.of(60_000.2, 1.25),
      tsEvent: 1_700_000_000_123_000,
    }));

  test('depth of a delivery contract, raw and empty', () =>
    expect(one(frames.depthRaw)).toMatchObject({ symbol: 'BTCUSDT_260327', first: 157, last: 157, bids: new Float64Array(0) }));

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
    expect(one(data(frames.trade, { X: undefined }))).toEqual({ ...trade, side: 'sell' });
  });

  test('bookTicker: the update id is its number', () =>
    expect(one(frames.bookTicker)).toEqual({
      kind: 'quote',
      symbol: 'BTCUSDT',
      seq: 160,
      bid: 60_000.1,
      bidSize: 0.5,
      ask: 60_000.2,
      askSize: 1.25,
      tsEvent: 1_700_000_000_123_000,
    }));

  test.each([
    [frames.insurance, { kind: 'ignored', what: 'trade outside the book' }],
    [data(frames.trade, { X: 'ADL' }), { kind: 'ignored', what: 'trade outside the book' }],
    [frames.emptyTrade, { kind: 'ignored', what: 'trade outside the book' }],
    [frames.shutdown, { kind: 'shutdown' }],
    [frames.acknowledged, { kind: 'subscribed', symbol: null, stream: null }],
    [frames.listed, { kind: 'ignored', what: 'result' }],
    [frames.error, { kind: 'rejected', symbol: null, stream: null, message: '2: "Invalid request: unknown variant"' }],
    [frames.errorOld, { kind: 'rejected', symbol: null, stream: null, message: '3: "Invalid JSON: expected value"' }],
    [frames.aggTrade, { kind: 'ignored', what: 'aggTrade' }],
    ['[]', { kind: 'ignored', what: 'a list of nothing' }],
    [frames.oneSided, { kind: 'ignored', what: 'one-sided bookTicker' }],
  ])('%s', (frame, decoded) => expect(one(frame)).toEqual(decoded));
});

describe('refusals name the field', () => {
  test.each([
    ['', 'bad_json', '""'],
    ['[1]', 'unknown_frame', '1'],
    ['[[1]]', 'unknown_frame', 'a list'],
    ['{}', 'unknown_frame', '""'],
    ['{"stream":"x","data":5}', 'unknown_frame', '5'],
    ['{"e":"constructor"}', 'unknown_event', '"constructor"'],
    [data(frames.trade, { p: '0.0' }), 'bad_number', 'trade.p: "0.0"'],
    [data(frames.trade, { q: '0' }), 'bad_number', 'trade.q: "0"'],
    [data(frames.trade, { q: undefined }), 'missing_field', 'trade.q'],
    [data(frames.trade, { X: 5 }), 'bad_field', 'trade.X: 5'],
    [data(frames.trade, { X: null }), 'bad_field', 'trade.X: null'],
    [data(frames.trade, { t: 2 ** 53 }), 'bad_number', 'trade.t: 9007199254740992'],
    [data(frames.trade, { m: 1 }), 'bad_field', 'trade.m: 1'],
    [data(frames.trade, { T: 1.5 }), 'bad_time', 'trade.T: 1.5'],
    [data(frames.depth, { U: 161 }), 'bad_number', 'depthUpdate.U: 161 is past u 160'],
    [data(frames.depth, { pu: undefined }), 'missing_field', 'depthUpdate.pu'],
    [data(frames.depth, { pu: 157 }), 'bad_number', 'depthUpdate.pu: 157 is not before U 157'],
    [data(frames.depth, { T: undefined }), 'missing_field', 'depthUpdate.T'],
    [data(frames.depth, { b: undefined }), 'missing_field', 'depthUpdate.b'],
    [data(frames.depth, { a: [['1', '-1']] }), 'bad_number', 'depthUpdate.a[0].1'],
    [data(frames.bookTicker, { A: '1e400' }), 'bad_number', 'bookTicker.A: "1e400"'],
    [data(frames.bookTicker, { u: '160' }), 'bad_number', 'bookTicker.u: "160"'],
  ])('%s', (frame, reason, detail) => {
    const decoded = one(frame);
    expect(decoded).toMatchObject({ kind: 'refused', reason });
    expect((decoded as { detail: string }).detail).toContain(detail);
  });

  test('an unreadable frame is still known by its stream', () =>
    expect(one(frames.depth.slice(0, 80))).toMatchObject({ kind: 'refused', symbol: 'BTCUSDT', streams: ['book'] }));
});

test('nothing that can arrive makes it throw, and no number that it gives is other than finite', () =>
  fc.assert(
    fc.property(fc.oneof(fc.string(), hostileJson, mangled(Object.values(frames))), (frame) => {
      expect(
        decode(frame)
          .flatMap(numbersIn)
          .filter((value) => !Number.isFinite(value)),
      ).toEqual([]);
    }),
    { numRuns: runs(480) },
  ));

const numbersIn = (decoded: Decoded): readonly number[] =>
  Object.values(decoded).flatMap((value: unknown) =>
    value instanceof Float64Array ? [...value] : typeof value === 'number' ? [value] : [],
  );

const RECORDED =
  '{"stream":"btcusdt@bookTicker","data":{"e":"bookTicker","u":5123107839020,"s":"BTCUSDT","b":"61800.20","B":"2.507","a":"61800.30","A":"2.510","T":1723161256313,"E":1723161256313}}';
const HOT = [frames.depth, frames.depthRaw, frames.trade, frames.bookTicker, RECORDED];

test.each(HOT)('the scanner reads %s by itself', (frame) => expect([scan(frame)]).toEqual(decodeJson(frame)));

test('the scanner never says anything but what JSON.parse says, on whole and on broken frames', () =>
  fc.assert(
    fc.property(mangled([...HOT, frames.oneSided, frames.insurance, frames.emptyTrade]), (frame) => {
      expect(decode(frame)).toEqual(decodeJson(frame));
    }),
    { numRuns: runs(800) },
  ));

/** Numbers as the venue may write them, long ones and zeros among them. */
const whole = fc.oneof(fc.nat(), fc.maxSafeNat(), fc.constantFrom('01', '1.0', '9007199254740992'));
const decimal = fc.oneof(
  fc.tuple(fc.stringMatching(/^\d{1,12}$/), fc.stringMatching(/^\d{1,9}$/)).map((parts) => parts.join('.')),
  fc.constantFrom('0', '0.00000000', '12345678901234567890', '1.', '.5', '1e5', '-1'),
);

test('the scanner and JSON.parse read any numbers alike', () =>
  fc.assert(
    fc.property(fc.array(decimal, { minLength: 4, maxLength: 4 }), whole, whole, whole, ([a, b, c, d], n, prev, at) => {
      for (const frame of [
        `{"e":"bookTicker","u":${n},"s":"BTCUSDT","b":"${a}","B":"${b}","a":"${c}","A":"${d}","T":${at},"E":${at}}`,
        `{"e":"trade","E":${at},"T":${at},"s":"BTCUSDT","t":${n},"p":"${a}","q":"${b}","X":"MARKET","m":false}`,
        `{"e":"depthUpdate","E":${at},"T":${at},"s":"BTCUSDT_260327","U":${n},"u":${at},"pu":${prev},"b":[["${a}","${b}"]],"a":[["${c}","${d}"]]}`,
      ])
        expect(decode(frame)).toEqual(decodeJson(frame));
    }),
    { numRuns: runs(320) },
  ));
