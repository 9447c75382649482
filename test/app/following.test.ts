import { mkdtempSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../src/app/config.ts';
import { startServer, type RunningServer } from '../../src/app/server.ts';
import { demo } from '../../src/app/start.ts';
import { silentLog, type Venue } from '../../src/core/index.ts';
import { systemClock } from '../../src/runtime/transport/index.ts';
import { createExchange, type Exchange } from '../../src/simulator/index.ts';
import { venues } from '../../src/venues/index.ts';

type Json = Readonly<Record<string, unknown>>;

let exchange: Exchange;
const running = new Set<RunningServer>();

beforeAll(() => {
  const symbols = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'];
  exchange = createExchange({ venue: 'binance-spot', seed: 3, clock: systemClock, symbols, levels: 50, historyMinutes: 1 });
});

afterAll(async () => {
  for (const server of running) await server.close();
  exchange.stop();
});

const folder = () => mkdtempSync(join(tmpdir(), 'tallyfoil-following-'));

async function serve(data: string, source: 'live' | 'simulated' = 'simulated', more: Record<string, string> = {}) {
  const server = await startServer({
    config: readConfig({ TALLYFOIL_DATA_DIR: data, TALLYFOIL_PORT: '0', BACKFILL_MINUTES: '0', ...more }),
    source,
    feeds: [
      {
        venue: venues.get('binance-spot') as Venue,
        transport:
          source === 'live' ? { connect: () => ({ send() {}, ping() {}, terminate() {} }), request() {} } : exchange.transport(),
        symbols: ['BTCUSDT', 'ETHUSDT'],
        hosts: { ws: ['ws://simulator'], rest: ['http://simulator'] },
      },
    ],
    environment: {},
    clock: systemClock,
    log: silentLog,
  });
  running.add(server);
  return {
    async call(operation: string, input: Json): Promise<Json> {
      const answer = await fetch(`${server.url}/api/v1/call/${operation}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(input),
      });
      return (await answer.json()) as Json;
    },
    unfollowed: server.atStart.unfollowed,
    markets: () => [...server.engine.state.feeds.values()].flatMap(({ symbols }) => [...symbols.keys()]),
    async close() {
      running.delete(server);
      await server.close();
    },
  };
}

const UNFOLLOWED =
  'Unfollowed by unfollow_market: binance-spot:ETHUSDT. Call follow_market to follow it again, over MCP through call_write_tool. Available symbols: BTCUSDT, SOLUSDT.';

test('a market is followed, reported on, listed, watched, unfollowed and remembered, on a server', async () => {
  const data = folder();
  const first = await serve(data);
  expect(await first.call('get_report', { symbol: 'SOLUSDT' })).toMatchObject({
    error: 'symbol_not_indexed',
    advice: expect.stringContaining('Call follow_market'),
  });
  expect(await first.call('follow_market', { symbol: 'sol/usdt' })).toMatchObject({ outcome: 'followed', source: 'simulated' });
  expect(await first.call('get_report', { symbol: 'SOLUSDT' })).toMatchObject({ mid_price: expect.any(Number) });
  expect(await first.call('list_markets', {})).toMatchObject({
    markets: [{ symbol: 'BTCUSDT' }, { symbol: 'ETHUSDT' }, { symbol: 'SOLUSDT', state: 'synced' }],
  });
  const alert = { input: { symbol: 'ETHUSDT' }, field: 'spread_bps', when: 'above', value: 1e6 };
  const { rule } = (await first.call('create_alert', alert)) as { readonly rule: { readonly id: string } };
  expect(await first.call('unfollow_market', { symbol: 'ETHUSDT' })).toMatchObject({ outcome: 'unfollowed', alerts: [rule.id] });
  for (const operation of ['get_report', 'get_book', 'get_data_health', 'get_latest', 'get_features', 'get_anomalies'])
    expect(await first.call(operation, { symbol: 'eth/usdt' }), operation).toMatchObject({
      error: 'symbol_not_indexed',
      advice: UNFOLLOWED,
    });
  await expect
    .poll(() => first.call('list_alerts', { id: rule.id }), { timeout: 10_000 })
    .toMatchObject({
      rules: [{ status: 'active', record: { held_reason: expect.stringContaining('ETHUSDT is not followed') } }],
    });
  await first.close();

  const second = await serve(data);
  await expect.poll(second.markets).toEqual(['BTCUSDT', 'SOLUSDT']);
  expect(await second.call('get_report', { symbol: 'ETHUSDT' })).toMatchObject({ advice: UNFOLLOWED });
  expect(second.unfollowed).toEqual(['binance-spot:ETHUSDT']);
  expect(await second.call('follow_market', { symbol: 'ETHUSDT' })).toMatchObject({ outcome: 'followed', followed: 3 });
  await expect
    .poll(() => second.call('list_alerts', { id: rule.id }), { timeout: 10_000 })
    .toMatchObject({ rules: [{ record: { held_reason: null } }] });
  await second.close();

  const third = await serve(data, 'simulated', { MARKETS_AT_START: 'default' });
  await expect.poll(third.markets).toEqual(['BTCUSDT', 'ETHUSDT']);
  await third.close();
  const fourth = await serve(data);
  await expect.poll(fourth.markets).toEqual(['BTCUSDT', 'ETHUSDT']);
});

test('receipts of before, between and after match, also of an unfollowed market and after a restart', async () => {
  const data = folder();
  const server = await serve(data);
  const receiptOf = async (symbol: string) => (await server.call('get_book', { symbol, depth: 5 }))['receipt'];
  const receipts = [await receiptOf('BTCUSDT'), await receiptOf('ETHUSDT')];
  await server.call('follow_market', { symbol: 'SOLUSDT' });
  receipts.push(await receiptOf('SOLUSDT'), await receiptOf('BTCUSDT'));
  await server.call('unfollow_market', { symbol: 'ETHUSDT' });
  await server.call('unfollow_market', { symbol: 'SOLUSDT' });
  receipts.push(await receiptOf('BTCUSDT'));
  const verdictsOf = async ({ call }: Pick<typeof server, 'call'>) => {
    const { receipts: checked } = await call('check_claim', { text: receipts.join(' ') });
    return (checked as readonly { readonly verdict: string }[]).map(({ verdict }) => verdict);
  };
  expect(await verdictsOf(server)).toEqual(receipts.map(() => 'matched'));
  await server.close();
  expect(await verdictsOf(await serve(data))).toEqual(receipts.map(() => 'matched'));
});

test('a market followed on the simulator is not followed live', async () => {
  const data = folder();
  const simulated = await serve(data);
  expect(await simulated.call('follow_market', { symbol: 'SOLUSDT' })).toMatchObject({ outcome: 'followed' });
  const live = await serve(data, 'live');
  expect(live.markets()).toEqual(['BTCUSDT', 'ETHUSDT']);
});

test('with an unusable state the default markets are followed, and following is refused with the reason', async () => {
  const data = folder();
  await mkdir(join(data, 'simulated'));
  writeFileSync(join(data, 'simulated', 'state.sqlite'), 'no database '.repeat(1_000));
  const server = await serve(data);
  expect(server.markets()).toEqual(['BTCUSDT', 'ETHUSDT']);
  for (const operation of ['follow_market', 'unfollow_market'])
    expect(await server.call(operation, { symbol: 'BTCUSDT' })).toMatchObject({ code: 'TF_STATE_UNUSABLE' });
});

test('demo says which of its symbols was unfollowed earlier, and its examples name a market that is followed', async () => {
  const options = { dataDir: folder(), port: '0', symbols: 'BTCUSDT,ETHUSDT' };
  const lines: string[] = [];
  const first = await demo(options, (line) => lines.push(line));
  expect(lines.join(' ')).not.toContain('Not followed');
  const unfollowed = await fetch(`${first.url}/api/v1/call/unfollow_market`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ symbol: 'BTCUSDT' }),
  });
  expect(unfollowed.status).toBe(200);
  await first.close();
  lines.length = 0;
  const second = await demo(options, (line) => lines.push(line));
  await second.close();
  expect(lines.at(-1)).toBe(
    `  Not followed, because unfollow_market removed it earlier: binance-spot:BTCUSDT. Follow again: node bin/tallyfoil.js call follow_market symbol=binance-spot:BTCUSDT --url ${second.url}`,
  );
  expect(lines.join(' ')).toContain('report ETHUSDT');
});
