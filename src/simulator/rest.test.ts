import { expect, test } from 'vitest';
import { fromWsName, restPair } from '../venues/kraken-spot/names.ts';
import { START, ask, askJson, setUp } from './test-client.ts';

const binance = (options = {}) => setUp({ venue: 'binance-spot', levels: 1_500, ...options });
const kraken = (options = {}) => setUp({ venue: 'kraken-spot', levels: 200, ...options });

test('binance: ping, time, and what is listed, by one, by many and all', () => {
  const { clock, exchange } = binance();
  expect(askJson(exchange, clock, '/api/v3/ping')).toEqual({});
  const { serverTime } = askJson(exchange, clock, '/api/v3/time') as { serverTime: number };
  expect(Math.abs(serverTime - clock.now() / 1_000)).toBeLessThan(50);
  for (const query of ['', '?symbols=["BTCUSDT","ETHUSDT"]']) {
    const { symbols } = askJson(exchange, clock, `/api/v3/exchangeInfo${query}`) as { symbols: { symbol: string }[] };
    expect(symbols.map(({ symbol }) => symbol)).toEqual(['BTCUSDT', 'ETHUSDT']);
  }
  expect(askJson(exchange, clock, '/api/v3/exchangeInfo?symbol=BTCUSDT')).toMatchObject({
    symbols: [
      {
        symbol: 'BTCUSDT',
        status: 'TRADING',
        baseAsset: 'BTC',
        quoteAsset: 'USDT',
        filters: [
          { filterType: 'PRICE_FILTER', tickSize: '0.01000000' },
          { filterType: 'LOT_SIZE', stepSize: '0.00001000' },
          { filterType: 'NOTIONAL' },
        ],
      },
    ],
  });
});

test("binance: wrong questions get the venue's errors", () => {
  const { clock, exchange } = binance();
  expect(askJson(exchange, clock, '/api/v3/depth?symbol=NOSUCH', 400)).toEqual({ code: -1121, msg: 'Invalid symbol.' });
  expect(askJson(exchange, clock, '/api/v3/exchangeInfo?symbols=["NOSUCH"]', 400)).toMatchObject({ code: -1121 });
  expect(askJson(exchange, clock, '/api/v3/exchangeInfo?symbols=oops', 400)).toMatchObject({ code: -1102 });
  expect(askJson(exchange, clock, '/api/v3/depth', 400)).toMatchObject({ code: -1102 });
  expect(askJson(exchange, clock, '/api/v3/depth?symbol=BTCUSDT&limit=-3', 400)).toMatchObject({ code: -1100 });
  expect(askJson(exchange, clock, '/api/v3/klines?symbol=BTCUSDT&interval=7m', 400)).toMatchObject({ code: -1120 });
  expect(ask(exchange, clock, '/api/v9/none')).toMatchObject({ ok: true, status: 404 });
});

test('binance: a depth answer has the limit it was asked for, best first, the true book at its id', () => {
  const { clock, exchange } = binance();
  clock.advanceBy(2_000);
  for (const [query, count] of [
    ['', 100],
    ['&limit=1000', 1_000],
  ] as const) {
    const answer = askJson(exchange, clock, `/api/v3/depth?symbol=ETHUSDT${query}`) as {
      lastUpdateId: number;
      bids: string[][];
      asks: string[][];
    };
    expect([answer.bids.length, answer.asks.length]).toEqual([count, count]);
    const numbers = (rows: string[][]) => rows.map((row) => row.map(Number));
    expect({ bids: numbers(answer.bids), asks: numbers(answer.asks) }).toEqual(
      exchange.truth.at('ETHUSDT', answer.lastUpdateId, count),
    );
  }
});

