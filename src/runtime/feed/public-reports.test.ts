import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { touchOf } from '../../analytics/book/index.ts';
import type { Venue } from '../../core/index.ts';
import { binanceSpot } from '../../venues/binance-spot/index.ts';
import { binanceUsdm } from '../../venues/binance-usdm/index.ts';
import { krakenSpot } from '../../venues/kraken-spot/index.ts';
import { play, type Player } from './testing/player.ts';

// Troubles that public bug reports describe, in the venues' own messages, through decoder and feed.

const spotMarket = {
  symbol: 'BTCUSDT',
  status: 'TRADING',
  baseAsset: 'BTC',
  quoteAsset: 'USDT',
  baseAssetPrecision: 8,
  quotePrecision: 8,
  filters: [
    { filterType: 'PRICE_FILTER', tickSize: '0.01' },
    { filterType: 'LOT_SIZE', stepSize: '0.00001' },
  ],
};
const usdmMarket = {
  ...spotMarket,
  symbol: 'XAUUSDT',
  contractType: 'TRADIFI_PERPETUAL',
  deliveryDate: 4_133_404_800_000,
  pricePrecision: 2,
  quantityPrecision: 3,
  marginAsset: 'USDT',
};
const krakenMarket = (wsname: string, decimals: number) => ({
  error: [],
  result: {
    X: { altname: wsname.replace('/', ''), wsname, pair_decimals: decimals, lot_decimals: 8, tick_size: '0.1', status: 'online' },
  },
});

/** A feed of one market, connected. */
function begin(venue: Venue, symbol: string, definitions: unknown) {
  const player = play({ symbols: [symbol], streams: venue.card.streams.map(({ kind }) => kind) }, venue);
  player.answer(player.take('request')[0]!, definitions);
  const conns = player.take('connect').map(({ conn }) => conn);
  for (const conn of conns) player.open(conn);
  const conn = conns[0]!;
  const state = () => player.feed.symbols.get(symbol)!;
  const say = (text: unknown) => player.text(conn, typeof text === 'string' ? text : JSON.stringify(text));
  return { player, conn, say, state };
}

/** Lets seconds pass with a living connection. */
function pass(player: Player, seconds: number): void {
  for (let n = 0; n < seconds; n++) {
    player.wait(1_000);
    for (const conn of player.feed.conns.keys()) player.pong(conn);
  }
}

const spot = () => begin(binanceSpot, 'BTCUSDT', { symbols: [spotMarket] });
const diff = (U: number, u: number, size = '1', E = 1_800_000_000_000 + u) => ({
  stream: 'btcusdt@depth@100ms',
  data: { e: 'depthUpdate', E, s: 'BTCUSDT', U, u, b: [['99', size]], a: [] },
});
const book = (lastUpdateId: number) => ({ lastUpdateId, bids: [['99', '1']], asks: [['101', '1']] });
const snapshotsIn = (player: Player) => player.take('request').filter(({ call }) => call.question === 'snapshot');

