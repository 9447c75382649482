import { describe, expect, test } from 'vitest';
import type { Clock } from '../../core/index.ts';
import { waitingFor } from '../../analytics/flow/detectors/index.ts';
import { atScale } from './at-scale.ts';
import { makeHeat } from './heat-answer.ts';
import { stateOf } from './market-state.ts';
import { readMarket, type Reading } from './reading.ts';
import { makeReport } from './report.ts';
import { createMarketService } from './service.ts';
import { detectors } from './studies/detectors.ts';
import { BOOK_A, stage, SYMBOL, VENUE, type Stage } from './testing/stage.ts';

const ID = `${VENUE}:${SYMBOL}` as const;

const serviceOf = ({ engine, now }: Stage) => {
  const clock: Clock = { now, after: () => () => {} };
  return createMarketService({ engine, clock, rawLog: null, syncWaitMs: 0 });
};

const readingOf = ({ engine, now }: Stage): Reading => {
  const reading = readMarket(engine, ID, now());
  if (reading === null) throw new Error('not followed');
  return reading;
};

function synced(): Stage {
  const on = stage();
  on.snapshot(10, BOOK_A);
  on.depth(11, 11);
  return on;
}

/** Some seconds of a synced market. */
function runFor(on: Stage, seconds: number, from = 11): number {
  let id = from;
  for (let i = 0; i < seconds; i++) {
    on.wait(1);
    id++;
    on.depth(id, id, { bids: [[99.5, 1 + (id % 3)]] });
    on.trade(id, 100, 0.1, 'buy');
  }
  return id;
}

const reasonOf = (absent: readonly { readonly field: string; readonly reason: string }[], path: string) =>
  absent.find(({ field }) => field === path)?.reason;

describe('an order that the known book does not fill', () => {
  test('is not filled where the whole book holds less', async () => {
    const { execution, absent } = await serviceOf(synced()).getLiquidity({ symbol: SYMBOL, sizes: [1, 1_000] });
    expect(execution.map(({ filled }) => filled)).toEqual([true, true, false, false]);
    expect(reasonOf(absent, 'execution[2]')).toBe('the whole book holds less');
    expect(reasonOf(absent, 'execution[0]')).toBeUndefined();
  });

  test('may be filled by what lies past the end of the known book', async () => {
    const on = synced();
    const { known } = readingOf(on).symbol.book.book;
    known.to = 100.6;
    const { execution, absent } = await serviceOf(on).getLiquidity({ symbol: SYMBOL, sizes: [29, 100] });
    expect(execution.map(({ side, qty, filled }) => [side, qty, filled])).toEqual([
      ['buy', 29, true],
      ['sell', 29, false],
      ['buy', 100, null],
      ['sell', 100, false],
    ]);
    expect(execution[2]).toMatchObject({ avg_price: null, worst_price: null, slippage_bps_mid: null });
    expect(reasonOf(absent, 'execution[2]')).toBe(
      'the known book ends at 100.6, before the size is filled; get_book may have more levels as received',
    );
    expect(reasonOf(absent, 'depth_by_distance[5].ask')).toBe('the known book ends 49.9 bps above the mid (18 up to there)');
  });
});

describe('absence of anomalies in health', () => {
  test('is missing, with its reason, while one detector can not judge; the rest weighs the more', () => {
    const on = synced();
    runFor(on, 60);
    const { market } = readingOf(on);
    const state = stateOf(market, detectors);
    state.tracker.seeded = true;
    state.tracker.least = 1;
    expect(waitingFor(state).map(({ kind }) => kind)).toEqual(['flash_crash_risk']);
    const { anomalies, health, absent } = makeReport(readingOf(on));
    expect(anomalies).toEqual([]);
    expect(reasonOf(absent, 'anomalies[type=flash_crash_risk]')).toBe('usual values are not known yet');
    expect(health?.components.anomalies).toBeNull();
    expect(reasonOf(absent, 'health.components.anomalies')).toBe('usual values are not known yet');
    const { spread, depth, balance, flow, freshness } = health?.components ?? {};
    const known = [
      [0.2, spread],
      [0.25, depth],
      [0.15, balance],
      [0.15, flow],
      [0.1, freshness],
    ] as const;
    const sum = known.reduce((total, [weight, part]) => total + weight * (part ?? Number.NaN), 0);
    expect(health?.score).toBe(Math.round((100 * sum) / 0.85));
  });
});