test('binance: back-fill reaches 35 minutes, pages by id without a hole, and candles agree with the trades', () => {
  const { clock, exchange } = binance();
  clock.advanceBy(90_000);
  interface Row {
    id: number;
    price: string;
    qty: string;
    time: number;
    isBuyerMaker: boolean;
  }
  let page = askJson(exchange, clock, '/api/v3/trades?symbol=BTCUSDT&limit=1000') as Row[];
  let all = page;
  while (page.length > 0 && (all[0]?.time ?? 0) > START / 1_000 - 36 * 60_000) {
    const from = Math.max(0, (all[0]?.id as number) - 1_000);
    page = (askJson(exchange, clock, `/api/v3/historicalTrades?symbol=BTCUSDT&fromId=${from}&limit=1000`) as Row[]).filter(
      ({ id }) => id < (all[0]?.id as number),
    );
    all = [...page, ...all];
  }
  all.slice(1).forEach(({ id, time }, i) => {
    expect(id).toBe((all[i]?.id as number) + 1);
    expect(time).toBeGreaterThanOrEqual(all[i]?.time as number);
  });
  expect(all[0]?.time).toBeLessThan(START / 1_000 - 35 * 60_000);
  const candles = askJson(
    exchange,
    clock,
    `/api/v3/klines?symbol=BTCUSDT&interval=1m&startTime=${START / 1_000 - 30 * 60_000}&limit=1000`,
  ) as (number | string)[][];
  expect(candles.length).toBeGreaterThanOrEqual(31);
  let checked = 0;
  for (const [open, first, high, low, close, volume, end, , count] of candles.slice(0, -1)) {
    const inside = all.filter(({ time }) => time >= (open as number) && time <= (end as number));
    if (inside.length === 0) continue;
    const prices = inside.map(({ price }) => Number(price));
    expect([Number(first), Number(high), Number(low), Number(close)]).toEqual([
      prices[0],
      Math.max(...prices),
      Math.min(...prices),
      prices.at(-1),
    ]);
    expect(Number(volume)).toBeCloseTo(
      inside.reduce((sum, { qty }) => sum + Number(qty), 0),
      8,
    );
    expect(count).toBe(inside.length);
    checked++;
  }
  expect(checked).toBeGreaterThan(25);
  const day = askJson(exchange, clock, '/api/v3/ticker/24hr?symbol=BTCUSDT') as Record<string, string>;
  expect(Number(day['highPrice'])).toBeGreaterThanOrEqual(Number(day['lastPrice']));
  expect(Number(day['volume'])).toBeGreaterThan(0);
});

test('binance: aggregate trades cover the trades', () => {
  const { clock, exchange } = binance({ scenario: 'busy' });
  clock.advanceBy(5_000);
  const rows = askJson(exchange, clock, '/api/v3/aggTrades?symbol=BTCUSDT&limit=300') as { a: number; f: number; l: number }[];
  expect(rows).toHaveLength(300);
  rows.slice(1).forEach(({ a, f }, i) => {
    expect(a).toBe((rows[i]?.a as number) + 1);
    expect(f).toBe((rows[i]?.l as number) + 1);
  });
});

test('binance: weight is counted by the minute; too much is 429 with a time to come back, insisting is 418', () => {
  const { clock, exchange } = binance({ levels: 50 });
  const first = ask(exchange, clock, '/api/v3/depth?symbol=BTCUSDT&limit=5000');
  expect(first.ok && first.headers['x-mbx-used-weight-1m']).toBe('250');
  const statuses: number[] = [];
  let retryAfter = '';
  for (let i = 0; i < 40; i++) {
    const answer = ask(exchange, clock, '/api/v3/depth?symbol=BTCUSDT&limit=5000');
    if (!answer.ok) continue;
    statuses.push(answer.status);
    retryAfter ||= answer.headers['retry-after'] ?? '';
  }
  expect(statuses.slice(0, 23)).toEqual(Array.from({ length: 23 }, () => 200));
  expect(statuses.slice(23, 33)).toEqual(Array.from({ length: 10 }, () => 429));
  expect(statuses.at(-1)).toBe(418);
  expect(Number(retryAfter)).toBeGreaterThan(0);
  clock.advanceBy(121_000);
  expect(ask(exchange, clock, '/api/v3/ping')).toMatchObject({ ok: true, status: 200 });
});

