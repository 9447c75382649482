import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { US_PER_MS, type MarketEvent } from '../core/index.ts';
import type { Effect } from '../runtime/feed/index.ts';
import { BOOK_A, stage, SYMBOL, tradeEvent, VENUE } from '../services/market/testing/stage.ts';
import { registerBriefMetrics } from './brief-metrics.ts';

/** The samples of a registry, by name and labels. */
async function samples(registry: Registry): Promise<Map<string, number>> {
  const lines = (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));
}

function measured() {
  const on = stage();
  const registry = new Registry();
  let watch = 0;
  const metrics = registerBriefMetrics({
    registry,
    engine: on.engine,
    clock: { now: () => on.now(), after: () => () => {} },
    stopwatch: () => watch,
  });
  return { on, registry, metrics, pass: (ms: number) => (watch += ms) };
}

const events = (...given: MarketEvent[]): Effect[] => given.map((event) => ({ kind: 'event', event }));
const late = (id: number, ms: number) => tradeEvent(id, 1e15, { tsRecv: 1e15 + ms * US_PER_MS });
const stream = `venue="${VENUE}",stream="trade"`;

test('lag: each event counts in the bucket of its delay, the sum is exact, and backfilled events are left out', async () => {
  const { metrics, registry } = measured();
  metrics.took(events(late(1, 5), late(2, 40), late(3, 700), { ...late(4, 60_000), via: 'backfill' }));
  const found = await samples(registry);
  expect(found.get(`context8_stream_lag_ms_sum{${stream}}`)).toBe(745);
  expect(found.get(`context8_stream_lag_ms_count{${stream}}`)).toBe(3);
  const bucket = (le: number) => found.get(`context8_stream_lag_ms_bucket{le="${le}",${stream}}`);
  expect([10, 25, 50, 500, 1_000].map(bucket)).toEqual([1, 1, 2, 2, 3]);
  expect(found.get(`context8_events_processed_total{${stream}}`)).toBe(3);
});

test('an exchange clock that is ahead gives no negative lag', async () => {
  const { metrics, registry } = measured();
  metrics.took(events(late(1, -250)));
  expect((await samples(registry)).get(`context8_stream_lag_ms_sum{${stream}}`)).toBe(0);
});

test('errors: each kind is counted once for each time', async () => {
  const { metrics, registry, on } = measured();
  const gap = { type: 'feed_state', state: 'gap', venue: VENUE, symbol: SYMBOL } as unknown as MarketEvent;
  const set = { kind: 'quarantine', conn: 1, reason: 'bad_json', detail: '', sample: '' } as const;
  metrics.took([...events(gap), set, set]);
  metrics.answered('get_report', 12, 'symbol_not_indexed');
  metrics.answered('get_report', 3, 'ok');
  on.close();
  const found = await samples(registry);
  const of = (component: string, kind: string) =>
    found.get(`context8_errors_total{component="${component}",error_type="${kind}"}`);
  expect([of('feed', 'gap'), of('feed', 'bad_json'), of('api', 'symbol_not_indexed')]).toEqual([1, 2, 1]);
  expect(of('feed', 'connection_lost')).toBe(1);
  expect(found.get('context8_mcp_request_duration_ms_sum{tool="get_report"}')).toBe(15);
});

test('age grows with silence to the millisecond, and the rate is that of the last ten seconds', async () => {
  const { on, registry } = measured();
  on.snapshot(10, BOOK_A);
  on.depth(11, 11);
  for (let id = 1; id <= 40; id++) {
    on.wait(0.5);
    on.trade(id, 100, 0.1, 'buy');
  }
  const market = `venue="${VENUE}",symbol="${SYMBOL}"`;
  const first = await samples(registry);
  expect(first.get(`context8_report_age_ms{${market}}`)).toBe(0);
  expect(first.get(`context8_events_rate{${market}}`)).toBe(2);
  on.wait(1);
  const later = await samples(registry);
  expect(later.get(`context8_report_age_ms{${market}}`)).toBe(1_000);
  expect(later.get(`context8_events_rate{${market}}`)).toBe(1.8);
  // After such a silence the feed may be dead, so the rate is unknown, not lower.
  on.wait(2);
  const last = await samples(registry);
  expect(last.get(`context8_report_age_ms{${market}}`)).toBe(3_000);
  expect(last.has(`context8_events_rate{${market}}`)).toBe(false);
});

test('before any data there is no age and no rate, rather than 0', async () => {
  const found = await samples(measured().registry);
  expect([...found.keys()].filter((name) => /report_age|events_rate/.test(name))).toEqual([]);
});

test('calculation time comes from the stopwatch', async () => {
  const { metrics, registry, pass } = measured();
  expect(metrics.timed(() => pass(7))).toBe(7);
  const found = await samples(registry);
  expect(found.get('context8_calc_latency_ms_sum')).toBe(7);
  expect(found.get('context8_calc_latency_ms_bucket{le="5"}')).toBe(0);
  expect(found.get('context8_calc_latency_ms_bucket{le="10"}')).toBe(1);
});
