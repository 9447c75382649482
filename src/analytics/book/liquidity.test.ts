import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/testing/scale.ts';
import { US_PER_SECOND } from '../../core/index.ts';
import { BAND_COUNT, BAND_EDGES, bandOf } from './bands.ts';
import type { Judged } from './liquidity-history.ts';
import { createLiquidityHistory, liveSamples, observeLiquidity, usualOf } from './liquidity-history.ts';
import { liquidityHistoryFromJson, liquidityHistoryToJson } from './liquidity-json.ts';
import { applyLevel, createBook, loadSnapshot, type OrderBook } from './order-book.ts';
import { median, percentile } from './percentile.ts';
import { findVacuums } from './vacuums.ts';
import { findWalls, wallThreshold } from './walls.ts';

const TWENTY = [1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 8, 9, 10, 11, 12, 14, 16, 20];

test('worked example: percentiles of twenty sizes', () => {
  expect(percentile(TWENTY, 95)).toBeCloseTo(16.2, 12);
  expect(percentile(TWENTY, 10)).toBeCloseTo(2, 12);
  expect(wallThreshold(16.2, 1.5, 0)).toBeCloseTo(24.3, 12);
  expect(wallThreshold(16.2, 1.5, 30)).toBe(30);
  expect([percentile([], 50), percentile([7], 95), median([3, 1, 2])]).toEqual([null, 7, 2]);
});

test('bands cover every distance once, finest at the touch', () => {
  expect([BAND_EDGES[0], BAND_EDGES[1], BAND_EDGES.at(-1)]).toEqual([0, 5 / 256, 100]);
  expect(BAND_EDGES).toHaveLength(BAND_COUNT + 1);
  fc.assert(
    fc.property(fc.double({ min: 0, max: 100, maxExcluded: true, noNaN: true }), (bps) => {
      const band = bandOf(bps)!;
      expect(bps).toBeGreaterThanOrEqual(BAND_EDGES[band]!);
      expect(bps).toBeLessThan(BAND_EDGES[band + 1]!);
    }),
  );
  expect([bandOf(100), bandOf(-1), bandOf(Number.NaN)]).toEqual([null, null, null]);
});

/** Mid 100,000: one unit of price is 0.1 bps. Twenty asks between 10 and 15 bps away, one bid at each 5 bps. */
function book(askSizes: readonly number[]): OrderBook {
  const made = createBook();
  const bids = Array.from({ length: 24 }, (_, i) => [99_999 - i * 50, 5]).flat();
  const asks = [[100_001, 1], ...askSizes.map((size, i) => [100_101 + i, size]), [100_990, 1]].flat();
  loadSnapshot(made, Float64Array.from(bids), Float64Array.from(asks));
  return made;
}

const foundIn = <T>(judged: Judged<T>): readonly T[] => (judged.ready ? judged.found : []);

const settings = { everyUs: US_PER_SECOND, windowUs: 60 * US_PER_SECOND, levels: 20 };

function seen(seconds: number, from = book(TWENTY)) {
  const history = createLiquidityHistory(settings);
  for (let second = 0; second < seconds; second++) observeLiquidity(history, from, second * US_PER_SECOND);
  return history;
}

describe('walls', () => {
  // One sample only: many copies of the twenty sizes have 16 on both sides of the 95th rank, so a P95 of 16.
  const few = { minSamples: 1, minSizes: 20 };

  test('worked example: from 24.3 on it is a wall, by the history of its own distance and side', () => {
    const history = seen(1);
    const live = book(TWENTY);
    expect(findWalls(history, live, few)).toEqual({ ready: true, found: [] });
    applyLevel(live, 'ask', 100_110, 24.29);
    expect(findWalls(history, live, few)).toMatchObject({ found: [] });
    applyLevel(live, 'ask', 100_110, 24.31);
    applyLevel(live, 'ask', 100_111, 32.5);
    applyLevel(live, 'ask', 100_112, 48.7);
    const found = foundIn(findWalls(history, live, few));
    expect(found.map(({ price, severity }) => [price, severity])).toEqual([
      [100_110, 'low'],
      [100_111, 'medium'],
      [100_112, 'high'],
    ]);
    expect(found[0]!.p95).toBeCloseTo(16.2, 9);
    expect(findWalls(history, live, { ...few, minimum: 40 })).toMatchObject({ found: [{ price: 100_112 }] });
  });

  test('no result before enough samples, but the time when it will be ready', () => {
    const history = createLiquidityHistory(settings);
    expect(findWalls(history, book(TWENTY))).toMatchObject({ ready: false, readyAt: null });
    for (let second = 100; second < 110; second++) observeLiquidity(history, book(TWENTY), second * US_PER_SECOND);
    expect(findWalls(history, book(TWENTY))).toEqual({
      ready: false,
      reason: "10 of 24 samples of the book's usual sizes",
      readyAt: 123 * US_PER_SECOND,
    });
    for (let second = 110; second <= 123; second++) observeLiquidity(history, book(TWENTY), second * US_PER_SECOND);
    expect(findWalls(history, book(TWENTY))).toMatchObject({ ready: true });
  });

  test('levels outside the known range are not judged', () => {
    const history = seen(1);
    const live = book(TWENTY);
    applyLevel(live, 'ask', 100_110, 99);
    live.known = { ...live.known, to: 100_105 };
    expect(findWalls(history, live, few)).toEqual({ ready: true, found: [] });
    expect(findWalls(history, createBook(), few)).toMatchObject({ ready: false });
  });
});