test('kraken: time, status, pairs, and an unknown pair', () => {
  const { clock, exchange } = kraken({ symbols: ['BTC/USD', 'ETH/USD', 'BTC/USDT'] });
  expect(askJson(exchange, clock, '/0/public/Time')).toMatchObject({
    error: [],
    result: { unixtime: Math.floor(clock.now() / 1e6) },
  });
  expect(askJson(exchange, clock, '/0/public/SystemStatus')).toMatchObject({ result: { status: 'online' } });
  const { result } = askJson(exchange, clock, '/0/public/AssetPairs') as { result: Record<string, unknown> };
  expect(Object.keys(result)).toEqual(['XXBTZUSD', 'XETHZUSD', 'XBTUSDT']);
  expect(askJson(exchange, clock, '/0/public/AssetPairs?pair=XBTUSD,ETH/USD')).toMatchObject({
    result: {
      XXBTZUSD: { wsname: 'XBT/USD', pair_decimals: 1, lot_decimals: 8, tick_size: '0.1', status: 'online' },
      XETHZUSD: { pair_decimals: 2 },
    },
  });
  for (const call of ['AssetPairs', 'Depth', 'Trades', 'OHLC', 'Ticker']) {
    expect(askJson(exchange, clock, `/0/public/${call}?pair=NOPE`)).toEqual({ error: ['EQuery:Unknown asset pair'] });
  }
});

test("kraken: every listed pair answers under each of the venue's own spellings", () => {
  const spellings = {
    'ETH/BTC': ['XETHXXBT', 'ETHXBT', 'ETHBTC', 'ETH/XBT', 'ETH/BTC'],
    'SOL/BTC': ['SOLXBT', 'SOLBTC', 'SOL/XBT', 'SOL/BTC'],
    'DOGE/BTC': ['XXDGXXBT', 'XDGXBT', 'DOGEBTC', 'XDG/XBT', 'XDGBTC', 'DOGE/XBT'],
    'XRP/ETH': ['XRPETH', 'XRP/ETH'],
    'BTC/EUR': ['XXBTZEUR', 'XBTEUR', 'BTCEUR', 'XBT/EUR', 'BTC/EUR'],
  };
  const { clock, exchange } = kraken({ symbols: Object.keys(spellings) });
  for (const [symbol, names] of Object.entries(spellings)) {
    const [key = ''] = names;
    for (const name of [...names, restPair(symbol)]) {
      for (const call of ['AssetPairs', 'Depth', 'Trades', 'OHLC', 'Ticker']) {
        const { error, result } = askJson(exchange, clock, `/0/public/${call}?pair=${encodeURIComponent(name)}`) as {
          error: string[];
          result: Record<string, { wsname?: string; altname?: string }>;
        };
        expect(error, `${call} of ${name}`).toEqual([]);
        expect(Object.keys(result)[0], `${call} of ${name}`).toBe(key);
        if (call === 'AssetPairs') {
          expect(fromWsName(result[key]?.wsname ?? '')).toBe(symbol);
          expect(result[key]?.altname).toBe(restPair(symbol));
        }
      }
    }
  }
});

test('kraken: depth, ticker, candles, and trades that page forward to now', () => {
  const { clock, exchange } = kraken();
  clock.advanceBy(30_000);
  const depth = askJson(exchange, clock, '/0/public/Depth?pair=XBTUSD&count=20') as {
    result: { XXBTZUSD: { asks: [string, string, number][]; bids: unknown[] } };
  };
  expect(depth.result.XXBTZUSD.bids).toHaveLength(20);
  expect(depth.result.XXBTZUSD.asks[0]?.[0]).toMatch(/^\d+\.\d{5}$/);
  expect(askJson(exchange, clock, '/0/public/Ticker?pair=BTC/USD')).toHaveProperty('result.XXBTZUSD.c');
  const ohlc = askJson(exchange, clock, '/0/public/OHLC?pair=XBTUSD&interval=1') as {
    result: { XXBTZUSD: unknown[][]; last: number };
  };
  expect(ohlc.result.XXBTZUSD.length).toBeGreaterThan(35);
  expect(ohlc.result.XXBTZUSD[0]).toHaveLength(8);

  type Trades = { result: { XXBTZUSD: [string, string, number, string, string, string, number][]; last: string } };
  let since = String((START - 35 * 60_000_000) * 1_000);
  const ids: number[] = [];
  for (;;) {
    const { result } = askJson(exchange, clock, `/0/public/Trades?pair=XBTUSD&since=${since}`) as Trades;
    ids.push(...result.XXBTZUSD.map((row) => row[6]));
    since = result.last;
    if (result.XXBTZUSD.length < 1_000) break;
  }
  expect(ids.length).toBeGreaterThan(2_000);
  expect(ids.every((id, i) => i === 0 || id === (ids[i - 1] as number) + 1)).toBe(true);
});
