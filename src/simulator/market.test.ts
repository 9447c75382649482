import { expect, test } from 'vitest';
import { runs } from '../../test/testing/scale.ts';
import fc from 'fast-check';
import { START, setUp } from './test-client.ts';
import { listingOf } from './listing.ts';
import { createMarket, type Fill, type LevelChange } from './market.ts';
import { SCENARIOS, scenarioNames } from './scenario.ts';

const listing = listingOf('binance-spot', 'BTCUSDT');

function run(seed: number, scenarioName: keyof typeof SCENARIOS, seconds: number) {
  const changes: LevelChange[] = [];
  const fills: Fill[] = [];
  const spreads: number[] = [];
  const market = createMarket({
    listing,
    scenario: SCENARIOS[scenarioName],
    seed,
    start: START,
    intensity: 1,
    listener: {
      change(change) {
        changes.push(change);
        spreads.push(market.asks.tickAt(0) - market.bids.tickAt(0));
      },
      traded: (fill) => void fills.push(fill),
      settled() {},
    },
  });
  const opening = market.bids.tickAt(0);
  while (market.nextAt() <= START + seconds * 1_000_000) market.step();
  return { market, changes, fills, spreads, opening };
}

test.each(scenarioNames)('%s: never crossed or locked, never empty, sizes whole and positive', (name) => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
      const { market, changes, spreads, fills } = run(seed, name, 20);
      expect(Math.min(...spreads)).toBeGreaterThan(0);
      expect(Math.min(market.bids.count, market.asks.count)).toBeGreaterThan(4);
      expect(
        changes.every(({ lots, before, tick }) => Number.isSafeInteger(lots) && lots >= 0 && before !== lots && tick > 0),
      ).toBe(true);
      expect(fills.every(({ lots }) => Number.isSafeInteger(lots) && lots > 0)).toBe(true);
    }),
    { numRuns: runs(10) },
  );
});

test('trades cluster: the counts of a second vary more than chance alone would have them', () => {
  const { fills } = run(3, 'calm', 600);
  const counts = Array.from({ length: 600 }, () => 0);
  for (const { at } of fills) {
    const second = Math.min(599, Math.floor((at - START) / 1e6));
    counts[second] = (counts[second] ?? 0) + 1;
  }
  const mean = counts.reduce((a, b) => a + b, 0) / counts.length;
  const variance = counts.reduce((a, b) => a + (b - mean) ** 2, 0) / counts.length;
  expect(mean).toBeGreaterThan(2);
  expect(variance / mean).toBeGreaterThan(2);
});

test('the price moves, sizes have a heavy tail, and both sides trade', () => {
  const { market, fills, opening } = run(5, 'calm', 300);
  expect(market.bids.tickAt(0)).not.toBe(opening);
  expect(new Set(fills.map(({ tick }) => tick)).size).toBeGreaterThan(100);
  const sizes = fills.map(({ lots }) => lots).toSorted((a, b) => a - b);
  expect((sizes.at(-1) as number) / (sizes[sizes.length >> 1] as number)).toBeGreaterThan(20);
  const bought = fills.filter(({ side }) => side === 'buy').length / fills.length;
  expect(bought).toBeGreaterThan(0.25);
  expect(bought).toBeLessThan(0.75);
});

test('a Binance book is over 1,500 levels deep, and drift leaves the range of a 1,000-level snapshot within a minute', () => {
  const { clock, exchange } = setUp({ venue: 'binance-spot', scenario: 'drift' });
  const opening = exchange.truth.now('BTCUSDT');
  expect(Math.min(opening.bids.length, opening.asks.length)).toBeGreaterThan(1_500);
  const edge = opening.asks[999]?.[0] as number;
  clock.advanceBy(60_000);
  expect(exchange.truth.now('BTCUSDT', 1).asks[0]?.[0]).toBeGreaterThan(edge);
});

test.each([
  ['binance-spot', 'BTCUSD', 'Write base and quote in capitals, such as BTCUSDT; quotes are FDUSD, USDT'],
  ['binance-usdm', 'btcusdt', 'Write base and quote in capitals, such as BTCUSDT; quotes are FDUSD, USDT'],
  ['kraken-spot', 'BTCUSD', 'Write base and quote in capitals with a slash between them, such as BTC/USD'],
] as const)('on %s the refusal of %s shows a symbol that is right, which is accepted', (venue, symbol, form) => {
  expect(() => listingOf(venue, symbol)).toThrow(`"${symbol}" is not a symbol as ${venue} writes it. ${form}`);
  expect(listingOf(venue, /such as ([A-Z/]+)/.exec(form)?.[1] ?? '').base).toBe('BTC');
});
