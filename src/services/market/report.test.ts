import { describe, expect, test } from 'vitest';
import { instrumentId, US_PER_SECOND, type Clock } from '../../core/index.ts';
import { IN_PROCESS, makeDataHealth, overallHealth } from './data-health.ts';
import { marketReport } from './report.ts';
import { createMarketService } from './service.ts';
import { BOOK_A, stage, START, SYMBOL, VENUE, type Stage } from './testing/stage.ts';
import type { MarketReport } from './answers.ts';

const ID = instrumentId(VENUE, SYMBOL);

function reportOf({ engine, now }: Stage): MarketReport {
  const report = marketReport(engine, ID, now());
  if (report === null) throw new Error('not followed');
  return report;
}

const reasonFor = ({ absent }: MarketReport, field: string) => absent.find((one) => one.field.includes(field));

/** Book A, synced at update 11. */
function withBookA(): Stage {
  const on = stage();
  on.snapshot(10, BOOK_A);
  on.depth(11, 11);
  return on;
}

describe('book A of the worked numbers', () => {
  test('prices, spread, sizes and imbalance', () => {
    const report = reportOf(withBookA());
    expect(report).toMatchObject({ best_bid: { price: 100, qty: 5 }, best_ask: { price: 100.2, qty: 4 }, state: 'syncing' });
    expect(report.spread_bps).toBeCloseTo(20, 9);
    expect(report.mid_price).toBeCloseTo(100.1, 12);
    expect(report.micro_price).toBeCloseTo(100.111_111_111, 9);
    expect(report.depth).toMatchObject({ sum_bid: 28, sum_ask: 30 });
    expect(report.depth?.imbalance).toBeCloseTo(-0.034_482_758_6, 9);
    expect(report.depth?.top20_bid?.[4]).toEqual({ p: 99.6, q: 10 });
    expect(report.depth?.top20_ask).toHaveLength(5);
  });

  test('a gap takes all of it back, at once and with the reason', () => {
    const on = withBookA();
    on.depth(14, 15);
    const report = reportOf(on);
    expect(report).toMatchObject({ best_bid: null, best_ask: null, spread_bps: null, mid_price: null, micro_price: null });
    expect(report).toMatchObject({ depth: null, health: null });
    expect(reasonFor(report, 'best_bid')?.reason).toContain('gap');
    expect(reasonFor(report, 'health')?.reason).toContain('gap');
    on.snapshot(20, BOOK_A);
    on.depth(21, 21);
    expect(reportOf(on).mid_price).toBeCloseTo(100.1, 12);
  });

  test('an empty side has no touch', () => {
    const on = withBookA();
    on.depth(12, 12, { asks: BOOK_A.asks.map(([price]) => [price, 0] as const) });
    expect(reportOf(on)).toMatchObject({ best_bid: null, mid_price: null, depth: null, health: null });
  });
});

describe('what is not known yet is null, with when it will be', () => {
  test('nothing at all', () => {
    const report = reportOf(stage());
    expect(report).toMatchObject({ data_age_ms: null, ingestion: { status: 'down', fresh: false }, last_price: null });
    const nulls = Object.entries(report).flatMap(([name, value]) => (value === null ? [name] : []));
    const explained = report.absent.flatMap(({ field }) => field.split(', '));
    for (const name of nulls.filter((field) => !['age_ms', 'data_age_ms'].includes(field))) expect(explained).toContain(name);
  });

  test('flow: ten seconds for the rate, half a minute without a hole for the sum', () => {
    const on = withBookA();
    on.trade(1, 100, 2, 'buy');
    const early = reportOf(on);
    expect(early.flow).toEqual({ orders_per_sec: null, net_flow: null, seconds: 30 });
    expect(reasonFor(early, 'orders_per_sec')?.ready_at).toBe('2026-01-15T12:00:10.000Z');
    expect(reasonFor(early, 'net_flow')?.ready_at).toBe('2026-01-15T12:00:30.000Z');
    on.wait(15);
    on.trade(2, 100.2, 0.5, 'sell');
    on.depth(12, 12);
    expect(reportOf(on).flow).toEqual({ orders_per_sec: 0.2, net_flow: null, seconds: 30 });
    on.wait(16);
    on.trade(3, 100.2, 0.25, 'buy');
    expect(reportOf(on).flow.net_flow).toBe(-0.25);
    // The first trade has left the window, and an id is skipped.
    on.trade(5, 100.2, 1, 'buy');
    const holed = reportOf(on);
    expect(holed.flow.net_flow).toBeNull();
    expect(reasonFor(holed, 'net_flow')?.reason).toBe('trades 4 to 4 are missing');
  });

  test('24 h values of a shorter time say so', () => {
    const on = withBookA();
    on.ticker();
    expect(reportOf(on).caveats.join()).not.toContain('24 h values');
    on.ticker(31);
    const { volume_24h, caveats } = reportOf(on);
    expect(volume_24h).toBe(1_234.5);
    expect(caveats).toContain('The 24 h values cover 31 min only, since 2026-01-15T11:29:00.000Z.');
  });

  test('health waits for half of its weights, then shows its parts and names the missing ones', () => {
    const on = withBookA();
    let u = 11;
    for (let second = 0; second < 60; second++) {
      on.wait(1);
      on.depth(++u, u, { bids: [[99.5 - (u % 3) / 10, 3]] });
    }
    const { health, absent } = reportOf(on);
    expect(health?.components).toMatchObject({ spread: 1, anomalies: null, freshness: 1 });
    expect(health?.components.balance).toBeGreaterThan(0);
    expect(health?.score).toBeGreaterThan(50);
    expect(absent.some(({ field }) => field.includes('anomalies'))).toBe(true);
    on.wait(6);
    expect(reportOf(on)).toMatchObject({ health: null, ingestion: { status: 'down', fresh: false } });
  });
});

