import { expect, test } from 'vitest';
import type { DecodedTrade } from '../../src/core/index.ts';
import { binanceSpot } from '../../src/venues/binance-spot/index.ts';
import { binanceRun } from './binance-frames.ts';
import type { BinanceRun } from './binance-frames.ts';
import { ccxtClient, ccxtExchange } from './ccxt.ts';
import { NaiveBook } from './naive-book.ts';
import { framesOf, noRecordings, readRecording } from './recordings.ts';

if (noRecordings !== null) console.warn(`Binance Spot against ccxt on recordings left out: ${noRecordings}`);

/** Comparing whole books is slow beside reading frames; each so many updates is often enough to place a difference. */
const COMPARE_EVERY = 100;

/** Both read the same frames, in step; every trade and quote is compared, the books at times and at the end. */
async function compare({ id, symbol, body, frames }: { id: string; symbol: string } & BinanceRun): Promise<void> {
  const exchange = await ccxtExchange('binance', [{ id, symbol }]);
  const client = ccxtClient('wss://stream.binance.com:9443/ws/0');

  const theirs = exchange.orderBook({});
  exchange.orderbooks[symbol] = theirs;
  theirs.reset({
    ...exchange.parseOrderBook(JSON.parse(body), symbol),
    nonce: (JSON.parse(body) as { lastUpdateId: number }).lastUpdateId,
  });

  const answer = binanceSpot.rest.decode(binanceSpot.rest.snapshot(id) ?? fail(), body);
  if (!answer.ok || answer.value.kind !== 'book_snapshot') throw new Error(JSON.stringify(answer));
  const ours = new NaiveBook();
  ours.load(answer.value.bids, answer.value.asks);
  let last = answer.value.last;
  let bridged = false;

  const trades: DecodedTrade[] = [];
  let [applied, compared, quotes] = [0, 0, 0];
  const compareBooks = (): void => {
    expect(last).toBe(theirs.nonce);
    expect(ours.bids()).toEqual(theirs.bids.map(([price, size]) => [price, size]));
    expect(ours.asks()).toEqual(theirs.asks.map(([price, size]) => [price, size]));
    compared++;
  };
  for (const frame of frames) {
    exchange.handleMessage(client, JSON.parse(frame));
    for (const message of binanceSpot.decode(frame)) {
      if (message.kind === 'trade') trades.push(message);
      else if (message.kind === 'quote') {
        const { bid, bidVolume, ask, askVolume } = exchange.bidsasks[symbol] ?? fail();
        const same = message.bid === bid && message.bidSize === bidVolume && message.ask === ask && message.askSize === askVolume;
        if (!same) expect(message).toMatchObject({ bid, bidSize: bidVolume, ask, askSize: askVolume });
        quotes++;
      } else if (message.kind === 'book_delta') {
        const continuity = binanceSpot.book[bridged ? 'next' : 'bridge'](last, message);
        expect(continuity).not.toBe('gap');
        if (continuity !== 'next') continue;
        bridged = true;
        ours.apply(message.bids, message.asks);
        last = message.last;
        if (++applied % COMPARE_EVERY === 0) compareBooks();
      } else throw new Error(`not expected: ${JSON.stringify(message)}`);
    }
  }
  compareBooks();
  expect(compared).toBeGreaterThan(20);
  expect(quotes).toBeGreaterThan(1_000);
  expect(client.rejected).toEqual([]);
  const known = exchange.trades[symbol] ?? [];
  expect(trades.length).toBeGreaterThan(1_000);
  expect(trades.map(({ id: tradeId, price, size, side, tsEvent }) => [tradeId, price, size, side, tsEvent / 1_000])).toEqual(
    known.map((trade) => [trade.id, trade.price, trade.amount, trade.side, trade.timestamp]),
  );
  expect(ours.bids().length).toBeGreaterThan(500);
}

test('Binance Spot against ccxt on a made-up run: the same trades, quotes and books', () =>
  compare({ id: 'ABCUSDT', symbol: 'ABC/USDT', ...binanceRun('ABCUSDT', 5, 6_000) }));

test.skipIf(noRecordings !== null).each([
  { id: 'BTCUSDT', symbol: 'BTC/USDT', path: 'recordings/spot_btcusdt_20240808.gz' },
  { id: 'ETHUSDT', symbol: 'ETH/USDT', path: 'recordings/spot_ethusdt_20240808.gz' },
])('Binance Spot against ccxt on the recording of $id: the same trades, quotes and books', ({ id, symbol, path }) => {
  const lines = framesOf(readRecording(path));
  const isBody = (frame: string): boolean => frame.startsWith('{"lastUpdateId"');
  return compare({ id, symbol, body: lines.find(isBody) ?? '', frames: lines.filter((frame) => !isBody(frame)) });
});

const fail = (): never => {
  throw new Error('ccxt or our venue has nothing to compare');
};
