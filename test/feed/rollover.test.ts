import { expect, test } from 'vitest';
import { runs } from '../testing/scale.ts';
import { US_PER_MINUTE, US_PER_MS, type MarketEvent, type Venue } from '../../src/core/index.ts';
import { applyLevels, createBook, loadSnapshot, touchOf, type OrderBook } from '../../src/analytics/book/index.ts';
import { createStage } from './stage.ts';

/** The venue closes connections after 30 minutes plus this time, so the feed renews them at this interval. */
const RENEW_EVERY_MS = 6_000;
const hurried = (venue: Venue): Venue => ({
  ...venue,
  connect: {
    ...venue.connect,
    plan: (subscriptions, host) =>
      venue.connect
        .plan(subscriptions, host)
        .map((plan) => ({ ...plan, maxAgeMs: (30 * US_PER_MINUTE) / US_PER_MS + RENEW_EVERY_MS })),
  },
});

/** The state of a reader of events: books, and the ids of trades and quotes in order of arrival. */
function reader() {
  const books = new Map<string, { book: OrderBook; seq: number; touch: unknown }>();
  const trades = new Map<string, number[]>();
  const quotes = new Map<string, number[]>();
  const faults: string[] = [];
  const take = (event: MarketEvent) => {
    const { symbol } = event;
    if (event.type === 'trade' && event.via === 'stream') trades.set(symbol, [...(trades.get(symbol) ?? []), event.ordinal]);
    else if (event.type === 'quote') quotes.set(symbol, [...(quotes.get(symbol) ?? []), event.seq ?? -1]);
    else if (event.type === 'book_snapshot') {
      const book = createBook();
      loadSnapshot(book, event.bids, event.asks);
      books.set(symbol, { book, seq: event.seq ?? -1, touch: event.touch });
    } else if (event.type === 'book_delta') {
      const held = books.get(symbol);
      if (held === undefined || (event.seq ?? -1) <= held.seq) faults.push(`${symbol}: update ${event.seq} after ${held?.seq}`);
      if (held === undefined) return;
      applyLevels(held.book, 'bid', event.bids);
      applyLevels(held.book, 'ask', event.asks);
      books.set(symbol, { ...held, seq: event.seq ?? -1, touch: event.touch });
      if (JSON.stringify(touchOf(held.book)) !== JSON.stringify(event.touch))
        faults.push(`${symbol}: touch apart at ${event.seq}`);
    } else if (event.type === 'feed_state' && (event.state === 'gap' || event.state === 'down'))
      faults.push(`${symbol} ${event.stream}: ${event.state}, ${event.reason}`);
  };
  return { take, books, trades, quotes, faults };
}

const ROLLOVERS = runs(30);

test('planned rollovers, one after another: no gap, nothing missing, nothing twice', () => {
  const { take, books, trades, quotes, faults } = reader();
  const replaced: number[] = [];
  const stage = createStage({
    venue: 'binance-spot',
    seed: 11,
    levels: 150,
    intensity: 0.3,
    connectionLifeMs: 30_000,
    alter: hurried,
    settings: { auditSeconds: 0, backfillMinutes: 0 },
    watch: (_, effects) => {
      for (const effect of effects) {
        if (effect.kind === 'event') take(effect.event);
        else if (effect.kind === 'disconnect') replaced.push(effect.conn);
      }
    },
  });
  // A feed that stops renewing fails here, rather than never ending.
  for (let second = 0; second < 20 * ROLLOVERS && replaced.length < ROLLOVERS; second++) stage.clock.advanceBy(1_000);
  stage.check();
  stage.stop();

  expect(replaced).toHaveLength(ROLLOVERS);
  expect(faults).toEqual([]);
  expect(stage.violations).toEqual([]);
  expect(stage.feed().reconnects).toBe(0);
  expect([...stage.feed().symbols.values()].map(({ streams }) => streams.book?.duplicates)).not.toContain(0);
  for (const symbol of stage.exchange.symbols) {
    const truth = stage.exchange.truth.at(symbol, books.get(symbol)?.seq ?? -1);
    expect(touchOf((books.get(symbol) as { book: OrderBook }).book)).toMatchObject({
      bid: truth?.bids[0]?.[0],
      ask: truth?.asks[0]?.[0],
    });
    const ids = trades.get(symbol) ?? [];
    expect(ids.length).toBeGreaterThan(100);
    expect(ids).toEqual(ids.map((_, i) => (ids[0] as number) + i));
    const seqs = quotes.get(symbol) ?? [];
    expect(seqs.length).toBeGreaterThan(100);
    expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b));
  }
});

test('a shutdown that the venue announces in time costs nothing', () => {
  const stage = createStage({
    venue: 'binance-spot',
    seed: 4,
    levels: 150,
    intensity: 0.5,
    faults: 'shutdown@8sx8000ms,shutdown@30sx8000ms',
  });
  const downs: string[] = [];
  for (let second = 0; second < 50; second++) {
    stage.clock.advanceBy(1_000);
    stage.check();
    if (second > 3 && !stage.allSynced()) downs.push(`not synced after ${second} s`);
  }
  stage.stop();
  expect({ gaps: stage.gaps, downs, violations: stage.violations }).toEqual({ gaps: [], downs: [], violations: [] });
  expect(stage.exchange.fired).toHaveLength(2);
});
