import { afterAll, expect, test } from 'vitest';
import { readConfig } from '../../src/app/config.ts';
import { ask, cleanUp, launch, listening, temporaryFolder, until } from '../app/testing/program.ts';

afterAll(cleanUp);

/** Required settings: name, a value other than the default, and its place in the configuration. */
const BRIEF = [
  ['SYMBOLS', 'SOLUSDT,ADAUSDT', 'SYMBOLS', ['SOLUSDT', 'ADAUSDT']],
  ['REPORT_WINDOW_SEC', '900', 'REPORT_WINDOW_SEC', 900],
  ['FLOW_WINDOW_SEC', '15', 'FLOW_WINDOW_SEC', 15],
  ['WALL_THRESHOLD_MULTIPLIER', '2.5', 'WALL_THRESHOLD_MULTIPLIER', 2.5],
  ['VACUUM_THRESHOLD_PERCENTILE', '5', 'VACUUM_THRESHOLD_PERCENTILE', 5],
  ['TIMEOUT_MS', '200', 'TIMEOUT_MS', 200],
  ['CACHE_TTL_SEC', '60', 'CACHE_TTL_SEC', 60],
  ['CONSUMER_GROUP', 'others', 'CONSUMER_GROUP', 'others'],
  ['STREAM_KEY', 'nt:binance', 'STREAM_KEY', 'nt:binance'],
  ['LOG_LEVEL', 'debug', 'LOG_LEVEL', 'debug'],
  ['MCP_PORT', '8080', 'TALLYFOIL_PORT', 8_080],
  ['REDIS_URL', 'redis://redis:6379', 'BUS_URL', 'redis://redis:6379'],
] as const;

test('each required setting is read from the environment', () => {
  const unset = readConfig({}) as unknown as Record<string, unknown>;
  const given = Object.fromEntries(BRIEF.map(([name, value]) => [name, value]));
  const set = readConfig(given) as unknown as Record<string, unknown>;
  for (const [name, , ours, value] of BRIEF) {
    expect(set[ours], name).toEqual(value);
    expect(unset[ours], name).not.toEqual(value);
  }
});

const METRICS = [
  'context8_stream_lag_ms_bucket',
  'context8_events_processed_total',
  'context8_events_rate',
  'context8_calc_latency_ms_bucket',
  'context8_report_age_ms',
  'context8_errors_total',
  'context8_mcp_request_duration_ms_bucket',
];

test('a running server has every required metric', async () => {
  const url = await listening(launch(['demo', '--seed', '8'], { folder: temporaryFolder() }));
  const answered = async () => (await ask(url, 'get_report', { symbol: 'BTCUSDT' }))?.status === 200;
  await until('a report', async () => ((await answered()) ? true : undefined));
  expect((await ask(url, 'get_report', { symbol: 'NOPE' }))?.status).toBe(404);
  await until('each metric', async () => {
    const text = await (await fetch(`${url}/metrics`)).text();
    return METRICS.every((name) => new RegExp(`^${name}\\{[^}]*\\} \\d`, 'm').test(text)) ? true : undefined;
  });
});
