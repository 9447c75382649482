import { expect, test } from 'vitest';
import { toRfc3339 } from '../../core/index.ts';
import { makeDataHealth, overallHealth } from './data-health.ts';
import { createMarketService } from './service.ts';
import { BOOK_A, stage, START, SYMBOL, VENUE, type Stage } from './testing/stage.ts';

/** A whole market, beside symbols that the venue does not list. */
function beside(...symbols: readonly string[]): Stage {
  const on = stage();
  on.snapshot(10, BOOK_A);
  on.depth(11, 11);
  on.trade(1, 100.1, 0.5, 'buy');
  on.ticker();
  on.quote(100, 100.2);
  for (const symbol of symbols) lack(on, symbol);
  on.wait(0.3);
  return on;
}

function lack({ engine }: Stage, symbol: string): void {
  const held = engine.state.feeds.get(VENUE)?.symbols;
  const market = held?.get(SYMBOL);
  const first = engine.state.markets.get(`${VENUE}:${SYMBOL}`);
  if (held === undefined || market === undefined || first === undefined) throw new Error('not followed');
  const streams = Object.fromEntries(
    Object.entries(market.streams).map(([kind, status]) => [
      kind,
      { ...status, state: 'down' as const, reason: 'the venue has no such symbol', lastAt: null },
    ]),
  );
  held.set(symbol, { ...market, symbol, streams, unknown: true, instrument: null });
  engine.state.markets.set(`${VENUE}:${symbol}`, { ...first, id: `${VENUE}:${symbol}`, symbol });
}

const healthOf = ({ engine, now }: Stage, symbols?: readonly string[]) => makeDataHealth(engine, now(), null, { symbols });

test('a symbol that the venue does not list is named once, and its venue is as healthy as without it', () => {
  const [alone, both] = [healthOf(beside()), healthOf(beside('BTC/USD', 'ETHBTD'))];
  expect(both.venues).toEqual(alone.venues.map((venue) => ({ ...venue, not_listed: ['BTC/USD', 'ETHBTD'] })));
  expect(both.venues[0]?.status).toBe('ok');
  expect(alone.venues[0]).not.toHaveProperty('not_listed');
  const { venues: _, ...others } = both;
  const { venues: __, ...expected } = alone;
  expect(others).toEqual(expected);
  expect(both.state).toBe('synced');
  const on = beside('BTC/USD');
  expect(overallHealth(on.engine, on.now(), null)).toEqual({ status: 'ok', reasons: [] });
});

test('it is no market that anomalies are watched in', async () => {
  const on = beside('ETHBTD');
  const clock = { now: on.now, after: () => () => undefined };
  const market = createMarketService({ engine: on.engine, clock, rawLog: null, syncWaitMs: 0 });
  const { watched, state } = await market.getAnomalies({ minSeverity: 'low', limit: 5 });
  expect(watched?.map(({ symbol }) => symbol)).toEqual([SYMBOL]);
  expect(state).toBe('synced');
});

test('asked for by its name, it has its streams with the reason', () => {
  const { streams, venues, state } = healthOf(beside('ETHBTD'), [`${VENUE}:ETHBTD`]);
  expect(new Set(streams.map(({ symbol, reason }) => `${symbol} ${reason}`))).toEqual(
    new Set(['ETHBTD the venue has no such symbol']),
  );
  expect(state).toBe('down');
  expect(venues).toMatchObject([{ status: 'ok', not_listed: ['ETHBTD'] }]);
});

test('a server of whose symbols no venue lists any is down, with the names', () => {
  const on = beside('ETHBTD');
  on.engine.state.feeds.get(VENUE)?.symbols.delete(SYMBOL);
  on.engine.state.markets.delete(`${VENUE}:${SYMBOL}`);
  expect(overallHealth(on.engine, on.now(), null)).toEqual({
    status: 'down',
    reasons: [`no venue lists a symbol that is to be followed: ${VENUE}:ETHBTD`],
  });
  expect(healthOf(on).venues[0]).toMatchObject({ status: 'degraded', notes: ['no market of this venue is followed'] });
});

test('the time since which this run receives data is that of its start, however late the answer is', () => {
  const on = beside();
  on.wait(90);
  expect(healthOf(on).started_at).toBe(toRfc3339(START));
});
