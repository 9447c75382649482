import { expect, test } from 'vitest';
import { binanceSpot } from '../../venues/binance-spot/index.ts';
import { createEngine, createMarketService } from './index.ts';
import { SETTINGS, START, stage, SYMBOL, VENUE } from './testing/stage.ts';

const NO_MARKET = 'No market is followed: call follow_market, over MCP through call_write_tool.';
const clock = { now: () => START, after: () => () => {} };

function idle() {
  const engine = createEngine({ venues: new Map([[VENUE, binanceSpot]]), source: 'live', settings: SETTINGS });
  const settings = { symbols: [], streams: ['book', 'trade'] as const, wsHosts: [], restHosts: [], seed: 1, backfillMinutes: 0 };
  engine.apply(
    { kind: 'start', venue: VENUE, at: START, settings: { ...settings, auditSeconds: 0, recorded: false } },
    { session: 1, seq: 1 },
  );
  return createMarketService({ engine, clock, rawLog: null, syncWaitMs: 0 });
}

test('answers about all markets say that none is followed, and that nothing is watched', async () => {
  const market = idle();
  const anomalies = await market.getAnomalies({ minSeverity: 'low', limit: 5 });
  const health = await market.getDataHealth({});
  for (const { caveats } of [await market.listMarkets({}), anomalies, health]) expect(caveats).toContain(NO_MARKET);
  expect(anomalies.absent).toEqual([
    { field: 'anomalies', reason: 'no market is followed, so nothing is watched', ready_at: null },
  ]);
  expect(health.venues).toMatchObject([{ status: 'degraded', notes: ['no market of this venue is followed'] }]);
});

test('a venue without markets is distinguished from no market at all', async () => {
  const on = stage();
  const market = createMarketService({ engine: on.engine, clock: { ...clock, now: on.now }, rawLog: null, syncWaitMs: 0 });
  expect((await market.listMarkets({})).caveats).not.toContain(NO_MARKET);
  expect((await market.listMarkets({ venue: 'kraken-spot' })).caveats).toContain('No market of the venue asked for is followed.');
});

test('a symbol that its venue does not have is named apart, and is no available symbol', async () => {
  const on = stage();
  const market = createMarketService({ engine: on.engine, clock: { ...clock, now: on.now }, rawLog: null, syncWaitMs: 0 });
  expect((await market.listMarkets({})).markets).toHaveLength(1);
  const row = on.engine.state.feeds.get(VENUE)?.symbols.get(SYMBOL);
  if (row === undefined) throw new Error('not followed');
  row.unknown = true;
  const { markets, caveats } = await market.listMarkets({});
  expect(markets).toEqual([]);
  expect(caveats).toContain(`To be followed, but their venues have no such symbol: ${VENUE}:${SYMBOL}.`);
  await expect(market.getReport({ symbol: 'nothing' })).rejects.toMatchObject({
    publicName: 'symbol_not_indexed',
    advice: expect.stringContaining('Available symbols: none.') as string,
  });
});
