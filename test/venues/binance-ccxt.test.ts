import { expect, test } from 'vitest';
import type { DecodedTrade, Venue } from '../../src/core/index.ts';
import { binanceSpot } from '../../src/venues/binance-spot/index.ts';
import { binanceUsdm } from '../../src/venues/binance-usdm/index.ts';
import { binanceRun, usdmForm } from './binance-frames.ts';
import type { BinanceRun } from './binance-frames.ts';
import { ccxtClient, ccxtExchange } from './ccxt.ts';
import { isSnapshot } from './follow.ts';
import { NaiveBook } from './naive-book.ts';
import { framesOf, noRecordings, readRecording } from './recordings.ts';

if (noRecordings !== null) console.warn(`Binance against ccxt on recordings left out: ${noRecordings}`);

/** Comparing books is slow, so they are compared once in this many updates, which locates a difference well enough. */
const COMPARE_EVERY = 100;

interface Pair {
  readonly market: { readonly name: 'binance' | 'binanceusdm'; readonly url: string; readonly venue: Venue };
  readonly id: string;
  readonly symbol: string;
}

const SPOT: Pair['market'] = { name: 'binance', url: 'wss://stream.binance.com:9443/ws/0', venue: binanceSpot };
const USDM: Pair['market'] = { name: 'binanceusdm', url: 'wss://fstream.binance.com/public/ws/0', venue: binanceUsdm };

/** Both read the same frames in step. Every trade and quote is compared; books are compared at intervals and at the end. */
async function compare({ market, id, symbol, body, frames }: Pair & BinanceRun): Promise<void> {
  const { name, url, venue } = market;
  const exchange = await ccxtExchange(name, [{ id, symbol }]);
  const client = ccxtClient(url);

  const theirs = exchange.orderBook({});
  exchange.orderbooks[symbol] = theirs;
  theirs.reset({
    ...exchange.parseOrderBook(JSON.parse(body), symbol),
    nonce: (JSON.parse(body) as { lastUpdateId: number }).lastUpdateId,
  });

  const answer = venue.questions.snapshot?.decode({ symbol: id }, body) ?? fail();
  if (!answer.ok) throw new Error(JSON.stringify(answer));
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
    for (const message of venue.decode(frame)) {
      if (message.kind === 'trade') trades.push(message);
      else if (message.kind === 'quote') {
        const { bid, bidVolume, ask, askVolume } = exchange.bidsasks[symbol] ?? fail();
        const same = message.bid === bid && message.bidSize === bidVolume && message.ask === ask && message.askSize === askVolume;
        if (!same) expect(message).toMatchObject({ bid, bidSize: bidVolume, ask, askSize: askVolume });
        quotes++;
      } else if (message.kind === 'book_delta') {
        const continuity = venue.book[bridged ? 'next' : 'bridge'](last, message);
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

test.each([
  { market: SPOT, id: 'ABCUSDT', symbol: 'ABC/USDT', ...binanceRun('ABCUSDT', 5, 6_000) },
  { market: USDM, id: 'ABCUSDT', symbol: 'ABC/USDT:USDT', ...binanceRun('ABCUSDT', 6, 6_000, usdmForm) },
])('$market.venue.card.name against ccxt on a made-up run: the same trades, quotes and books', compare);

test.skipIf(noRecordings !== null).each([
  { market: SPOT, id: 'BTCUSDT', symbol: 'BTC/USDT', path: 'recordings/spot_btcusdt_20240808.gz' },
  { market: SPOT, id: 'ETHUSDT', symbol: 'ETH/USDT', path: 'recordings/spot_ethusdt_20240808.gz' },
  { market: USDM, id: 'BTCUSDT', symbol: 'BTC/USDT:USDT', path: 'recordings/usdm_btcusdt_20240808.gz' },
])('$market.venue.card.name against ccxt on the recording of $id: the same trades, quotes and books', ({ path, ...pair }) => {
  const lines = framesOf(readRecording(path));
  return compare({ ...pair, body: lines.find(isSnapshot) ?? '', frames: lines.filter((frame) => !isSnapshot(frame)) });
});

const fail = (): never => {
  throw new Error('ccxt or our venue has nothing to compare');
};
