import { expect, test } from 'vitest';
import { ask, askJson, listen, setUp } from './test-client.ts';

type Row = [string, string];
type Fields = Readonly<Record<string, unknown>>;
interface Depth {
  readonly U: number;
  readonly u: number;
  readonly pu: number;
  readonly b: Row[];
  readonly a: Row[];
}

const at = (part: string, ...names: readonly string[]) => `wss://any/${part}/stream?streams=${names.join('/')}`;

/** The messages received on one topic. */
const read = <T>(frames: readonly string[], name: string): T[] =>
  frames
    .map((text) => JSON.parse(text) as { stream: string; data: T })
    .filter(({ stream }) => stream === name)
    .map(({ data }) => data);

test('depth frames name the one before, ids jump, and folded on a snapshot they are the true book at every id', () => {
  const { clock, exchange } = setUp({ venue: 'binance-usdm', levels: 300 });
  const heard = listen(exchange, clock, at('public', 'btcusdt@depth@100ms'));
  clock.advanceBy(1_500);
  const snapshot = askJson(exchange, clock, '/fapi/v1/depth?symbol=BTCUSDT&limit=1000') as Fields & {
    readonly lastUpdateId: number;
    readonly bids: Row[];
    readonly asks: Row[];
  };
  const sides = { b: new Map(snapshot.bids), a: new Map(snapshot.asks) };
  clock.advanceBy(20_000);
  const depths = read<Depth>(heard.frames, 'btcusdt@depth@100ms');
  const numbers = (map: Map<string, string>, sign: 1 | -1) =>
    [...map].map(([price, size]) => [Number(price), Number(size)]).toSorted(([p = 0], [q = 0]) => sign * (p - q));
  let [last, compared, jumps] = [0, 0, 0];
  for (const depth of depths) {
    expect(depth.pu < depth.U && depth.U <= depth.u).toBe(true);
    if (last > 0) expect(depth.pu).toBe(last);
    if (depth.U > depth.pu + 1) jumps++;
    last = depth.u;
    if (depth.u <= snapshot.lastUpdateId) continue;
    if (compared === 0) expect(depth.U <= snapshot.lastUpdateId || depth.pu === snapshot.lastUpdateId).toBe(true);
    for (const side of ['b', 'a'] as const)
      for (const [price, size] of depth[side]) {
        if (Number(size) === 0) sides[side].delete(price);
        else sides[side].set(price, size);
      }
    if (++compared % 8 !== 0) continue;
    expect({ bids: numbers(sides.b, -1), asks: numbers(sides.a, 1) }).toEqual(exchange.truth.at('BTCUSDT', depth.u));
  }
  expect(compared).toBeGreaterThan(100);
  expect(jumps).toBeGreaterThan(20);
});

test('trade ids have holes, of which some are said to be outside the book; REST has the market trades alone', () => {
  const { clock, exchange } = setUp({ venue: 'binance-usdm', intensity: 3 });
  const traded: number[] = [];
  exchange.onTrade(({ symbol, size }) => symbol === 'BTCUSDT' && traded.push(size));
  const heard = listen(exchange, clock, at('public', 'btcusdt@trade'));
  clock.advanceBy(40_000);
  const all = read<{ t: number; X: string; p: string; q: string; m: boolean }>(heard.frames, 'btcusdt@trade');
  const trades = all.filter(({ X }) => X === 'MARKET');
  expect(trades.length).toBeGreaterThan(100);
  expect(traded.join(' ')).toContain(trades.map(({ q }) => Number(q)).join(' '));
  const steps = trades.slice(1).map(({ t }, i) => t - (trades[i]?.t ?? 0));
  expect(new Set(steps)).toEqual(new Set([1, 2]));
  expect(all.length).toBeGreaterThan(trades.length);
  const rows = askJson(exchange, clock, '/fapi/v1/trades?symbol=BTCUSDT&limit=50') as { id: number; price: string }[];
  const known = new Map(trades.map(({ t, p }) => [t, p]));
  expect(rows.filter(({ id }) => known.has(id)).length).toBeGreaterThan(40);
  for (const { id, price } of rows) if (known.has(id)) expect(price).toBe(known.get(id));
});

