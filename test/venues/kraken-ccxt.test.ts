import { expect, test } from 'vitest';
import type { DecodedTrade, Instrument } from '../../src/core/index.ts';
import { krakenSpot } from '../../src/venues/kraken-spot/index.ts';
import { ccxtClient, ccxtExchange } from './ccxt.ts';
import { krakenFrames, PRICE_DECIMALS, SIZE_DECIMALS } from './kraken-frames.ts';
import { flat, NaiveBook } from './naive-book.ts';

const symbol = 'BTC/USD';
const instrument: Instrument = {
  id: 'kraken-spot:BTC/USD',
  venue: 'kraken-spot',
  symbol,
  kind: 'spot',
  base: 'BTC',
  quote: 'USD',
  priceScale: PRICE_DECIMALS,
  sizeScale: SIZE_DECIMALS,
  tick: 0.1,
  lot: 1e-8,
  status: 'trading',
  scaleFrom: 'definition',
  contract: null,
};

const checksum = (book: NaiveBook): number | 'no_match' | null =>
  krakenSpot.book.checksum(flat(book.bids().slice(0, krakenSpot.book.depth)), flat(book.asks()), instrument);

test("Kraken Spot against ccxt's own handlers, frame by frame: the same trades and books, and every checksum right", async () => {
  const exchange = await ccxtExchange('kraken', [{ id: symbol, symbol }]);
  const client = ccxtClient('wss://ws.kraken.com/v2');
  const ours = new NaiveBook();
  const trades: DecodedTrade[] = [];
  let books = 0;
  for (const frame of krakenFrames(symbol, 7, 1_500)) {
    exchange.handleMessage(client, JSON.parse(frame));
    for (const message of krakenSpot.decode(frame)) {
      if (message.kind === 'trade') {
        trades.push(message);
        continue;
      }
      if (message.kind === 'book_snapshot') ours.load(message.bids, message.asks);
      else if (message.kind === 'book_delta') ours.apply(message.bids, message.asks);
      else throw new Error(`not expected: ${JSON.stringify(message)}`);
      ours.truncate(krakenSpot.book.depth);
      expect(checksum(ours)).toBe(message.checksum);
      const theirs = exchange.orderbooks[symbol];
      expect(ours.bids()).toEqual(theirs?.bids.map(([price, size]) => [price, size]));
      expect(ours.asks()).toEqual(theirs?.asks.map(([price, size]) => [price, size]));
      books++;
    }
  }
  expect(books).toBeGreaterThan(1_000);
  expect(client.rejected).toEqual([]);
  expect(trades.length).toBeGreaterThan(300);
  expect(trades.map(({ id, price, size, side, tsEvent }) => [id, price, size, side, Math.floor(tsEvent / 1_000)])).toEqual(
    exchange.trades[symbol]?.map((trade) => [trade.id, trade.price, trade.amount, trade.side, trade.timestamp]),
  );
});

test('an update that is lost shows in the checksum of a later one', () => {
  const frames = [...krakenFrames(symbol, 11, 400)].filter((frame) => frame.includes('"book"'));
  const lost = frames.findIndex((frame, index) => index > 50 && touchesTop(frame, frames.slice(0, index)));
  expect(lost).toBeGreaterThan(50);
  const wrong = frames.findIndex((_, index) => index > lost && !proves(frames.slice(0, index + 1).toSpliced(lost, 1)));
  expect(wrong).toBe(lost + 1);
});

/** Whether the book after these frames has the checksum stated in the last frame. */
function proves(frames: readonly string[]): boolean {
  const book = new NaiveBook();
  let stated: number | null = null;
  for (const message of frames.flatMap((frame) => krakenSpot.decode(frame))) {
    if (message.kind === 'book_snapshot') book.load(message.bids, message.asks);
    if (message.kind === 'book_delta') book.apply(message.bids, message.asks);
    book.truncate(krakenSpot.book.depth);
    if (message.kind === 'book_snapshot' || message.kind === 'book_delta') stated = message.checksum;
  }
  return checksum(book) === stated;
}

/** Whether this frame changed the ten best levels: the book before it does not have the frame's checksum. */
function touchesTop(frame: string, before: readonly string[]): boolean {
  const next = krakenSpot.decode(frame)[0];
  const stated = next?.kind === 'book_delta' ? next.checksum : null;
  const last = krakenSpot.decode(before.at(-1) ?? '')[0];
  return last?.kind === 'book_delta' && stated !== last.checksum;
}
