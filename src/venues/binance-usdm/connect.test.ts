import { describe, expect, test } from 'vitest';
import { ALL_SYMBOLS, type StreamKind, type Subscription } from '../../core/index.ts';
import { connect } from './connect.ts';

const STREAMS: readonly StreamKind[] = ['book', 'trade', 'quote', 'mark', 'funding', 'candle', 'liquidation'];
const all = (symbols: readonly string[]): Subscription[] =>
  STREAMS.flatMap((stream) => symbols.map((symbol) => ({ symbol, stream })));

describe('a plan', () => {
  test.each([
    'ws://127.0.0.1:9000',
    'ws://127.0.0.1:9000/',
    'ws://127.0.0.1:9000/ws',
    'ws://127.0.0.1:9000/stream/',
    'ws://127.0.0.1:9000/public',
    'ws://127.0.0.1:9000/public/stream',
    'ws://127.0.0.1:9000/market/ws/',
    ' ws://127.0.0.1:9000//',
  ])('from %s asks each part of the host for what it sends', (host) =>
    expect(connect.plan(all(['BTCUSDT']), host).map(({ url }) => url)).toEqual([
      'ws://127.0.0.1:9000/public/stream?streams=btcusdt@depth@100ms/btcusdt@trade/btcusdt@bookTicker',
      'ws://127.0.0.1:9000/market/stream?streams=btcusdt@markPrice@1s/btcusdt@kline_1m/btcusdt@forceOrder',
    ]),
  );

  test('keeps a path that a proxy has', () =>
    expect(connect.plan(all(['X']), 'wss://proxy.example/binance/ws')[0]?.url).toMatch(
      /^wss:\/\/proxy\.example\/binance\/public\/stream\?/,
    ));

  test('pings by the protocol, gives up after two pings without an answer, and lasts 24 hours', () =>
    expect(connect.plan(all(['BTCUSDT']), 'wss://x')[0]).toMatchObject({
      onOpen: [],
      ping: { everyMs: 15_000, text: null },
      idleMs: 30_000,
      maxAgeMs: 86_400_000,
    }));

  test('of many symbols: nothing lost or twice, no symbol split over one part', () => {
    const symbols = Array.from({ length: 300 }, (_, n) => `SYMBOL${n}USDT`);
    const plans = connect.plan([...all(symbols), ...all(symbols.slice(0, 9))], 'wss://x');
    const homes = new Map<string, Set<string>>();
    for (const { url, subscriptions } of plans) {
      if (url.includes('!')) continue;
      expect(subscriptions.length).toBeLessThanOrEqual(200);
      const part = url.split('/')[3] as string;
      for (const { symbol } of subscriptions)
        homes.set(`${part} ${symbol}`, (homes.get(`${part} ${symbol}`) ?? new Set()).add(url));
    }
    expect(homes.size).toBe(600);
    expect([...homes.values()].every(({ size }) => size === 1)).toBe(true);
    expect(plans.flatMap(({ subscriptions }) => subscriptions)).toHaveLength(2_100);
  });

  test('of all instruments takes their mark prices every three seconds, over a connection of its own', () => {
    const every = (['mark', 'funding'] as const).map((stream): Subscription => ({ symbol: ALL_SYMBOLS, stream }));
    const url = 'wss://x/market/stream?streams=!markPrice@arr';
    expect(connect.plan(every, 'wss://x')).toMatchObject([{ url, subscriptions: every }]);
    const plans = connect.plan([...every, ...all(['BTCUSDT'])], 'wss://x');
    expect(plans.filter((plan) => plan.url === url)).toMatchObject([{ subscriptions: every }]);
    expect(plans.filter((plan) => plan.url !== url)).toEqual(connect.plan(all(['BTCUSDT']), 'wss://x'));
    // From a hundred symbols on, they share the channel of the followed ones. The same connection comes of its own subscriptions.
    const symbols = Array.from({ length: 100 }, (_, n) => `SYMBOL${n}USDT`);
    const shared = connect.plan([...every, ...all(symbols)], 'wss://x').filter((plan) => plan.url.includes('!'));
    expect(shared).toMatchObject([{ url: `${url}@1s` }]);
    expect(shared[0]?.subscriptions).toHaveLength(202);
    expect(connect.plan(shared[0]?.subscriptions ?? [], 'wss://x')).toEqual(shared);
  });

  test('of a hundred symbols or more takes the mark prices of all instruments from one channel', () => {
    const symbols = Array.from({ length: 100 }, (_, n) => `SYMBOL${n}USDT`);
    const channel = (count: number) =>
      connect
        .plan(all(symbols.slice(0, count)), 'wss://x')
        .filter(({ url }) => url === 'wss://x/market/stream?streams=!markPrice@arr@1s');
    expect(channel(99)).toEqual([]);
    expect(channel(100)).toHaveLength(1);
    expect(channel(100)[0]?.subscriptions).toHaveLength(200);
    expect(connect.plan(all(symbols), 'wss://x').filter(({ url }) => url.includes('@markPrice@1s'))).toEqual([]);
  });

  test('of nothing is none', () => expect(connect.plan([], 'wss://x')).toEqual([]));

  test('of a delivery contract and of a symbol that is hostile or not ASCII', () =>
    expect(
      connect
        .plan(
          ['BTCUSDT_260327', 'A/../?x=1&币'].map((symbol) => ({ symbol, stream: 'trade' as const })),
          'wss://x',
        )
        .map(({ url }) => url),
    ).toEqual(['wss://x/public/stream?streams=btcusdt_260327@trade/a%2F..%2F%3Fx%3D1%26%E5%B8%81@trade']));
});

test('a book is sent whole again by REST, not by frames', () => expect(connect.resync('BTCUSDT')).toEqual([]));