describe('Binance Spot', () => {
  test('the first update that straddles the snapshot joins it (decred/dcrdex#2908)', () => {
    const { player, say, state } = spot();
    say(diff(95, 110));
    player.answer(snapshotsIn(player)[0]!, book(100));
    expect(state().book).toMatchObject({ phase: 'synced', last: 110 });
  });

  test('a snapshot older than the first update is asked for again, with growing waits (xchange-stream#328, cryptostore#57)', () => {
    const { player, say, state } = spot();
    let asked = 0;
    for (let u = 200; u < 320; u++) {
      say(diff(u, u));
      for (const request of snapshotsIn(player)) {
        asked++;
        player.answer(request, book(100));
      }
      pass(player, 1);
    }
    expect(state().book.phase).toBe('awaiting');
    expect(asked).toBeGreaterThan(3);
    expect(asked).toBeLessThan(20);
  });

  test('an answer of a proxy in place of the book is no book, and the book is asked for again (JKorf/Binance.Net#115)', () => {
    const { player, say, state } = spot();
    say(diff(101, 101));
    player.answer(snapshotsIn(player)[0]!, '<!DOCTYPE HTML><HTML><H1>403 ERROR</H1></HTML>');
    expect(state().book.phase).toBe('awaiting');
    pass(player, 5);
    player.answer(snapshotsIn(player)[0]!, book(100));
    expect(state().book.phase).toBe('synced');
  });

  test('times in microseconds and in milliseconds are the same times', () => {
    const { player, say, state } = spot();
    say(diff(101, 101, '1', 1_800_000_000_101_000));
    player.answer(snapshotsIn(player)[0]!, book(100));
    say(diff(102, 102, '2', 1_800_000_000_102));
    expect(state().book).toMatchObject({ phase: 'synced', last: 102, tsEvent: 1_800_000_000_102_000 });
  });

  test('a number in scientific notation is refused, and the book is fetched again', () => {
    const { player, say, state } = spot();
    say(diff(101, 101));
    player.answer(snapshotsIn(player)[0]!, book(100));
    say(diff(102, 102, '1e-8'));
    expect(state().book.phase).toBe('awaiting');
    expect(state().streams.book?.state).toBe('gap');
  });

  test('a connection that only answers pings is left when its books are silent (python-binance#191)', () => {
    const { player, conn, say } = spot();
    say(diff(101, 101));
    player.answer(snapshotsIn(player)[0]!, book(100));
    for (let u = 102; u < 400; u++) {
      say(diff(u, u));
      player.wait(100);
    }
    player.take('disconnect');
    pass(player, 90);
    expect(player.take('disconnect')[0]).toMatchObject({ conn, reason: 'a book channel went silent' });
  });
});

describe('Binance USD-M', () => {
  const usdm = () => begin(binanceUsdm, 'XAUUSDT', { symbols: [usdmMarket] });
  const update = (U: number, u: number, pu: number) => ({
    stream: 'xauusdt@depth@100ms',
    data: {
      e: 'depthUpdate',
      E: 1_800_000_000_000 + u,
      T: 1_800_000_000_000 + u,
      s: 'XAUUSDT',
      U,
      u,
      pu,
      b: [['99', '1']],
      a: [],
    },
  });

  test('a perpetual on metals is a perpetual (cryptofeed#1098)', () => {
    expect(usdm().state().instrument).toMatchObject({ kind: 'perp', status: 'trading' });
  });

  test('an update whose pu is not the last u is a gap (hummingbot#8291, hftbacktest#300)', () => {
    const { player, say, state } = usdm();
    say(update(90, 110, 80));
    player.answer(snapshotsIn(player)[0]!, book(100));
    say(update(130, 140, 110));
    expect(state().book).toMatchObject({ phase: 'synced', last: 140 });
    say(update(150, 160, 145));
    expect(state().streams.book).toMatchObject({ state: 'gap', reason: 'after update 140 came 150' });
  });
});

describe('trades after a lost connection', () => {
  const at = (id: number) => 1_800_000_000_000 + id;
  const trade = (s: string, t: number) => ({ e: 'trade', E: at(t), s, t, p: '100', q: '1', T: at(t), m: false, M: true });
  const row = (id: number) => ({ id, price: '100', qty: '1', time: at(id), isBuyerMaker: false });

  test.each([
    ['Spot', binanceSpot, 'BTCUSDT', spotMarket, {}],
    ['USD-M', binanceUsdm, 'XAUUSDT', usdmMarket, { X: 'MARKET' }],
  ] as const)('%s: they are fetched, and repeated ones count once (ccxt#26945)', (_, venue, symbol, market, more) => {
    const { player, conn, say, state } = begin(venue, symbol, { symbols: [market] });
    for (const id of [10, 11, 11]) say({ ...trade(symbol, id), ...more });
    player.close(conn);
    pass(player, 3);
    const next = player.take('connect').at(-1)!.conn;
    player.open(next);
    for (const id of [11, 15]) player.text(next, JSON.stringify({ ...trade(symbol, id), ...more }));
    expect(state().streams.trade).toMatchObject({ state: 'gap' });
    pass(player, 3);
    const page = player.take('request').find(({ call }) => call.question === 'trades')!;
    player.answer(page, [10, 11, 12, 13, 14, 15].map(row));
    expect(state().streams.trade).toMatchObject({ state: 'synced' });
    const received = player.events().flatMap((event) => (event.type === 'trade' ? [event.id] : []));
    expect(received).toEqual(['10', '11', '15', '12', '13', '14']);
  });
});