describe('the age and the span of an answer', () => {
  test('the stream that sets data_age_ms is among the inputs', () => {
    const on = synced();
    on.trade(1, 100, 1, 'buy');
    on.ticker();
    on.wait(0.7);
    on.quote(100, 100.2);
    const report = makeReport(readingOf(on));
    expect(report.data_age_ms).toBe(0);
    expect(report.inputs.map(({ stream, age_ms }) => [stream, age_ms])).toEqual([
      ['book', 700],
      ['trade', 700],
      ['ticker', 700],
      ['quote', 0],
    ]);
    expect(report.age_ms).toBe(700);
  });

  test('a report is complete only when its book was known for as long as its window', async () => {
    const on = stage();
    for (let id = 1; id <= 1_900; id++) {
      on.wait(1);
      on.trade(id, 100, 0.1, 'buy');
    }
    on.snapshot(10, BOOK_A);
    on.depth(11, 11);
    for (let id = 1_901; id <= 1_907; id++) {
      on.wait(1);
      on.trade(id, 100, 0.1, 'buy');
    }
    const { coverage, as_of } = makeReport(readingOf(on));
    expect(coverage).toEqual({ from: '2026-01-15T12:31:40.000Z', to: as_of, complete: false });
    const market = serviceOf(on);
    expect((await market.getLiquidity({ symbol: SYMBOL, sizes: [] })).coverage).toEqual(coverage);
    expect((await market.getAnomalies({ symbol: SYMBOL, minSeverity: 'low', limit: 1 })).coverage).toEqual({
      from: null,
      to: null,
      complete: false,
    });
    expect((await market.getBook({ symbol: SYMBOL, depth: 1 })).coverage).toEqual({ ...coverage, complete: true });
    expect((await market.getDataHealth({})).coverage).toEqual({ from: as_of, to: as_of, complete: false });
  });

  test('a span that is not known is not complete', async () => {
    const on = stage();
    on.ticker();
    const market = serviceOf(on);
    const unknown = { from: null, to: null, complete: false };
    expect((await market.getTrades({ symbol: SYMBOL, limit: 5 })).coverage).toEqual(unknown);
    expect((await market.getCandles({ symbol: SYMBOL, interval: '1m', limit: 5 })).coverage).toEqual(unknown);
    expect((await market.getBook({ symbol: SYMBOL, depth: 5 })).coverage).toEqual(unknown);
    expect((await market.getReport({ symbol: SYMBOL })).coverage).toEqual(unknown);
    expect((await market.getFlow({ symbol: SYMBOL, windows: [10] })).coverage).toEqual(unknown);
    expect((await market.listMarkets({ venue: 'none' })).coverage).toEqual(unknown);
    const { engine } = on;
    expect(makeHeat({ ...readingOf(on), engine: { ...engine, heat: new Map() } }, {}).coverage).toEqual(unknown);
  });

  test('each price in the list of markets has its age', async () => {
    const on = synced();
    const market = serviceOf(on);
    const without = await market.listMarkets({});
    expect(without.markets).toMatchObject([{ last_price: null, last_price_age_ms: null }]);
    expect(without.absent).toEqual([
      { field: 'markets[0].last_price', reason: expect.stringContaining('trades are syncing') as string, ready_at: null },
      { field: 'markets[0].kind', reason: 'no instrument definition says what it is', ready_at: null },
    ]);
    on.trade(1, 100, 1, 'buy');
    on.wait(1.5);
    const listed = await market.listMarkets({});
    expect(listed.markets).toMatchObject([{ last_price: 100, last_price_age_ms: 1_500 }]);
    expect(listed).toMatchObject({ age_ms: 1_500, absent: [{ field: 'markets[0].kind' }] });
    expect(listed.coverage).toEqual({ from: '2026-01-15T12:00:00.000Z', to: '2026-01-15T12:00:00.000Z', complete: true });
  });
});

test('an hour bar that begins before what is held, and the running one, as an agent gets them', async () => {
  const on = synced();
  on.wait(65);
  runFor(on, 130);
  const { candles, absent, coverage } = await serviceOf(on).getCandles({ symbol: SYMBOL, interval: '1h', limit: 1 });
  expect(candles).toEqual([
    {
      start: '2026-01-15T12:00:00.000Z',
      open: null,
      high: null,
      low: null,
      close: 100,
      volume: null,
      closed: false,
      complete: false,
    },
  ]);
  expect(reasonOf(absent, 'candles[0]')).toBe('minutes before the first one held are not known');
  expect(coverage).toMatchObject({ from: '2026-01-15T12:01:06.000Z', complete: false });
  const minutes = await serviceOf(on).getCandles({ symbol: SYMBOL, interval: '1m', limit: 2 });
  expect(minutes.candles.map(({ complete, open }) => [complete, open])).toEqual([
    [true, 100],
    [false, 100],
  ]);
  expect(minutes.absent).toEqual([]);
});

describe('sums and means of decimals', () => {
  test('are the nearest decimal', () => {
    expect(atScale(0.1 + 0.2, 8)).toBe(0.3);
    expect(atScale((61_842.36 + 61_842.38) / 2, 3)).toBe(61_842.37);
    expect(atScale((61_842.36 + 61_842.37) / 2, 3)).toBe(61_842.365);
    expect(Object.is(atScale(-1e-12, 8), 0)).toBe(true);
    expect(atScale(null, 2)).toBeNull();
    // Values of more than fifteen digits are not rounded.
    expect(atScale(123_456_789_012.345_67, 8)).toBe(123_456_789_012.345_67);
  });

  test('in answers', async () => {
    const on = stage();
    const sizes = [0.1, 0.2, 0.07].map((size, i) => [100 - i / 10, size] as const);
    on.snapshot(10, { bids: sizes, asks: sizes.map(([price, size]) => [201 - price, size] as const) });
    on.depth(11, 11);
    for (let id = 1; id <= 13; id++) {
      on.wait(1);
      on.trade(id, 100.1, id % 3 === 0 ? 0.2 : 0.1, 'buy');
    }
    const market = serviceOf(on);
    const { depth, mid_price: mid } = await market.getReport({ symbol: SYMBOL });
    expect([mid, depth?.sum_bid, depth?.sum_ask]).toEqual([100.5, 0.37, 0.37]);
    const { cvd, windows } = await market.getFlow({ symbol: SYMBOL, windows: [10] });
    expect(cvd).toMatchObject({ base: 1.7, quote: 170.17 });
    expect(windows[0]).toMatchObject({ buy: 1.3, net_quote: 130.13 });
    const { candles } = await market.getCandles({ symbol: SYMBOL, interval: '1m', limit: 1 });
    expect(candles[0]?.close).toBe(100.1);
    const { depth_by_distance: depths } = await market.getLiquidity({ symbol: SYMBOL, sizes: [] });
    expect(depths.at(-1)).toMatchObject({ bid: 0.37, ask: 0.37 });
  });
});
