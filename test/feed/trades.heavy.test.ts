import { expect, test } from 'vitest';
import { createStage } from './stage.ts';

test.each([
  ['binance-spot', ''],
  ['binance-spot', 'drop:0.05'],
  ['binance-spot', 'close@20s,drop:0.02,duplicate:0.1,reorder:0.05'],
  ['kraken-spot', ''],
  ['kraken-spot', 'drop:0.05'],
  ['kraken-spot', 'close@20s,drop:0.02,duplicate:0.1,reorder:0.05'],
] as const)('%s, faults "%s": every trade of the last minutes once, whatever was lost on the way', (venue, faults) => {
  const stage = createStage({
    venue,
    seed: 6,
    faults,
    levels: 100,
    scenario: 'busy',
    intensity: 0.3,
    settings: { backfillMinutes: 1 },
  });
  stage.clock.advanceBy(40_000);
  stage.rules.length = 0;
  stage.clock.advanceBy(60_000);
  stage.stop();
  expect(stage.violations).toEqual([]);
  for (const { symbol, streams, trades } of stage.feed().symbols.values()) {
    expect([symbol, streams.trade?.state, trades.missing]).toEqual([symbol, 'synced', []]);
    const ids = [...(stage.trades.get(symbol) ?? [])].toSorted((a, b) => a - b);
    expect(ids.length).toBeGreaterThan(100);
    expect(ids).toEqual(ids.map((_, i) => (ids[0] as number) + i));
    expect(trades.firstTs).toBeLessThan(stage.feed().startedAt - 50_000_000);
  }
});
