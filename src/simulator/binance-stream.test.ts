import { expect, test } from 'vitest';
import { BINANCE_ALL, askJson, listen, setUp } from './test-client.ts';

type Row = [string, string];
interface Depth {
  s: string;
  U: number;
  u: number;
  b: Row[];
  a: Row[];
}
interface Combined<T> {
  stream: string;
  data: T;
}

const read = <T>(frames: readonly string[], name: string): T[] =>
  frames
    .map((text) => JSON.parse(text) as Combined<T>)
    .filter(({ stream }) => stream === name)
    .map(({ data }) => data);

/** Applies an update to two maps from a price's text to its size; kept as simple as possible. */
function fold(sides: { bids: Map<string, string>; asks: Map<string, string> }, { b, a }: { b: Row[]; a: Row[] }) {
  for (const [map, rows] of [
    [sides.bids, b],
    [sides.asks, a],
  ] as const) {
    for (const [price, size] of rows) {
      if (Number(size) === 0) map.delete(price);
      else map.set(price, size);
    }
  }
}

const numbers = (map: Map<string, string>, sign: 1 | -1) =>
  [...map].map(([price, size]) => [Number(price), Number(size)] as [number, number]).toSorted(([p], [q]) => sign * (p - q));

test('depth frames folded on a snapshot give the true book at every update id', () => {
  const { clock, exchange } = setUp({ venue: 'binance-spot', levels: 300 });
  const heard = listen(exchange, clock, BINANCE_ALL);
  clock.advanceBy(1_500);
  const snapshot = askJson(exchange, clock, '/api/v3/depth?symbol=BTCUSDT&limit=5000') as {
    lastUpdateId: number;
    bids: Row[];
    asks: Row[];
  };
  const sides = { bids: new Map(snapshot.bids), asks: new Map(snapshot.asks) };
  clock.advanceBy(30_000);
  const depths = read<Depth>(heard.frames, 'btcusdt@depth@100ms');
  let last = 0;
  let compared = 0;
  for (const depth of depths) {
    if (last > 0) expect(depth.U).toBe(last + 1);
    last = depth.u;
    if (depth.u <= snapshot.lastUpdateId) continue;
    fold(sides, depth);
    const truth = exchange.truth.at('BTCUSDT', depth.u);
    expect({ bids: numbers(sides.bids, -1), asks: numbers(sides.asks, 1) }).toEqual(truth);
    compared++;
  }
  expect(compared).toBeGreaterThan(200);
});

test('a book at depth id u has the touch of the last bookTicker up to u', () => {
  const { clock, exchange } = setUp({ venue: 'binance-spot', levels: 100 });
  const heard = listen(exchange, clock, BINANCE_ALL);
  clock.advanceBy(20_000);
  const quotes = read<{ u: number; b: string; B: string; a: string; A: string }>(heard.frames, 'ethusdt@bookTicker');
  expect(quotes.length).toBeGreaterThan(100);
  for (const { u } of read<Depth>(heard.frames, 'ethusdt@depth@100ms')) {
    const quote = quotes.findLast((one) => one.u <= u);
    if (quote === undefined) continue;
    const truth = exchange.truth.at('ETHUSDT', u, 1);
    expect(truth).toEqual({ bids: [[Number(quote.b), Number(quote.B)]], asks: [[Number(quote.a), Number(quote.A)]] });
  }
});

test('trades number consecutively and meet the touch of their side', () => {
  const { clock, exchange } = setUp({ venue: 'binance-spot', scenario: 'busy', levels: 100 });
  const heard = listen(exchange, clock, BINANCE_ALL);
  clock.advanceBy(10_000);
  const trades = read<{ t: number; p: string; q: string; m: boolean; E: number; T: number }>(heard.frames, 'btcusdt@trade');
  expect(trades.length).toBeGreaterThan(30);
  trades.slice(1).forEach(({ t }, i) => expect(t).toBe((trades[i]?.t as number) + 1));
  expect(trades.every(({ p, q }) => /^\d+\.\d{8}$/.test(p) && Number(q) > 0)).toBe(true);
  const [first] = askJson(exchange, clock, '/api/v3/historicalTrades?symbol=BTCUSDT&fromId=1000000000&limit=1') as {
    price: string;
    qty: string;
  }[];
  expect([first?.price, first?.qty]).toEqual([trades[0]?.p, trades[0]?.q]);
});

