import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/testing/scale.ts';
import { fromRfc3339 } from '../../core/index.ts';
import type { Decoded } from '../../core/index.ts';
import { hostileJson, mangled } from '../../../test/venues/hostile.ts';
import { decode } from './decode.ts';
import frames from './fixtures/frames.json' with { type: 'json' };

const AT = fromRfc3339('2024-01-02T03:04:05.123456Z');

/** The frame with its first entry changed. */
const entry = (frame: string, changes: Record<string, unknown>): string => {
  const whole = JSON.parse(frame) as { data: Record<string, unknown>[] };
  return JSON.stringify({ ...whole, data: [{ ...whole.data[0], ...changes }] });
};

describe('what the venue says', () => {
  test('a book whole', () => {
    const [book, ...more] = decode(frames.snapshot);
    expect(more).toEqual([]);
    expect(book).toMatchObject({ kind: 'book_snapshot', symbol: 'BTC/USD', last: null, checksum: 3_310_070_434, tsEvent: null });
    expect((book as { bids: Float64Array }).bids.slice(0, 4)).toEqual(Float64Array.of(45_283.5, 0.1, 45_283.4, 1.545_820_15));
    expect((book as { asks: Float64Array }).asks).toHaveLength(20);
  });

  test('an update keeps two changes of one level in order, so that the later wins; exponents are numbers', () =>
    expect(decode(frames.update)).toEqual([
      {
        kind: 'book_delta',
        symbol: 'BTC/USD',
        first: null,
        last: null,
        checksum: 1,
        bids: Float64Array.of(45_283.5, 0, 45_283.5, 1e-8),
        asks: new Float64Array(0),
        tsEvent: AT,
      },
    ]));

  test('trades as they happen', () =>
    expect(decode(frames.trades)).toEqual([
      { kind: 'trade', symbol: 'BTC/USD', id: '70', price: 45_285.2, size: 0.001, side: 'buy', tsEvent: AT, via: 'stream' },
      {
        kind: 'trade',
        symbol: 'BTC/USD',
        id: '71',
        price: 45_283.5,
        size: 0.1,
        side: 'sell',
        tsEvent: (AT ?? 0) + 100_000,
        via: 'stream',
      },
    ]));

  test('trades of a snapshot are back-fill, oldest first', () =>
    expect(decode(frames.tradeSnapshot)).toMatchObject([
      { id: '68', via: 'backfill' },
      { id: '69', via: 'backfill' },
    ]));

  test('a bad trade takes none of its neighbours with it', () => {
    const bad = frames.trades.replace('"qty":0.00100000', '"qty":0');
    expect(decode(bad)).toMatchObject([
      { kind: 'refused', reason: 'bad_number', detail: 'trade.qty: 0' },
      { kind: 'trade', id: '71' },
    ]);
  });

  test('one ticker frame is a ticker and a quote', () =>
    expect(decode(frames.ticker)).toEqual([
      {
        kind: 'ticker',
        symbol: 'BTC/USD',
        last: 45_285.2,
        changePct: -2.37,
        high: 46_000,
        low: 44_000,
        volume: 2_158.323_467_23,
        from: null,
        tsEvent: null,
      },
      { kind: 'quote', symbol: 'BTC/USD', seq: null, bid: 45_283.5, bidSize: 0.1, ask: 45_285.2, askSize: 0.001, tsEvent: null },
    ]));

  test.each([
    [frames.heartbeat, [{ kind: 'heartbeat' }]],
    [frames.pong, [{ kind: 'heartbeat' }]],
    [frames.status, [{ kind: 'status', status: 'online' }]],
    [frames.instrument, [{ kind: 'ignored', what: 'instrument' }]],
    [frames.unsubscribed, [{ kind: 'ignored', what: 'unsubscribe' }]],
    [frames.subscribed, [{ kind: 'subscribed', symbol: 'BTC/USD', stream: 'book' }]],
    [frames.subscribedTicker, ['ticker', 'quote'].map((stream) => ({ kind: 'subscribed', symbol: 'BTC/USD', stream }))],
    [
      frames.rejected,
      [{ kind: 'rejected', symbol: 'FOO/BAR', stream: 'trade', message: '"Currency pair not supported FOO/BAR"' }],
    ],
    [frames.malformed, [{ kind: 'rejected', symbol: null, stream: null, message: '"Malformed request"' }]],
  ])('%s', (frame, decoded) => expect(decode(frame)).toEqual(decoded));
});

describe('refusals name the field', () => {
  test.each([
    [frames.trades.slice(0, 90), 'bad_json', ''],
    ['7', 'unknown_frame', '7'],
    ['{}', 'unknown_frame', '""'],
    ['{"channel":"toString"}', 'unknown_channel', '"toString"'],
    ['{"channel":"book","type":"half"}', 'bad_field', 'book.type: "half"'],
    ['{"channel":"book","type":"update"}', 'missing_field', 'book.data'],
    ['{"channel":"book","type":"update","data":[null]}', 'bad_field', 'book.data: null'],
    ['{"method":"subscribe"}', 'bad_field', 'subscribe.success: undefined'],
    [entry(frames.update, { checksum: undefined }), 'missing_field', 'book.checksum'],
    [entry(frames.update, { checksum: 2 ** 32 }), 'bad_number', 'book.checksum: 4294967296'],
    [entry(frames.update, { bids: [{ price: '45283.5', qty: 1 }] }), 'bad_number', 'book.bids[0].price'],
    [entry(frames.update, { bids: [{ price: 45_283.5 }] }), 'missing_field', 'book.bids[0].qty'],
    [entry(frames.update, { asks: undefined }), 'missing_field', 'book.asks'],
    [entry(frames.update, { timestamp: 'yesterday' }), 'bad_time', 'book.timestamp: "yesterday"'],
    [entry(frames.snapshot, { bids: [{ price: 1, qty: 1 }, { price: 2, qty: 1 }] }), 'bad_order', 'book.bids[1]'], // prettier-ignore
    [entry(frames.trades, { side: 'long' }), 'bad_field', 'trade.side: "long"'],
    [entry(frames.trades, { trade_id: '70' }), 'bad_number', 'trade.trade_id: "70"'],
    [entry(frames.trades, { timestamp: undefined }), 'missing_field', 'trade.timestamp'],
    [entry(frames.trades, { price: 0 }), 'bad_number', 'trade.price: 0'],
    [frames.trades.replace('45285.2', '1e999'), 'bad_number', 'trade.price: Infinity'],
  ])('%s', (frame, reason, detail) => {
    const refusal = decode(frame).find(({ kind }) => kind === 'refused');
    expect(refusal).toMatchObject({ reason });
    expect((refusal as { detail: string }).detail).toContain(detail);
  });

  test('a ticker that has no bid is still a ticker', () =>
    expect(decode(entry(frames.ticker, { bid: 0 }))).toMatchObject([
      { kind: 'ticker' },
      { kind: 'refused', reason: 'bad_number', detail: 'ticker.bid: 0' },
    ]));
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
