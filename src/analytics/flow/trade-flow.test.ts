import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { US_PER_SECOND } from '../../core/index.ts';
import { addToCvd, createCvd, cvdFromJson, cvdOf, cvdPath, cvdToJson } from './cvd.ts';
import { addTrade, createFlowWindow, netFlow } from './net-flow.ts';
import { countEvent, createRate, eventsPerSecond } from './rate.ts';
import { windowFromJson, windowToJson } from './rolling-window.ts';
import { close } from './testing/close.ts';
import { TRADES } from './testing/trades.ts';
import { signedSize, type Trade } from './trade.ts';
import { vwap } from './vwap.ts';

const anyTrade = fc.record({
  price: fc.integer({ min: 1, max: 10_000_000 }).map((ticks) => ticks / 100),
  size: fc.integer({ min: 1, max: 1e9 }).map((lots) => lots / 1e5),
  side: fc.constantFrom('buy' as const, 'sell' as const),
  tsEvent: fc.integer({ min: 0, max: 90 * US_PER_SECOND }),
});

test('worked example: delta, quote delta, volume-weighted price', () => {
  expect(cvdPath(TRADES)).toEqual([4, 12, 6, -3, 0]);
  const cvd = createCvd(0);
  for (const trade of TRADES) addToCvd(cvd, trade);
  expect(cvdOf(cvd)!.base).toBe(0);
  close(cvdOf(cvd)!.quote, 1.7, 1e-9);
  close(vwap(TRADES), 99.996667, 1e-8);
});

test('without trades there is no delta and no price', () => {
  expect([cvdOf(createCvd(0)), vwap([]), cvdPath([])]).toEqual([null, null, []]);
});

test('the delta starts at its `since`, and resumes exactly from JSON', () => {
  fc.assert(
    fc.property(fc.array(anyTrade, { maxLength: 60 }), fc.nat(90 * US_PER_SECOND), fc.nat(60), (trades, since, cut) => {
      let resumed = createCvd(since);
      const straight = createCvd(since);
      for (const [i, trade] of trades.entries()) {
        if (i === cut) resumed = cvdFromJson(JSON.parse(JSON.stringify(cvdToJson(resumed))));
        for (const cvd of [resumed, straight]) expect(addToCvd(cvd, trade)).toBe(trade.tsEvent >= since);
      }
      const counted = trades.filter(({ tsEvent }) => tsEvent >= since);
      const gross = counted.reduce((sum, { size }) => sum + size, 0);
      const batch = counted.reduce((sum, trade) => sum + signedSize(trade), 0);
      expect(Math.abs((cvdOf(straight)?.base ?? 0) - batch)).toBeLessThanOrEqual(1e-12 * gross);
      expect(cvdToJson(resumed)).toEqual(cvdToJson(straight));
    }),
  );
});

test('worked example of flow', () => {
  const window = createFlowWindow(30 * US_PER_SECOND, 0);
  for (const trade of TRADES) addTrade(window, trade);
  const flow = netFlow(window, 30 * US_PER_SECOND);
  expect(flow).toMatchObject({ buy: 15, sell: 15, net: 0, trades: 5, complete: true });
  close(flow.netQuote, 1.7, 1e-9);
  close(flow.vwap, 99.996667, 1e-8);
  expect(netFlow(window, 33 * US_PER_SECOND)).toMatchObject({ buy: 3, sell: 9, net: -6, trades: 2 });
  expect(netFlow(window, 99 * US_PER_SECOND)).toEqual({
    buy: 0,
    sell: 0,
    net: 0,
    netQuote: 0,
    trades: 0,
    vwap: null,
    complete: true,
  });
});

test('streaming flow equals batch for trades in any order, also through a checkpoint', () => {
  const batchFlow = (trades: readonly Trade[], newest: number) => {
    const inside = trades.filter(({ tsEvent }) => tsEvent > newest - 30 * US_PER_SECOND);
    return { inside, net: inside.reduce((sum, trade) => sum + signedSize(trade), 0) };
  };
  fc.assert(
    fc.property(fc.array(anyTrade, { minLength: 1, maxLength: 120 }), fc.nat(120), (trades, cut) => {
      let window = createFlowWindow(30 * US_PER_SECOND);
      for (const [i, trade] of trades.entries()) {
        if (i === cut) window = windowFromJson(JSON.parse(JSON.stringify(windowToJson(window))));
        addTrade(window, trade);
      }
      const newest = Math.max(...trades.map(({ tsEvent }) => tsEvent));
      const { inside, net } = batchFlow(trades, newest);
      const flow = netFlow(window, newest);
      const gross = inside.reduce((sum, { size }) => sum + size, 0);
      expect(flow.trades).toBe(inside.length);
      expect(Math.abs(flow.net - net)).toBeLessThanOrEqual(1e-9 * gross);
      close(flow.vwap, vwap(inside)!, 1e-9);
      expect(flow.complete).toBe(false);
    }),
  );
});

describe('events per second', () => {
  test('over ten seconds of event time, once ten seconds were observed', () => {
    const rate = createRate(0);
    for (let i = 1; i <= 50; i++) countEvent(rate, (i * US_PER_SECOND) / 5);
    expect(eventsPerSecond(rate, 10 * US_PER_SECOND)).toBe(5);
    expect(eventsPerSecond(rate, 12 * US_PER_SECOND)).toBe(4);
    expect(eventsPerSecond(rate, 60 * US_PER_SECOND)).toBe(0);
  });

  test('null before that, or if the start of complete data is unknown', () => {
    const rate = createRate(0);
    countEvent(rate, US_PER_SECOND);
    expect(eventsPerSecond(rate, 9 * US_PER_SECOND)).toBeNull();
    expect(eventsPerSecond(createRate(), 99 * US_PER_SECOND)).toBeNull();
  });
});
