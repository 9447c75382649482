import { expect, test } from 'vitest';
import { fromMillis } from '../../src/core/index.ts';
import type { Driver, Input } from '../../src/runtime/feed/index.ts';
import { createEngine, marketReport, type Engine } from '../../src/services/market/index.ts';
import { partsOf, stateText } from '../../src/services/market/testing/engine-state.ts';
import { createExchange, createVirtualClock, type SimulatedVenue } from '../../src/simulator/index.ts';
import { venues } from '../../src/venues/index.ts';
import { readConfig } from '../../src/app/config.ts';
import { driveSimulated } from '../testing/simulated-feed.ts';

const engineOf = (): Engine => createEngine({ venues, source: 'simulated', settings: readConfig({}) });

/** Follows, unfollows and follows again on a simulated exchange. Records the inputs, and the state in parts along the way. */
function run(id: SimulatedVenue, [first, second, third]: readonly [string, string, string]) {
  const clock = createVirtualClock(fromMillis(Date.UTC(2026, 0, 15, 12)));
  const venue = venues.get(id);
  if (venue === undefined) throw new Error(`no venue ${id}`);
  const exchange = createExchange({ venue: id, seed: 5, clock, historyMinutes: 2, levels: 200, symbols: [first, second, third] });
  const engine = engineOf();
  const inputs: Input[] = [];
  const moments: { readonly after: number; readonly parts: ReturnType<typeof partsOf>; readonly markets: string[] }[] = [];
  const keep = () => moments.push({ after: inputs.length, parts: partsOf(engine), markets: [...engine.state.markets.keys()] });
  const driver: Driver = driveSimulated({
    venue,
    exchange,
    clock,
    settings: { symbols: [first, second] },
    apply(input) {
      inputs.push(input);
      return engine.apply(input, { session: 1, seq: inputs.length });
    },
  });
  const untouched: number[] = [];
  const step = (kind: 'follow' | 'unfollow', symbol: string) => {
    void driver.change(kind, symbol);
    keep();
    for (let i = 0; i < 2; i++) {
      clock.advanceBy(1_000);
      untouched.push(engine.state.feeds.get(id)?.symbols.get(first)?.streams.book?.gaps.length ?? -1);
    }
    keep();
  };
  clock.advanceBy(5_000);
  step('follow', third);
  step('unfollow', second);
  step('unfollow', third);
  step('follow', second);
  step('follow', third);
  const reports = [first, second, third].map((symbol) => marketReport(engine, `${id}:${symbol}`, engine.state.now));
  driver.stop();
  exchange.stop();
  return { inputs, moments, engine, reports, untouched };
}

const RUNS = [
  ['binance-spot', ['BTCUSDT', 'ETHUSDT', 'SOLUSDT']],
  ['kraken-spot', ['BTC/USD', 'ETH/USD', 'SOL/USD']],
  ['binance-usdm', ['BTCUSDT', 'ETHUSDT', 'SOLUSDT']],
] as const;

test.each(RUNS)('%s: markets that come and go are in order, and disturb no other book', (id, symbols) => {
  const { reports, untouched, moments } = run(id, symbols);
  for (const report of reports) expect(report).toMatchObject({ state: 'synced', mid_price: expect.any(Number) as number });
  expect(Math.max(...untouched)).toBe(0);
  expect(moments.map(({ markets }) => markets.length)).toEqual([2, 3, 2, 2, 1, 1, 1, 2, 2, 3]);
});

test.each(RUNS)('%s: the same inputs give the same state, from the start and from each moment on the way', (id, symbols) => {
  const { inputs, moments, engine } = run(id, symbols);
  const end = stateText(engine);
  for (const { after, parts } of [{ after: 0, parts: [] }, ...moments]) {
    const again = engineOf();
    if (parts.length > 0) again.load(parts);
    for (let i = after; i < inputs.length; i++) again.apply(inputs[i] as Input, { session: 1, seq: i + 1 });
    expect(stateText(again) === end, `from input ${after}`).toBe(true);
  }
});
