import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sizeAt } from '../../analytics/book/index.ts';
import { makeChanges } from './changes.ts';
import { makeLiquidity } from './liquidity.ts';
import { readMarket, type Reading } from './reading.ts';
import { makeReport } from './report.ts';
import { makeFlow } from './small-answers.ts';
import { runs } from '../../../test/testing/scale.ts';
import { BOOK_A, stage, SYMBOL, VENUE, type Stage } from './testing/stage.ts';

const readingOf = ({ engine, now }: Stage): Reading => {
  const reading = readMarket(engine, `${VENUE}:${SYMBOL}`, now());
  if (reading === null) throw new Error('not followed');
  return reading;
};

const LEVELS = [100, 99.9, 99.8, 99.7, 99.6, 99.5] as const;

/** Sizes of one level a second: small ones for the usual size, and now and then a wall. */
const changes = fc.array(fc.tuple(fc.nat({ max: LEVELS.length - 1 }), fc.integer({ min: 1, max: 400 })), {
  minLength: 5,
  maxLength: 40,
});

/** A market that has judged walls, and the id of its last update. */
function warmMarket(): { readonly on: Stage; id: number } {
  const on = stage();
  on.snapshot(10, BOOK_A);
  on.depth(11, 11);
  const market = { on, id: 11 };
  for (let i = 0; i < 25; i++) {
    on.wait(10);
    market.id++;
    on.depth(market.id, market.id, { bids: LEVELS.map((price, level) => [price, 1 + ((i + level) % 3)]) });
    on.trade(1 + i, 100, 1, 'buy');
  }
  return market;
}

test('in random markets the size of each wall is that of the same book, and the profile has its own time', () => {
  let [walls, profiles] = [0, 0];
  fc.assert(
    fc.property(changes, (moves) => {
      const market = warmMarket();
      const { on } = market;
      for (const [level, size] of moves) {
        on.wait(0.3);
        market.id++;
        on.depth(market.id, market.id, { bids: [[LEVELS[level] as number, size / 4]] });
      }
      const reading = readingOf(on);
      const { book } = reading.symbol.book;
      const report = makeReport(reading);
      const found = [...(report.liquidity.walls ?? []), ...(makeLiquidity(reading, { sizes: [], sizeUnit: 'base' }).walls ?? [])];
      for (const { side, price, qty } of found) {
        expect(qty).toBe(sizeAt(book, side, price));
        const shown = report.depth?.[side === 'bid' ? 'top20_bid' : 'top20_ask']?.find(({ p }) => p === price);
        expect(shown?.q).toBe(qty);
      }
      walls += found.length;
      for (const { side, price, qty_now } of makeChanges(reading, 1).walls ?? []) expect(qty_now).toBe(sizeAt(book, side, price));
      const profile = report.liquidity.profile;
      if (profile == null) return;
      profiles++;
      expect(Date.parse(report.as_of) - Date.parse(profile.as_of ?? '')).toBeLessThanOrEqual(5_100);
    }),
    { numRuns: runs(15) },
  );
  expect(walls).toBeGreaterThan(5);
  expect(profiles).toBeGreaterThan(5);
});

test('a window longer than trades are kept has a reason, and no time that moves with the clock', () => {
  const on = stage();
  on.snapshot(10, BOOK_A);
  on.depth(11, 11);
  const absenceOf = (seconds: number) => makeFlow(readingOf(on), [seconds]).absent.find(({ field }) => field === 'windows[0]');
  on.trade(1, 100, 1, 'buy');
  on.wait(1);
  on.trade(2, 100, 1, 'buy');
  expect(absenceOf(1_860)).toMatchObject({ ready_at: '2026-01-15T12:31:00.000Z' });
  expect(absenceOf(1_861)).toEqual({ field: 'windows[0]', reason: 'trades are kept for 31 min only', ready_at: null });
});

test('the weights of a health score sum to 1, and give the score', () => {
  const on = stage();
  on.snapshot(10, BOOK_A);
  on.depth(11, 11);
  for (let i = 0; i < 20; i++) {
    on.wait(1);
    on.depth(12 + i, 12 + i, { bids: [[99.5, 1 + (i % 2)]] });
    on.trade(1 + i, 100, 1, 'buy');
  }
  const { health } = makeReport(readingOf(on));
  const weights = Object.entries(health?.weights ?? {});
  expect(weights.length).toBeGreaterThan(2);
  expect(weights.reduce((sum, [, weight]) => sum + weight, 0)).toBeCloseTo(1, 12);
  const components: Readonly<Record<string, number | null>> = health?.components ?? {};
  const score = weights.reduce((sum, [part, weight]) => sum + weight * (components[part] ?? Number.NaN), 0);
  expect(health?.score).toBe(Math.round(100 * score));
});