describe('vacuums', () => {
  test('bands thinner than their own tenth percentile, merged with their neighbours', () => {
    const history = seen(30);
    const live = book(TWENTY);
    expect(findVacuums(history, live)).toEqual({ ready: true, found: [] });
    for (const rank of [4, 5, 6]) applyLevel(live, 'bid', 99_999 - rank * 50, rank === 5 ? 0 : 4);
    const result = findVacuums(history, live);
    expect(result).toMatchObject({ ready: true, found: [{ side: 'bid', depth: 8, thin: 15, severity: 'medium' }] });
    const [region] = foundIn(result);
    expect(region!.from).toBeCloseTo(99_650, 6);
    expect(region!.to).toBeCloseTo(99_800, 6);
    expect(region!.widthBps).toBe(15);
  });

  test('graded by depth and by width', () => {
    const history = seen(30);
    const one = book(TWENTY);
    applyLevel(one, 'bid', 99_999 - 250, 4);
    expect(findVacuums(history, one)).toMatchObject({ found: [{ severity: 'low', widthBps: 5 }] });
    applyLevel(one, 'bid', 99_999 - 250, 1);
    expect(findVacuums(history, one)).toMatchObject({ found: [{ severity: 'high', widthBps: 5 }] });
    const wide = book(TWENTY);
    for (const rank of [4, 5, 6, 7]) applyLevel(wide, 'bid', 99_999 - rank * 50, 4);
    expect(findVacuums(history, wide)).toMatchObject({ found: [{ severity: 'high', widthBps: 20 }] });
  });

  test('unknown bands are not thin', () => {
    const history = seen(30);
    const live = book(TWENTY);
    for (const rank of [4, 5, 6]) applyLevel(live, 'bid', 99_999 - rank * 50, 0);
    live.known = { ...live.known, from: 99_780 };
    expect(findVacuums(history, live)).toEqual({ ready: true, found: [] });
    expect(findVacuums(history, createBook())).toMatchObject({ ready: false });
    expect(findVacuums(createLiquidityHistory(), live)).toMatchObject({ ready: false });
  });
});

describe('the history', () => {
  test('takes one sample per interval, drops samples older than the window, and ignores earlier times', () => {
    const history = seen(10);
    observeLiquidity(history, book(TWENTY), 9.5 * US_PER_SECOND);
    observeLiquidity(history, book(TWENTY), 3 * US_PER_SECOND);
    expect([history.samples, liveSamples(history)]).toEqual([10, 10]);
    observeLiquidity(history, book(TWENTY), 65 * US_PER_SECOND);
    expect(liveSamples(history)).toBe(5);
    for (let second = 70; second < 200; second++) observeLiquidity(history, book([3]), second * US_PER_SECOND);
    expect(liveSamples(history)).toBe(60);
    expect(usualOf(history, 'ask', 'sizes', 95, 1)[bandOf(12)!]).toBe(3);
  });

  test('ignores a crossed or empty book', () => {
    const crossed = book(TWENTY);
    applyLevel(crossed, 'bid', 100_001, 1);
    const history = seen(1, crossed);
    observeLiquidity(history, createBook(), 5 * US_PER_SECOND);
    expect(history.samples).toBe(0);
  });

  test('weights by time, not activity: a size present for a tenth of the time is a tenth of the samples', () => {
    const history = createLiquidityHistory({ ...settings, levels: 1 });
    for (let tenth = 0; tenth < 600; tenth++) {
      // Busy while small, quiet while large.
      const large = tenth % 100 >= 90;
      if (!large || tenth % 10 === 0) observeLiquidity(history, book([large ? 50 : 1]), (tenth * US_PER_SECOND) / 10);
    }
    const at = (percent: number) => usualOf(history, 'ask', 'sizes', percent, 1)[bandOf(12)!];
    expect([at(88), at(92)]).toEqual([1, 50]);
  });

  test('of a band with many levels it stores evenly spaced ranks', () => {
    const history = createLiquidityHistory({ ...settings, levels: 4 });
    for (let second = 0; second < 60; second++) observeLiquidity(history, book(TWENTY), second * US_PER_SECOND);
    const band = bandOf(12)!;
    const sizes = [...history.ask[band]!.sizes];
    expect(sizes).toHaveLength(240);
    for (const size of new Set(TWENTY)) {
      const share = sizes.filter((kept) => kept === size).length / 240;
      expect(Math.abs(share - TWENTY.filter((one) => one === size).length / 20)).toBeLessThan(0.02);
    }
  });

  test('a history restored from JSON gives bit-identical results, now and later', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.double({ min: 0.001, max: 90, noNaN: true }), { minLength: 1, maxLength: 40 }), { maxLength: 90 }),
        fc.nat(89),
        (books, cut) => {
          let resumed = createLiquidityHistory({ ...settings, levels: 3 });
          const straight = createLiquidityHistory({ ...settings, levels: 3 });
          for (const [second, sizes] of books.entries()) {
            if (second === cut) resumed = liquidityHistoryFromJson(JSON.parse(JSON.stringify(liquidityHistoryToJson(resumed))));
            for (const history of [resumed, straight]) observeLiquidity(history, book(sizes), second * US_PER_SECOND);
          }
          const live = book([1, 200]);
          expect(JSON.stringify(liquidityHistoryToJson(resumed))).toBe(JSON.stringify(liquidityHistoryToJson(straight)));
          expect(findWalls(resumed, live)).toEqual(findWalls(straight, live));
          expect(findVacuums(resumed, live)).toEqual(findVacuums(straight, live));
        },
      ),
      { numRuns: runs(30) },
    );
  });
});