describe('Kraken', () => {
  type Level = readonly [price: string, size: string];
  const digits = (text: string) => text.replace('.', '').replace(/^0+/, '');
  const crc = (bids: readonly Level[], asks: readonly Level[]) =>
    crc32([...asks, ...bids].map(([price, size]) => digits(price) + digits(size)).join(''));
  /** Levels as the venue writes them: JSON numbers without zeros at the end, small ones with an exponent. */
  const written = (levels: readonly Level[]) =>
    levels.map(([price, size]) => `{"price":${Number(price)},"qty":${Number(size)}}`).join(',');
  const message = (symbol: string, type: string, [bids, asks]: readonly [readonly Level[], readonly Level[]], checksum: number) =>
    `{"channel":"book","type":"${type}","data":[{"symbol":"${symbol}","bids":[${written(bids)}],"asks":[${written(asks)}],"checksum":${checksum}}]}`;

  test('a subscription refused for its rate, without its symbol, is sent again (xchange-stream#502)', () => {
    const { player, say, state } = begin(krakenSpot, 'BTC/USD', krakenMarket('XBT/USD', 1));
    const [bids, asks]: readonly [readonly Level[], readonly Level[]] = [[['8750.0', '1.00000000']], [['8760.0', '1.00000000']]];
    say(message('BTC/USD', 'snapshot', [bids, asks], crc(bids, asks)));
    say('{"error":"Exceeded msg rate","method":"subscribe","success":false,"time_in":"2024-01-02T03:04:05.1Z"}');
    expect(state().streams).toMatchObject({
      book: { state: 'synced' },
      trade: { state: 'syncing' },
      ticker: { state: 'syncing' },
    });
    let next: number | undefined;
    for (let n = 0; n < 32 && next === undefined; n++) {
      pass(player, 1);
      say('{"channel":"heartbeat"}');
      next = player.take('connect')[0]?.conn;
    }
    player.take('send');
    player.open(next!);
    expect(player.take('send').map(({ text }) => (JSON.parse(text) as { params: { channel: string } }).params.channel)).toEqual([
      'book',
      'trade',
      'ticker',
    ]);
  });

  test('small prices with an exponent and fewer than ten levels match their checksum (bmoscon/orderbook#16)', () => {
    const { say, state } = begin(krakenSpot, 'MEME/USD', krakenMarket('MEME/USD', 10));
    const bids: readonly Level[] = [['0.0000004800', '123456.00000000']];
    const asks: readonly Level[] = [['0.0000004900', '0.00000001']];
    say(message('MEME/USD', 'snapshot', [bids, asks], crc(bids, asks)));
    expect(state().streams.book).toMatchObject({ state: 'synced' });
  });

  test('zeros before the point count, and one update changes both sides (xchange-stream#361)', () => {
    const { say, state } = begin(krakenSpot, 'BTC/USD', krakenMarket('XBT/USD', 1));
    const bids: readonly Level[] = [
      ['8750.0', '1.00000000'],
      ['8740.0', '2.50000000'],
    ];
    const asks: readonly Level[] = [['8760.0', '10.00000000']];
    say(message('BTC/USD', 'snapshot', [bids, asks], crc(bids, asks)));
    const after = [
      [['8750.0', '3.00000000'], bids[1]!],
      [['8755.0', '4.00000000'], asks[0]!],
    ] as const;
    say(message('BTC/USD', 'update', [[after[0][0]], [after[1][0]]], crc(after[0], after[1])));
    expect(state().streams.book).toMatchObject({ state: 'synced' });
    expect(touchOf(state().book.book)).toMatchObject({ bid: 8_750, bidSize: 3, ask: 8_755, askSize: 4 });
  });
});
