import { expect, test } from 'vitest';
import { fromMillis, US_PER_SECOND, type MarketEvent } from '../../src/core/index.ts';
import { reduce, startFeed, type Effect, type FeedState } from '../../src/runtime/feed/index.ts';
import { createExchange, createVirtualClock } from '../../src/simulator/index.ts';
import { binanceUsdm } from '../../src/venues/binance-usdm/index.ts';
import { driveSimulated } from '../testing/simulated-feed.ts';

const LETTERS = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K'];
const SYMBOLS = LETTERS.flatMap((one) => LETTERS.map((two) => `${one}${two}XUSDT`));
const START = fromMillis(Date.UTC(2026, 0, 15, 12));

test('one channel of all instruments brings each of a hundred markets its mark price and funding, once a second', () => {
  const clock = createVirtualClock(START);
  const exchange = createExchange({
    venue: 'binance-usdm',
    seed: 3,
    clock,
    symbols: SYMBOLS,
    levels: 5,
    intensity: 0.01,
    historyMinutes: 0,
  });
  let feed: FeedState | null = null;
  const events: MarketEvent[] = [];
  const connected: string[] = [];
  const driver = driveSimulated({
    venue: binanceUsdm,
    exchange,
    clock,
    settings: { seed: 3 },
    apply(input) {
      let effects: readonly Effect[];
      if (input.kind === 'start') ({ feed, effects } = startFeed(binanceUsdm, input));
      else effects = reduce(binanceUsdm, feed as FeedState, input);
      for (const effect of effects) {
        if (effect.kind === 'event') events.push(effect.event);
        if (effect.kind === 'connect') connected.push(effect.url);
      }
      return effects;
    },
  });
  clock.advanceBy(12_000);
  driver.stop();
  exchange.stop();
  expect(connected.filter((url) => url.endsWith('/market/stream?streams=!markPrice@arr@1s'))).toHaveLength(1);
  expect(connected.filter((url) => /[a-z]@markPrice/.test(url))).toEqual([]);
  for (const symbol of SYMBOLS) {
    for (const kind of ['mark', 'funding'] as const) {
      const own = events.flatMap((event) => (event.type === kind && event.symbol === symbol ? [event.tsEvent] : []));
      expect(own.length, `${symbol} ${kind}`).toBeGreaterThan(7);
      for (const [i, at] of own.slice(1).entries()) expect(at - (own[i] as number)).toBe(US_PER_SECOND);
      expect((feed as FeedState | null)?.symbols.get(symbol)?.streams[kind]?.state).toBe('synced');
    }
  }
  expect((feed as FeedState | null)?.quarantined).toBe(0);
});
