import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Decoded } from '../../src/core/index.ts';
import { binanceUsdm } from '../../src/venues/binance-usdm/index.ts';
import { openInterest } from '../../src/venues/binance-usdm/open-interest.ts';
import { noRecordings, framesOf, readRecording } from './recordings.ts';

if (noRecordings !== null) console.warn(`Binance USD-M payloads left out: ${noRecordings}`);

const root = `${process.env['TALLYFOIL_TEST_DATA'] ?? ''}/payloads`;
const text = (path: string): string => readFileSync(`${root}/${path}`, 'utf8');

describe.skipIf(noRecordings !== null)('payloads of Binance USD-M', () => {
  test('frames of August 2026', () => {
    const frames = text('binance-usdm-2026-08-08/frames.jsonl').trim().split('\n');
    const mark = { symbol: 'BTCUSDT', tsEvent: 1_786_171_884_000_000, nextFundingTime: 1_786_176_000_000_000 };
    expect(frames.flatMap((frame) => binanceUsdm.decode(frame))).toEqual([
      { kind: 'ignored', what: 'aggTrade' },
      { kind: 'mark', ...mark, markPrice: 64_991.378_586_96, indexPrice: 65_016.056_739_13, nextFundingRate: 0.000_039_36 },
      {
        kind: 'funding',
        ...mark,
        status: 'predicted',
        rate: 0.000_039_36,
        intervalHours: null,
        fundingTime: mark.nextFundingTime,
      },
      {
        kind: 'candle',
        symbol: 'BTCUSDT',
        tsEvent: 1_786_173_360_960_000,
        interval: '1m',
        start: 1_786_173_300_000_000,
        open: 64_970.8,
        high: 64_970.9,
        low: 64_969.4,
        close: 64_969.4,
        volume: 9.09,
        unit: 'base',
        trades: 194,
        closed: true,
      },
      {
        kind: 'liquidation',
        symbol: 'STGUSDT',
        tsEvent: 1_786_172_556_607_000,
        side: 'long',
        price: 0.1336,
        averagePrice: 0.1355,
        size: 5,
        unit: 'base',
      },
    ]);
  });

  test('the frames that Nautilus keeps, from the venue’s documents', () => {
    const folder = 'nautilus/binance/futures/market_data_json';
    const decoded = Object.fromEntries(
      readdirSync(`${root}/${folder}`).map((name) => [
        name.replace(/(_stream)?\.json$/, ''),
        binanceUsdm.decode(text(`${folder}/${name}`)).map((message: Decoded) => message),
      ]),
    );
    expect(decoded).toMatchObject({
      agg_trade: [{ kind: 'ignored', what: 'aggTrade' }],
      book_ticker: [{ kind: 'quote', symbol: 'BNBUSDT', seq: 400_900_217, bid: 25.3519, askSize: 40.66 }],
      depth_update: [{ kind: 'book_delta', first: 157, last: 160, prev: 149 }],
      kline_stream_closed: [{ kind: 'candle', volume: 1_000, closed: true }],
      kline_stream_open: [{ kind: 'candle', low: 0.0015, closed: false }],
      liquidation: [
        { kind: 'liquidation', symbol: 'BTCUSDT', side: 'long', price: 9_910, averagePrice: 9_910.123_456_78, size: 0.014 },
      ],
      mark_price: [
        { kind: 'mark', markPrice: 11_794.15, indexPrice: 11_784.626_590_91, nextFundingRate: 0.000_381_67 },
        { kind: 'funding', status: 'predicted', rate: 0.000_381_67, fundingTime: 1_562_306_400_000_000 },
      ],
      ticker: [{ kind: 'ignored', what: '24hrTicker' }],
      trade: [{ kind: 'trade', id: '5933014', price: 0.001, size: 100, side: 'sell' }],
    });
  });

  test('open interest, as recorded by gocryptotrader', () => {
    const file = JSON.parse(gunzipSync(readFileSync(`${root}/gocryptotrader/binance_http_public.json.gz`)).toString()) as {
      readonly routes: Readonly<Record<string, { readonly GET: readonly { readonly data: unknown }[] }>>;
    };
    const body = JSON.stringify(file.routes['/fapi/v1/openInterest']?.GET[0]?.data);
    expect(openInterest.question.decode({ symbol: 'BTCUSDT' }, body)).toMatchObject({
      ok: true,
      value: [{ kind: 'open_interest', openInterest: 83_782.317, unit: 'base', tsEvent: 1_702_244_985_273_000 }],
    });
  });

  test('a capture of 2021 has no frame that is refused', () => {
    expect(existsSync(`${root}/cryptofeed`)).toBe(true);
    const messages = framesOf(readRecording('payloads/cryptofeed/BINANCE_FUTURES.ws.1.0.gz')).flatMap(binanceUsdm.decode);
    expect(messages.filter(({ kind }) => kind === 'refused')).toEqual([]);
    const kinds = new Set(messages.map(({ kind }) => kind));
    for (const kind of ['book_delta', 'quote', 'candle']) expect(kinds).toContain(kind);
  });
});