describe('age and status', () => {
  test.each([
    [0, 'ok', true],
    [1, 'ok', true],
    [1.1, 'degraded', false],
    [5, 'degraded', false],
    [5.1, 'down', false],
  ])('%s s after the last message: %s', (seconds, status, fresh) => {
    const on = withBookA();
    on.wait(seconds);
    expect(reportOf(on)).toMatchObject({ ingestion: { status, fresh }, data_age_ms: Math.round(seconds * 1_000) });
  });

  test('a closed connection is down at once, whatever its age', () => {
    const on = withBookA();
    on.close();
    expect(reportOf(on)).toMatchObject({
      ingestion: { status: 'down', fresh: false },
      data_age_ms: 0,
      mid_price: null,
      health: null,
    });
  });

  test('the ticker comes through, and its absence is reported', () => {
    const on = withBookA();
    expect(reasonFor(reportOf(on), 'change_24h_pct')?.reason).toContain('ticker is');
    on.ticker();
    expect(reportOf(on)).toMatchObject({
      last_price: 100.1,
      change_24h_pct: 1.5,
      high_24h: 110,
      low_24h: 90,
      volume_24h: 1_234.5,
    });
  });

  test('a report of what is not followed is none', () => {
    expect(marketReport(stage().engine, instrumentId(VENUE, 'NOPE'), START)).toBeNull();
  });
});

describe('data health', () => {
  test('counts, gaps, ages and the raw log', () => {
    const on = withBookA();
    on.trade(1, 100, 1, 'buy');
    on.depth(14, 15);
    on.wait(2);
    const rawLog = { state: 'failing', bytes: 5, segment: 1, lagMs: 12.4, reason: 'ENOSPC', committed: null, lost: 3 } as const;
    const health = makeDataHealth(on.engine, on.now(), rawLog, {});
    const book = health.streams.find(({ stream }) => stream === 'book');
    expect(book).toMatchObject({ state: 'gap', gaps_24h: 1, messages: 2, age_ms: 2_000 });
    expect(health.raw_log).toEqual({ state: 'failing', bytes: 5, segment: '1', lag_ms: 12, reason: 'ENOSPC' });
    expect(health.venues).toMatchObject([{ venue: VENUE, status: 'degraded', quarantined: 0 }]);
    const overall = overallHealth(on.engine, on.now(), rawLog);
    expect(overall.status).toBe('degraded');
    expect(overall.reasons.join()).toContain('ENOSPC');
    const bus = overallHealth(on.engine, on.now(), null, { ...IN_PROCESS, lost: 1 });
    expect(bus.reasons).toContain('lost since the start: 1 message of the bus');
    on.wait(4);
    expect(overallHealth(on.engine, on.now(), null).status).toBe('down');
    expect(makeDataHealth(on.engine, on.now(), null, { symbols: [] }).streams).toEqual([]);
  });
});

test('the clock offset is that of the venue, also while rolling state keeps the time of before its clock was set', () => {
  const on = withBookA();
  on.trade(1, 100, 1, 'buy');
  const offset = () => makeDataHealth(on.engine, on.now(), null, {}).venues[0]?.clock_offset_ms;
  expect(offset()).toBe(0);
  const clock = on.engine.state.feeds.get(VENUE)?.clock;
  // As after a venue's clock that was set back by 5 s.
  if (clock !== undefined)
    Object.assign(clock, { skew: 5_000_000, minima: clock.minima.map(({ at }) => ({ at, offset: 5_000_000 })) });
  expect(offset()).toBe(5_000);
});

