import { expect, test } from 'vitest';
import { fromRfc3339 } from '../core/index.ts';
import { KRAKEN, krakenSubscribe, listen, setUp, type Setup } from './test-client.ts';

/** CRC-32 bit by bit (reflected, polynomial 0xEDB88320), as an independent check of the exchange's checksum. */
function slowCrc32(text: string): number {
  let crc = 0xffffffff;
  for (const char of text) {
    crc ^= char.charCodeAt(0);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

type Row = readonly [price: string, qty: string];

interface BookMessage {
  readonly type: 'snapshot' | 'update';
  readonly symbol: string;
  readonly bids: Row[];
  readonly asks: Row[];
  readonly checksum: number;
  readonly timestamp: string;
}

/** Reads a book frame by pattern, so that the digits stay as printed. */
function readBook(text: string): BookMessage | null {
  const match =
    /^\{"channel":"book","type":"(\w+)","data":\[\{"symbol":"([^"]+)","bids":(\[.*?\]),"asks":(\[.*?\]),"checksum":(\d+),"timestamp":"([^"]+)"\}\]\}$/.exec(
      text,
    );
  if (!match) return null;
  const rows = (part: string): Row[] =>
    [...part.matchAll(/\{"price":([\d.]+),"qty":([\d.]+)\}/g)].map(([, price = '', qty = '']) => [price, qty]);
  const [, type, symbol = '', bids = '', asks = '', checksum, timestamp = ''] = match;
  return {
    type: type as 'snapshot' | 'update',
    symbol,
    bids: rows(bids),
    asks: rows(asks),
    checksum: Number(checksum),
    timestamp,
  };
}

/** Maintains a client's book by the venue's rules: apply the update, cut to the depth, compute the checksum. */
function follow(
  messages: readonly BookMessage[],
  depth: number,
  each: (book: { bids: Row[]; asks: Row[] }, message: BookMessage) => void,
) {
  const sides = { bids: new Map<string, string>(), asks: new Map<string, string>() };
  for (const message of messages) {
    for (const [side, sign] of [
      ['bids', -1],
      ['asks', 1],
    ] as const) {
      if (message.type === 'snapshot') sides[side].clear();
      for (const [price, qty] of message[side]) {
        if (Number(qty) === 0) sides[side].delete(price);
        else sides[side].set(price, qty);
      }
      sides[side] = new Map([...sides[side]].toSorted(([a], [b]) => sign * (Number(a) - Number(b))).slice(0, depth));
    }
    each({ bids: [...sides.bids], asks: [...sides.asks] }, message);
  }
}

const digits = (text: string) => text.replace('.', '').replace(/^0+/, '');

function heardBooks(depth: number, options: Partial<Setup> = {}) {
  const { clock, exchange } = setUp({ venue: 'kraken-spot', scenario: 'busy', levels: 200, ...options });
  const heard = listen(exchange, clock, KRAKEN, [krakenSubscribe({ channel: 'book', symbol: ['BTC/USD', 'ETH/USD'], depth })]);
  clock.advanceBy(15_000);
  const books = heard.frames.map(readBook).filter((message) => message !== null);
  return { exchange, books, of: (symbol: string) => books.filter((message) => message.symbol === symbol) };
}

test.each([10, 25, 100])(
  'depth %i: the book a client keeps is the true one, and its checksum right, at every update',
  (depth) => {
    const { exchange, of } = heardBooks(depth);
    let compared = 0;
    follow(of('ETH/USD'), depth, (book, message) => {
      const text = [...book.asks.slice(0, 10), ...book.bids.slice(0, 10)]
        .map(([price, qty]) => digits(price) + digits(qty))
        .join('');
      expect(slowCrc32(text)).toBe(message.checksum);
      const truth = exchange.truth.at('ETH/USD', fromRfc3339(message.timestamp) as number, depth);
      const numbers = (rows: Row[]) => rows.map(([price, qty]) => [Number(price), Number(qty)]);
      expect({ bids: numbers(book.bids), asks: numbers(book.asks) }).toEqual(truth);
      compared++;
    });
    expect(compared).toBeGreaterThan(300);
  },
);

test('every update has a time of its own, and only levels inside the depth are sent', () => {
  const { of } = heardBooks(10);
  const updates = of('BTC/USD').slice(1);
  const times = updates.map(({ timestamp }) => fromRfc3339(timestamp) as number);
  expect(times.every((at, i) => i === 0 || at > (times[i - 1] as number))).toBe(true);
  const whole = heardBooks(1_000).of('BTC/USD').slice(1);
  expect(updates.length).toBeLessThan(whole.length);
});

test('prices are printed at the precision of the pair and sizes with eight decimals', () => {
  const { books } = heardBooks(10);
  for (const { symbol, bids } of books) {
    for (const [price, qty] of bids) {
      expect(price).toMatch(symbol === 'BTC/USD' ? /^\d+\.\d$/ : /^\d+\.\d\d$/);
      expect(qty).toMatch(/^\d+\.\d{8}$/);
    }
  }
});

test('status, acknowledgements, snapshots, heartbeats, ping and refusals', () => {
  const { clock, exchange } = setUp({ venue: 'kraken-spot', levels: 50, symbols: ['BTC/USDT'] });
  const heard = listen(exchange, clock, KRAKEN, [
    '{"method":"ping","req_id":42}',
    krakenSubscribe({ channel: 'trade', symbol: ['BTC/USDT', 'NO/PE'] }),
    krakenSubscribe({ channel: 'ticker', symbol: ['BTC/USDT'], event_trigger: 'bbo' }),
    krakenSubscribe({ channel: 'ticker', symbol: ['BTC/USDT'], event_trigger: 'bbo' }),
    krakenSubscribe({ channel: 'book', symbol: ['BTC/USDT'], depth: 11 }),
    'hello',
    '{"method":"unsubscribe","params":{"channel":"book","symbol":["BTC/USDT"]}}',
  ]);
  clock.advanceBy(10_500);
  const frames = heard.frames.map((text) => JSON.parse(text) as Record<string, unknown>);
  const of = (channel: string) => frames.filter((frame) => frame['channel'] === channel);
  expect(of('status')[0]).toMatchObject({ type: 'update', data: [{ system: 'online', api_version: 'v2' }] });
  expect(of('heartbeat')).toHaveLength(10);
  expect(frames.find((frame) => frame['method'] === 'pong')).toMatchObject({ req_id: 42 });
  expect(frames.filter((frame) => frame['success'] === false).map((frame) => frame['error'])).toEqual([
    'Currency pair not supported NO/PE',
    'Already subscribed',
    'Subscription depth not supported',
    'Malformed request',
    'Subscription Not Found',
  ]);
  expect(frames.find((frame) => frame['success'] === true)).toMatchObject({
    method: 'subscribe',
    result: { channel: 'trade', snapshot: true, symbol: 'BTC/USDT' },
    time_in: expect.stringMatching(/Z$/) as string,
    time_out: expect.stringMatching(/Z$/) as string,
  });
  const trades = of('trade').flatMap((frame) => frame['data'] as { trade_id: number }[]);
  expect(of('trade')[0]).toMatchObject({ type: 'snapshot' });
  expect(trades.length).toBeGreaterThan(50);
  trades.slice(1).forEach(({ trade_id: id }, i) => expect(id).toBe((trades[i]?.trade_id as number) + 1));
  for (const field of ['bid', 'bid_qty', 'ask', 'ask_qty', 'last', 'volume', 'vwap', 'low', 'high', 'change', 'change_pct']) {
    expect(of('ticker')[1]).toHaveProperty(['data', 0, field]);
  }
});

test('after unsubscribing nothing more comes, and subscribing again starts with a snapshot', () => {
  const { clock, exchange } = setUp({ venue: 'kraken-spot', levels: 50 });
  const params = { channel: 'book', symbol: ['BTC/USD'], depth: 25 };
  const heard = listen(exchange, clock, KRAKEN, [krakenSubscribe(params)]);
  clock.advanceBy(3_000);
  heard.send(JSON.stringify({ method: 'unsubscribe', params }));
  clock.advanceBy(50);
  const before = heard.frames.map(readBook).filter((message) => message !== null).length;
  clock.advanceBy(3_000);
  expect(heard.frames.map(readBook).filter((message) => message !== null)).toHaveLength(before);
  heard.send(krakenSubscribe(params));
  clock.advanceBy(50);
  expect(heard.frames.map(readBook).filter((message) => message !== null)[before]?.type).toBe('snapshot');
});
