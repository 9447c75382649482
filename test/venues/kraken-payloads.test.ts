import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { krakenSpot } from '../../src/venues/kraken-spot/index.ts';
import { asking } from './asking.ts';
import { noRecordings } from './recordings.ts';

if (noRecordings !== null) console.warn(`Kraken Spot payloads left out: ${noRecordings}`);

const folder = join(process.env['TALLYFOIL_TEST_DATA'] ?? '', 'payloads/nautilus/kraken');
const body = (name: string): string => readFileSync(join(folder, name), 'utf8');

const kindsOf = (name: string): string[] => krakenSpot.decode(body(name)).map(({ kind }) => kind);

describe.skipIf(noRecordings !== null)("another client's payloads of Kraken Spot", () => {
  test.each([
    ['ws_book_snapshot.json', ['book_snapshot']],
    ['ws_book_update.json', ['book_delta']],
    ['ws_trade_update.json', ['trade', 'trade']],
    ['ws_ticker_snapshot.json', ['ticker', 'quote']],
    ['ws_ohlc_update.json', ['ignored']],
    ['ws_l3_snapshot.json', ['ignored']],
    ['ws_pong.json', ['heartbeat']],
    ['ws_subscribe_response.json', ['subscribed', 'subscribed']],
    // Frames of another market of the same company must not be read as spot.
    ['ws_futures_book_delta.json', ['refused']],
    ['ws_futures_trade.json', ['refused']],
  ])('%s', (name, kinds) => expect(kindsOf(name)).toEqual(kinds));

  test('no payload makes the decoder throw', () => {
    const names = readdirSync(folder);
    expect(names.length).toBeGreaterThan(20);
    for (const name of names) expect(krakenSpot.decode(body(name)).length).toBeGreaterThan(0);
  });

  test.each([
    [
      'http_asset_pairs.json',
      asking(krakenSpot.questions.instruments, { symbols: [] }),
      { instruments: [{ symbol: 'BTC/USDT', priceScale: 1, sizeScale: 8, tick: 0.1 }] },
    ],
    [
      'http_asset_pairs_tokenized.json',
      asking(krakenSpot.questions.instruments, { symbols: [] }),
      { instruments: [{ symbol: 'AAPLx/USD', priceScale: 2 }] },
    ],
    [
      'http_trades.json',
      asking(krakenSpot.questions.trades, { symbol: 'BTC/USDT', before: null }),
      { trades: expect.arrayContaining([expect.objectContaining({ symbol: 'BTC/USDT' })]) },
    ],
    [
      'http_ohlc.json',
      asking(krakenSpot.questions.candles, { symbol: 'BTC/USDT', from: 1_762_777_020_000_000 }),
      { candles: expect.arrayContaining([expect.objectContaining({ trades: expect.any(Number) })]) },
    ],
  ])('%s', (name, { decode }, expected) => {
    const text = body(name);
    expect(krakenSpot.rest.classify(200, {}, text)).toEqual({ kind: 'ok' });
    const read = decode(text);
    expect(read.ok ? read.value : read.error).toMatchObject(expected);
  });
});
