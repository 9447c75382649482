import { describe, expect, test } from 'vitest';
import { KEYS, type Bus } from '../../../runtime/bus/index.ts';
import { createMemoryStore } from '../../../runtime/bus/testing/memory-bus.ts';
import { venues } from '../../../venues/index.ts';
import { compileCatalogue } from '../../../operations/index.ts';
import { report } from '../../../operations/testing/market.ts';
import { withoutProof } from '../../../core/answer-fields.ts';
import { fromRfc3339, type Clock } from '../../../core/index.ts';
import { IN_PROCESS } from '../data-health.ts';
import type { MarketService } from '../answers.ts';
import { BOOK_A, stage, SYMBOL, VENUE } from '../testing/stage.ts';
import { createReportService } from './report-service.ts';
import { storedMarket } from './stored-market.ts';

const NOW = fromRfc3339(report().generated_at) ?? 0;
const clock: Clock = { now: () => NOW, after: () => () => {} };
const SCHEMA = compileCatalogue({ detail: 'full' }).byName.get('get_report')?.operation.output;

async function serve(
  texts: Readonly<Record<string, string>>,
): Promise<{ service: MarketService; cut: (reason: string) => void }> {
  const store = createMemoryStore(clock);
  const bus: Bus = store.connect('api');
  const info = { source: 'live', at: NOW } as const;
  await bus.announce([
    { ...info, stream: 'a', venue: 'kraken-spot', symbol: 'BTC/USD', first: true },
    { ...info, stream: 'b', venue: 'kraken-spot', symbol: 'BTCUSDT', first: false },
    { ...info, stream: 'c', venue: 'binance-spot', symbol: 'BTCUSDT', first: true },
  ]);
  const lease = await bus.acquire('x', 1_000);
  if (lease === null) throw new Error('no lease');
  await bus.commit(lease, 'x', {
    put: Object.entries(texts).map(([key, text]) => ({ key, text, ttlMs: 1_000 })),
    acknowledge: [],
  });
  const service = createReportService({
    bus,
    venues,
    clock,
    roles: ['api'],
    health: () => ({ ...IN_PROCESS, kind: 'redis', state: bus.status().state, reason: bus.status().reason }),
    check: (one) => (SCHEMA?.safeParse(one).success === true ? [] : ['wrong']),
  });
  return { service, cut: store.cut };
}

const BTC = KEYS.venueReport('binance-spot', 'BTCUSDT');

describe('a process with nothing but reports', () => {
  test('answers by any spelling; of two venues with a symbol, from the one whose `report:{symbol}` it is', async () => {
    const { service } = await serve({ [BTC]: JSON.stringify(withoutProof(report())) });
    for (const symbol of ['BTCUSDT', 'btc-usdt', 'binance-spot:BTCUSDT'])
      expect((await service.getReport({ symbol })).mid_price).toBe(report().mid_price);
    expect((await service.getReport({ symbol: 'BTCUSDT', venue: 'BINANCE' })).venue).toBe('binance-spot');
    await expect(service.getReport({ symbol: 'BTCUSDT', venue: 'kraken-spot' })).rejects.toMatchObject({
      publicName: 'backend_unavailable',
      message: expect.stringContaining('kraken-spot:BTCUSDT') as string,
    });
  });

  test('names what it does not follow and what it cannot answer', async () => {
    const { service } = await serve({});
    await expect(service.getReport({ symbol: 'DOGEUSDT' })).rejects.toMatchObject({
      publicName: 'symbol_not_indexed',
      status: 404,
    });
    await expect(service.getReport({ symbol: 'XBTUSD' })).rejects.toMatchObject({ publicName: 'backend_unavailable' });
    for (const ask of [service.getBook({ symbol: 'BTCUSDT', depth: 5 }), service.getTrades({ symbol: 'BTCUSDT', limit: 5 })])
      await expect(ask).rejects.toMatchObject({ code: 'TF_ROLE_ELSEWHERE', facts: { needs: 'analyze', has: ['api'] } });
  });

  test('refuses the tier latest by its role, and says of an unknown symbol who may have its newest values', async () => {
    const { service } = await serve({});
    await expect(service.listMarkets({ tier: 'latest' })).rejects.toMatchObject({
      code: 'TF_ROLE_ELSEWHERE',
      facts: { needs: 'ingest' },
    });
    await expect(service.getLatest({ symbol: 'DOGEUSDT', prints: 1 })).rejects.toMatchObject({
      publicName: 'symbol_not_indexed',
      advice: expect.stringContaining('The process with the role ingest may have its newest values') as string,
    });
    await expect(service.getLatest({ symbol: 'BTCUSDT', prints: 1 })).rejects.toMatchObject({ code: 'TF_ROLE_ELSEWHERE' });
  });

  test('reads a report of version 1, whose absences may name several fields', async () => {
    const absent = [{ field: 'high_24h, low_24h', reason: 'ticker is syncing', ready_at: null }];
    const old = { ...withoutProof(report()), report_version: '1.0.0', high_24h: null, low_24h: null, absent };
    const { service } = await serve({ [BTC]: JSON.stringify(old) });
    expect(await service.getReport({ symbol: 'BTCUSDT' })).toMatchObject({ report_version: '1.0.0', absent });
  });

  test('says of a market without a price that none is stored, and claims no age of the list', async () => {
    const on = stage();
    on.snapshot(10, BOOK_A);
    on.depth(11, 11);
    const stored = storedMarket(on.engine, `${VENUE}:${SYMBOL}`, on.now());
    const { service } = await serve({ [KEYS.market(VENUE, SYMBOL)]: JSON.stringify({ ...stored, source: 'live' }) });
    const { markets, absent, age_ms, coverage } = await service.listMarkets({ venue: VENUE });
    expect(markets).toMatchObject([{ last_price: null, last_price_age_ms: null }]);
    expect(absent).toEqual([
      { field: 'markets[0].last_price', reason: 'no price is stored for it yet', ready_at: null },
      { field: 'markets[0].kind', reason: 'no instrument definition says what it is', ready_at: null },
      { field: 'latest', reason: 'the process with the role ingest has the markets of tier latest', ready_at: null },
    ]);
    expect([age_ms, coverage]).toEqual([null, { from: null, to: null, complete: false }]);
  });

  test.each(['{', '{"symbol":"BTCUSDT"}', 'null', '[]'])('takes %s for no report', async (text) => {
    const { service } = await serve({ [BTC]: text, [KEYS.market('binance-spot', 'BTCUSDT')]: text });
    await expect(service.getReport({ symbol: 'BTCUSDT' })).rejects.toMatchObject({
      publicName: 'backend_unavailable',
      message: expect.stringContaining('no report of this version') as string,
    });
    expect((await service.listMarkets({})).markets).toEqual([]);
  });

  test('without the bus it answers nothing but how the bus fares', async () => {
    const { service, cut } = await serve({ [BTC]: JSON.stringify(withoutProof(report())) });
    cut('no route');
    await expect(service.getReport({ symbol: 'BTCUSDT' })).rejects.toMatchObject({
      publicName: 'backend_unavailable',
      status: 503,
    });
    expect((await service.getDataHealth({})).bus).toMatchObject({ kind: 'redis', state: 'down', reason: 'no route' });
  });
});
