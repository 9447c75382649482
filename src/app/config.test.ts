import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { busPassword, CONFIG_SCHEMA, dataDirectory, readConfig } from './config.ts';
import { hostsOf, sourceOf } from './hosts.ts';
import { venues } from '../venues/index.ts';

const all = [...venues.values()];
const [binance] = all;

test('without variables: the defaults and no notice', () => {
  expect(readConfig({})).toMatchObject({
    SYMBOLS: ['BTCUSDT', 'ETHUSDT'],
    VENUES: ['binance-spot'],
    TALLYFOIL_PORT: 7_420,
    TALLYFOIL_HOST: '127.0.0.1',
    FLOW_WINDOW_SEC: 30,
    REPORT_WINDOW_SEC: 1_800,
    notices: [],
  });
  expect(readConfig({ SYMBOLS: '', TALLYFOIL_PORT: '' })).toEqual(readConfig({}));
});

test('lists are trimmed and have no duplicates', () => {
  expect(readConfig({ SYMBOLS: ' btc-usdt, ETHUSDT,,btc-usdt ' }).SYMBOLS).toEqual(['btc-usdt', 'ETHUSDT']);
});

describe('all invalid values are named at once', () => {
  test.each(['abc', '-1', '65536', '1.5', 'NaN', 'Infinity', '1e9'])('TALLYFOIL_PORT=%s', (TALLYFOIL_PORT) => {
    expect(() => readConfig({ TALLYFOIL_PORT, FLOW_WINDOW_SEC: '30' })).toThrow(
      expect.objectContaining({ code: 'TF_CONFIG_INVALID', message: expect.stringContaining('TALLYFOIL_PORT') as string }),
    );
  });

  test('invalid values are shown unless they may hold a secret', () => {
    const message = (environment: Readonly<Record<string, string>>): string => {
      try {
        return readConfig(environment).hash;
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(message({ TALLYFOIL_PORT: 'abc' })).toBe(
      'The configuration is invalid: TALLYFOIL_PORT is "abc": it must be a number.',
    );
    expect(message({ TALLYFOIL_PORT: '70000' })).toContain('TALLYFOIL_PORT is "70000": it must be at most 65535');
    expect(message({ LOG_LEVEL: 'loud' })).toContain('LOG_LEVEL is "loud": it must be one of trace, debug, info');
    expect(message({ TALLYFOIL_WEBHOOK_SECRET: 'hunter2' })).not.toContain('hunter2');
    expect(message({ BUS_URL: 'http://me:hunter2@x' })).not.toContain('hunter2');
  });

  test.each(Object.keys(CONFIG_SCHEMA.shape).filter((name) => !/_FILE|DATA_DIR|_HOST|SYMBOLS|VENUES/.test(name)))(
    '%s=?',
    (name) => {
      expect(() => readConfig({ [name]: '?', SYMBOLS: ',' })).toThrow(
        expect.objectContaining({ facts: { problems: [expect.stringContaining('SYMBOLS'), expect.stringContaining(name)] } }),
      );
    },
  );
});

test('the other names of the port and the bus are accepted unless ours are set; a name without a counterpart gets a notice', () => {
  expect(readConfig({ MCP_PORT: '9000' }).TALLYFOIL_PORT).toBe(9_000);
  expect(readConfig({ MCP_PORT: '9000', TALLYFOIL_PORT: '9001' }).TALLYFOIL_PORT).toBe(9_001);
  expect(readConfig({ REDIS_URL: 'redis://x:1/2' }).BUS_URL).toBe('redis://x:1/2');
  expect(readConfig({ REDIS_URL: 'redis://x', BUS_URL: 'redis://y' }).BUS_URL).toBe('redis://y');
  expect(readConfig({ PROMETHEUS_PORT: '9090' }).notices.join()).toContain('PROMETHEUS_PORT is set');
});

test('the password of the bus is never in the configuration, whichever variable has it', () => {
  const environment = { REDIS_PASSWORD: 'secret', BUS_URL: 'redis://me:sec%2Fret@x:1' };
  expect(readConfig(environment).BUS_URL).toBe('redis://me@x:1');
  expect(JSON.stringify(readConfig(environment))).not.toMatch(/sec/);
  expect(busPassword(environment)).toBe('secret');
  expect(busPassword({ REDIS_URL: 'redis://:sec%2Fret@x:1' })).toBe('sec/ret');
  expect(busPassword({ BUS_URL: 'redis://x' })).toBeUndefined();
});

test('unknown roles are refused', () => {
  expect(readConfig({}).TALLYFOIL_ROLES).toEqual(['ingest', 'analyze', 'api']);
  expect(readConfig({ TALLYFOIL_ROLES: 'api, analyze' }).TALLYFOIL_ROLES).toEqual(['api', 'analyze']);
  expect(() => readConfig({ TALLYFOIL_ROLES: 'api,cook' })).toThrow('roles are ingest, analyze, api');
});

test('the hash distinguishes configurations by their values only', () => {
  expect(readConfig({ SYMBOLS: 'A' }).hash).not.toBe(readConfig({ SYMBOLS: 'B' }).hash);
  expect(readConfig({ PATH: '/x' }).hash).toBe(readConfig({}).hash);
});

test('runs of each source have their own folder', () => {
  expect(dataDirectory({ TALLYFOIL_DATA_DIR: '/d' }, 'simulated')).toBe(join('/d', 'simulated'));
  expect(dataDirectory({ TALLYFOIL_DATA_DIR: '' }, 'live')).toBe(join(homedir(), '.tallyfoil', 'live'));
});

test('data from a replaced host count as recorded by default', () => {
  const replaced = { BINANCE_SPOT_WS_URL: 'ws://127.0.0.1:1, ws://127.0.0.1:2' };
  expect(sourceOf(all, {}, undefined)).toBe('live');
  expect(sourceOf(all, { BINANCE_SPOT_WS_URL: ' , ' }, undefined)).toBe('live');
  expect(sourceOf(all, replaced, undefined)).toBe('recorded');
  expect(sourceOf(all, replaced, 'simulated')).toBe('simulated');
  const { ws, rest } = binance!.card.hosts;
  expect(hostsOf(ws, replaced)).toEqual(['ws://127.0.0.1:1', 'ws://127.0.0.1:2']);
  expect(hostsOf(rest, replaced)).toEqual(rest.urls);
});