describe('the service', () => {
  /** A clock that advances only while the service waits. */
  function service(on: Stage, during: (waited: number) => void = () => {}) {
    let waited = 0;
    const clock: Clock = {
      now: () => on.now() + waited * 1_000,
      after(ms, run) {
        waited += ms;
        during(waited);
        queueMicrotask(run);
        return () => {};
      },
    };
    return { market: createMarketService({ engine: on.engine, clock, rawLog: null, syncWaitMs: 1_000 }), waited: () => waited };
  }

  test('a first question waits for the book to be whole', async () => {
    const on = stage();
    on.trade(1, 100, 1, 'buy');
    const { market, waited } = service(on, (ms) => {
      if (ms !== 500) return;
      on.snapshot(10, BOOK_A);
      on.depth(11, 11);
    });
    expect((await market.getReport({ symbol: 'btc-usdt' })).mid_price).toBeCloseTo(100.1, 12);
    expect(waited()).toBe(500);
  });

  test('past its patience it answers with what there is, or says that nothing came', async () => {
    const silent = service(stage());
    await expect(silent.market.getReport({ symbol: SYMBOL })).rejects.toMatchObject({ code: 'TF_BACKEND_UNAVAILABLE' });
    expect(silent.waited()).toBe(1_000);
    const on = stage();
    on.trade(1, 100, 1, 'buy');
    const { market } = service(on);
    expect(await market.getReport({ symbol: SYMBOL })).toMatchObject({ last_price: 100, mid_price: null });
    expect(await market.getBook({ symbol: SYMBOL, depth: 5 })).toMatchObject({
      bids: [],
      seq: null,
      caveats: expect.arrayContaining([expect.stringContaining('No levels')]) as string[],
    });
  });

  test('what was whole once answers at once, as it is', async () => {
    const on = withBookA();
    on.depth(20, 20);
    const { market, waited } = service(on);
    expect(await market.getReport({ symbol: `${VENUE}:${SYMBOL}`, venue: 'BINANCE' })).toMatchObject({ mid_price: null });
    expect(waited()).toBe(0);
  });

  test('for symbols and venues that are not followed, the error names the followed ones', async () => {
    const { market } = service(withBookA());
    for (const query of [
      { symbol: 'NOPE' },
      { symbol: '' },
      { symbol: SYMBOL, venue: 'kraken-spot' },
      // Another venue's market is never answered from this one.
      { symbol: `binance-usdm:${SYMBOL}` },
      { symbol: `COINBASE:${SYMBOL}` },
      { symbol: `kraken-spot:${SYMBOL}`, venue: VENUE },
    ])
      await expect(market.getReport(query)).rejects.toMatchObject({ publicName: 'symbol_not_indexed' });
    await expect(market.getReport({ symbol: 'NOPE' })).rejects.toMatchObject({ facts: { known: [SYMBOL] } });
  });

  test('book, trades, flow and liquidity of book A', async () => {
    const on = withBookA();
    for (let id = 1; id <= 5; id++) {
      on.wait(1);
      on.trade(id, 100, 0.1, id === 5 ? 'sell' : 'buy');
    }
    const { market } = service(on);
    expect(await market.getBook({ symbol: SYMBOL, depth: 2 })).toMatchObject({
      seq: 11,
      bids: [{ p: 100 }, { p: 99.9 }],
      levels_total: { bids: 5, asks: 5 },
    });
    const trades = await market.getTrades({ symbol: SYMBOL, limit: 2 });
    expect(trades).toMatchObject({ trades: [{ id: 5, side: 'sell' }, { id: 4 }], next_before_id: 4 });
    expect(await market.getTrades({ symbol: SYMBOL, limit: 9, beforeId: 3 })).toMatchObject({ next_before_id: null });
    const flow = await market.getFlow({ symbol: SYMBOL, windows: [2, 60] });
    // Sums of tenths, without floating-point error.
    expect(flow.windows).toMatchObject([
      { seconds: 2, buy: 0.1, sell: 0.1, net: 0, complete: true },
      { seconds: 60, buy: null, sell: null, net: null, net_quote: null, trades: null, vwap: null, complete: false },
    ]);
    expect(flow.absent).toContainEqual({
      field: 'windows[1]',
      reason: 'trades are held from a later time on',
      ready_at: '2026-01-15T12:01:01.000Z',
    });
    expect(flow.cvd).toMatchObject({ base: expect.closeTo(0.3, 12) as number });
    const { execution } = await market.getLiquidity({ symbol: SYMBOL, sizes: [10, 1_000] });
    // 4 at 100.2 and 6 at 100.3.
    expect(execution[0]).toMatchObject({
      side: 'buy',
      avg_price: expect.closeTo(100.26, 9) as number,
      worst_price: 100.3,
      filled: true,
    });
    expect(execution[2]).toMatchObject({ qty: 1_000, filled: false, slippage_bps_mid: null });
    expect((await market.listMarkets({})).markets).toMatchObject([{ symbol: SYMBOL, state: 'synced', last_price: 100 }]);
    expect(on.now()).toBe(START + 5 * US_PER_SECOND);
  });
});