test('the same seed gives the same frames at the same times, another seed does not', () => {
  const record = (seed: number) => {
    const { clock, exchange } = setUp({
      venue: 'binance-spot',
      seed,
      levels: 200,
      faults: 'drop:0.01,duplicate:0.01,delay:0.01x300ms',
    });
    const heard = listen(exchange, clock, BINANCE_ALL);
    clock.advanceBy(10_000);
    return heard.frames.map((text, i) => `${heard.at[i]} ${text}`).join('\n');
  };
  expect(record(11)).toBe(record(11));
  expect(record(11)).not.toBe(record(12));
});

test('the market is the same whether anybody watches or not', () => {
  const watched = setUp({ venue: 'binance-spot' });
  const alone = setUp({ venue: 'binance-spot' });
  listen(watched.exchange, watched.clock, BINANCE_ALL);
  watched.clock.advanceBy(5_000);
  alone.clock.advanceBy(5_000);
  expect(alone.exchange.truth.now('BTCUSDT')).toEqual(watched.exchange.truth.now('BTCUSDT'));
});

test('raw connections subscribe by frame, and bad frames are answered', () => {
  const { clock, exchange } = setUp({ venue: 'binance-spot', levels: 100 });
  const heard = listen(exchange, clock, 'wss://any/ws', [
    '{"method":"SUBSCRIBE","params":["btcusdt@trade","btcusdt@ticker"],"id":7}',
    'not json',
    '{"method":"LIST_SUBSCRIPTIONS","id":8}',
  ]);
  clock.advanceBy(5_000);
  expect(heard.frames[0]).toBe('{"result":null,"id":7}');
  expect(JSON.parse(heard.frames[1] as string)).toHaveProperty('error');
  expect(heard.frames[2]).toBe('{"result":["btcusdt@trade","btcusdt@ticker"],"id":8}');
  const day = heard.frames
    .map((text) => JSON.parse(text) as Record<string, unknown>)
    .find((frame) => frame['e'] === '24hrTicker');
  for (const field of 'eEspPwxcQbBaAohlvqOCFLn') expect(day).toHaveProperty(field);
});

test('a client that talks too much, a connection too old and a wrong path are turned away', () => {
  const { clock, exchange } = setUp({ venue: 'binance-spot', levels: 50, connectionLifeMs: 3_000 });
  const chatty = listen(
    exchange,
    clock,
    'wss://any/ws',
    Array.from({ length: 9 }, () => '{"method":"LIST_SUBSCRIPTIONS","id":1}'),
  );
  const quiet = listen(exchange, clock, BINANCE_ALL);
  const lost = listen(exchange, clock, 'wss://any/elsewhere');
  quiet.ping();
  clock.advanceBy(100);
  quiet.ping();
  clock.advanceBy(10_000);
  expect(chatty.closes).toEqual([[1008, 'Too many requests', null]]);
  expect(quiet.closes).toEqual([[1008, 'connection is too old', null]]);
  expect(lost.closes).toEqual([[1006, 'refused', 404]]);
  expect(quiet.pongs).toBe(1);
});

test('the journal keeps what was asked for and no more', () => {
  const { clock, exchange } = setUp({ venue: 'binance-spot', levels: 100, journalSeconds: 10 });
  const seen: number[] = [];
  const stop = exchange.onTruth(({ symbol, seq }) => {
    if (symbol === 'BTCUSDT' && seq !== null) seen.push(seq);
  });
  clock.advanceBy(120_000);
  stop();
  expect(exchange.truth.at('BTCUSDT', seen.at(-1) as number)).toEqual(exchange.truth.now('BTCUSDT'));
  expect(exchange.truth.at('BTCUSDT', seen.at(-100) as number)).not.toBeNull();
  expect(exchange.truth.at('BTCUSDT', seen[0] as number)).toBeNull();
  expect(exchange.truth.at('BTCUSDT', 5)).toBeNull();
  expect(() => exchange.truth.now('NOSUCH')).toThrow('not listed');
});