test('each part of the host sends its own streams and is silent on the others', () => {
  const { clock, exchange } = setUp({ venue: 'binance-usdm' });
  const names = ['btcusdt@depth@100ms', 'btcusdt@trade', 'btcusdt@bookTicker', 'btcusdt@markPrice@1s', 'btcusdt@kline_1m'];
  const [orders, derived, old] = ['public', 'market'].map((part) => listen(exchange, clock, at(part, ...names)));
  const gone = listen(exchange, clock, `wss://any/stream?streams=${names.join('/')}`);
  clock.advanceBy(10_000);
  const topics = (frames: readonly string[] = []) =>
    new Set(frames.map((text) => (JSON.parse(text) as { stream: string }).stream));
  expect(topics(orders?.frames)).toEqual(new Set(names.slice(0, 3)));
  expect(topics(derived?.frames)).toEqual(new Set(names.slice(3)));
  expect(old).toBeUndefined();
  expect(gone.opens).toBe(0);
});

test('the mark price of one and of all instruments is the same, and funding settles each eight hours', () => {
  const { clock, exchange } = setUp({ venue: 'binance-usdm' });
  const heard = listen(exchange, clock, at('market', 'ethusdt@markPrice@1s', '!markPrice@arr@1s'));
  clock.advanceBy(10_500);
  const one = read<Fields>(heard.frames, 'ethusdt@markPrice@1s');
  const all = read<Fields[]>(heard.frames, '!markPrice@arr@1s');
  expect(all[0]?.map(({ s }) => s)).toEqual(['BTCUSDT', 'ETHUSDT']);
  expect(all.map((list) => list[1])).toEqual(one);
  expect(one.length).toBeGreaterThanOrEqual(9);
  for (const { T, E, p, r } of one) {
    expect((T as number) % (8 * 3_600_000)).toBe(0);
    expect((T as number) > (E as number) && Number(p) > 0 && Math.abs(Number(r)) < 0.01).toBe(true);
  }
});

test('a candle runs, is closed once, and the next begins; its figures are those of the trades', () => {
  const { clock, exchange } = setUp({ venue: 'binance-usdm', intensity: 2 });
  const heard = listen(exchange, clock, at('market', 'btcusdt@kline_1m'));
  clock.advanceBy(130_000);
  const candles = read<{ k: { t: number; x: boolean; v: string; n: number; h: string; l: string } }>(
    heard.frames,
    'btcusdt@kline_1m',
  );
  const closed = candles.filter(({ k }) => k.x);
  expect(closed.map(({ k }) => k.t)).toEqual([...new Set(closed.map(({ k }) => k.t))]);
  expect(closed.length).toBeGreaterThanOrEqual(2);
  const rows = askJson(exchange, clock, '/fapi/v1/klines?symbol=BTCUSDT&interval=1m&limit=10') as (string | number)[][];
  for (const { k } of closed) {
    const row = rows.find(([start]) => start === k.t);
    expect([row?.[2], row?.[3], row?.[5], row?.[8]]).toEqual([k.h, k.l, k.v, k.n]);
  }
});

test('liquidations are filled orders, at most one a second for each symbol; open interest moves with trades', () => {
  const { clock, exchange } = setUp({ venue: 'binance-usdm', intensity: 10 });
  const heard = listen(exchange, clock, at('market', 'btcusdt@forceOrder'));
  const open = () =>
    Number((askJson(exchange, clock, '/fapi/v1/openInterest?symbol=BTCUSDT') as { openInterest: string }).openInterest);
  const first = open();
  clock.advanceBy(120_000);
  expect(open()).not.toBe(first);
  const orders = read<{ o: { X: string; q: string; z: string; T: number; S: string } }>(heard.frames, 'btcusdt@forceOrder').map(
    ({ o }) => o,
  );
  expect(orders.length).toBeGreaterThan(3);
  expect(new Set(orders.map(({ S }) => S))).toEqual(new Set(['SELL', 'BUY']));
  for (const { X, q, z } of orders) expect([X, z]).toEqual(['FILLED', q]);
  for (const [i, { T }] of orders.slice(1).entries()) expect(T - (orders[i]?.T ?? 0)).toBeGreaterThanOrEqual(1_000);
});

test('definitions are of perpetuals, and older trades want a key', () => {
  const { clock, exchange } = setUp({ venue: 'binance-usdm' });
  expect(askJson(exchange, clock, '/fapi/v1/exchangeInfo')).toMatchObject({
    symbols: [
      { symbol: 'BTCUSDT', contractType: 'PERPETUAL', marginAsset: 'USDT', pricePrecision: 1, quantityPrecision: 3 },
      { symbol: 'ETHUSDT', pricePrecision: 2 },
    ],
  });
  expect(ask(exchange, clock, '/fapi/v1/historicalTrades?symbol=BTCUSDT')).toMatchObject({ status: 401 });
  expect(askJson(exchange, clock, '/fapi/v1/openInterest?symbol=NOSUCH', 400)).toEqual({ code: -1121, msg: 'Invalid symbol.' });
});
