import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../src/app/config.ts';
import { startServer, type RunningServer } from '../../src/app/server.ts';
import { fromMillis, silentLog } from '../../src/core/index.ts';
import { immediately } from '../../src/runtime/feed/index.ts';
import { createExchange, createVirtualClock, type VirtualClock } from '../../src/simulator/index.ts';
import { knownVenue } from '../../src/venues/index.ts';
import { cleanUp, temporaryFolder } from '../app/testing/program.ts';

let server: RunningServer;
let clock: VirtualClock;

/** Lets the market run; the log and the alerts work in between. */
async function run(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    clock.advanceBy(1_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

beforeAll(async () => {
  clock = createVirtualClock(fromMillis(Date.UTC(2026, 0, 15, 12)));
  const symbols = ['BTCUSDT'];
  const exchange = createExchange({ venue: 'binance-spot', symbols, seed: 21, clock, levels: 50 });
  const hosts = { ws: ['ws://simulator'], rest: ['http://simulator'] };
  server = await startServer({
    config: readConfig({ TALLYFOIL_DATA_DIR: temporaryFolder(), TALLYFOIL_PORT: '0', SYNC_WAIT_MS: '0' }),
    source: 'simulated',
    feeds: [{ venue: knownVenue('binance-spot'), transport: exchange.transport(), symbols, hosts }],
    environment: {},
    clock,
    queue: immediately,
    log: silentLog,
  });
  await run(5);
});
afterAll(async () => {
  await server.close();
  await cleanUp();
});

type Json = Readonly<Record<string, unknown>>;

test('an agent on the default surface makes an alert, sees it fire, and deletes it', async () => {
  const client = new Client({ name: 'test', version: '0' });
  await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', server.url)));
  const ask = async (dispatcher: 'call_read_tool' | 'call_write_tool', name: string, input: object): Promise<Json> => {
    const { isError, structuredContent, content } = await client.callTool({
      name: dispatcher,
      arguments: { name, arguments: input },
    });
    expect(isError, JSON.stringify(content)).toBeFalsy();
    expect(structuredContent).toMatchObject({ tool: name });
    return (structuredContent as { answer: Json }).answer;
  };
  expect((await client.listTools()).tools.map(({ name }) => name)).not.toContain('create_alert');

  const alert = { input: { symbol: 'btc' }, field: 'spread_bps', when: 'above', value: 0, note: 'a test' };
  const { rule } = (await ask('call_write_tool', 'create_alert', alert)) as { rule: { id: string } };
  const { id } = rule;
  expect(rule).toMatchObject({
    id: expect.stringMatching(/^al-/) as string,
    status: 'active',
    operation: 'get_report',
    input: { symbol: 'BTCUSDT', venue: 'binance-spot' },
    field: 'spread_bps',
    when: 'above',
    value: 0,
    note: 'a test',
  });
  expect(await ask('call_read_tool', 'list_alerts', {})).toMatchObject({ total: 1, rules: [{ id }] });

  let ledger: Json = {};
  for (let round = 0; round < 50 && ledger['total'] !== 1; round++) {
    await run(1);
    ledger = await ask('call_read_tool', 'get_ledger', {});
  }
  expect(ledger).toMatchObject({
    total: 1,
    entries: [{ subject: id, symbol: 'BTCUSDT', text: expect.stringMatching(/spread_bps is [\d.]+, above 0\.$/) as string }],
  });

  await ask('call_write_tool', 'delete_alert', { id });
  expect(await ask('call_read_tool', 'list_alerts', {})).toMatchObject({ total: 0, rules: [] });
  await client.close();
});
