import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterEach, describe, expect, test } from 'vitest';
import { findOwner } from '../../src/app/owner-lock.ts';
import { SIMULATED_CAVEAT } from '../../src/core/index.ts';
import { closeServed, hostsEnvironment, serveSimulated } from './testing/served.ts';
import {
  cleanUp,
  codedErrorOf,
  environmentOf,
  launch,
  listening,
  PROGRAM,
  run,
  temporaryFolder,
  until,
  type Environment,
} from './testing/program.ts';

const ERAS = [
  ['2025-11-25', 'legacy'],
  ['2026-07-28', { pin: '2026-07-28' }],
] as const;
type Mode = (typeof ERAS)[number][1];

/** Accepts a simulated market, which these tests follow. */
const ALLOWING = ['--allow-simulated'];

/** An address without a listener. */
const NOWHERE = { BINANCE_SPOT_WS_URL: 'ws://127.0.0.1:1', BINANCE_SPOT_REST_URL: 'http://127.0.0.1:1', SYNC_WAIT_MS: '300' };

const open: { readonly client: Client; readonly pid: number | null }[] = [];

afterEach(async () => {
  for (const { client, pid } of open.splice(0)) {
    if (pid !== null) kill(pid);
    await client.close();
  }
  await cleanUp();
  await closeServed();
});

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // Already gone, as required.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

interface StdioOptions {
  readonly folder: string;
  readonly env?: Environment;
  readonly args?: readonly string[];
  readonly mode?: Mode;
}

/** The program as an MCP client starts it. */
async function overStdio({ folder, env = {}, args = [], mode = ERAS[1][1] }: StdioOptions) {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [PROGRAM, 'mcp', ...args],
    env: environmentOf({ folder, env }),
    cwd: folder,
    stderr: 'pipe',
  });
  const client = new Client({ name: 'test', version: '0' }, { versionNegotiation: { mode } });
  const startedAt = performance.now();
  await client.connect(transport);
  open.push({ client, pid: transport.pid });
  return { client, pid: transport.pid, startedAt };
}

type Result = Awaited<ReturnType<Client['callTool']>>;

const bodyOf = (result: Result): Record<string, unknown> => {
  const [first] = result.content;
  return (result.structuredContent ?? JSON.parse(first?.type === 'text' ? first.text : '{}')) as Record<string, unknown>;
};

const report = async (client: Client) => {
  const result = await client.callTool({ name: 'get_report', arguments: { symbol: 'BTCUSDT' } });
  return { isError: result.isError === true, body: bodyOf(result) };
};

describe.each(ERAS)('protocol %s over stdio', (_revision, mode) => {
  test('the tools are listed before any backend exists; a call then reports what is missing', async () => {
    const { client, startedAt } = await overStdio({ folder: temporaryFolder(), env: NOWHERE, mode });
    const { tools } = await client.listTools();
    console.log(`tools/list ${Math.round(performance.now() - startedAt)} ms after the start`);
    expect(tools.map(({ name }) => name)).toContain('get_report');
    expect(client.getServerVersion()).toMatchObject({ name: 'tallyfoil' });
    const { isError, body } = await report(client);
    expect(isError).toBe(true);
    expect(body).toMatchObject({ error: 'backend_unavailable', code: 'TF_BACKEND_UNAVAILABLE' });
  });

  test('simulated answers are refused by default, and labelled if requested', async () => {
    const folder = temporaryFolder();
    await listening(launch(['demo'], { folder }));
    const { client: careful } = await overStdio({ folder, mode });
    expect(await report(careful)).toMatchObject({ isError: true, body: { error: 'simulated_refused' } });
    const { client } = await overStdio({ folder, mode, args: ['--allow-simulated'] });
    const { isError, body } = await report(client);
    expect(isError, JSON.stringify(body)).toBe(false);
    expect(body).toMatchObject({ source: 'simulated', symbol: 'BTCUSDT' });
    expect((body['caveats'] as string[])[0]).toContain('Simulated');
  });
});

test('simulated answers are refused from an address too', async () => {
  const url = await listening(launch(['demo'], { folder: temporaryFolder() }));
  const { client } = await overStdio({ folder: temporaryFolder(), args: ['--url', url] });
  expect(await report(client)).toMatchObject({ isError: true, body: { error: 'simulated_refused' } });
});

test('with --allow-simulated and no venue that answers, it hosts a simulated market', async () => {
  const { client, startedAt } = await overStdio({ folder: temporaryFolder(), env: NOWHERE, args: ['--allow-simulated'] });
  const first = await until('a report', async () => {
    const { isError, body } = await report(client);
    return isError ? undefined : body;
  });
  console.log(`a simulated report ${Math.round(performance.now() - startedAt)} ms after the start`);
  expect(first).toMatchObject({ source: 'simulated' });
});

test('of two started together, one hosts; when it is killed, the other takes over', async () => {
  const folder = temporaryFolder();
  const env = hostsEnvironment(await serveSimulated({ venue: 'binance-spot' }));
  const both = await Promise.all([overStdio({ folder, env, args: ALLOWING }), overStdio({ folder, env, args: ALLOWING })]);
  const answers = await Promise.all(both.map(({ client }) => report(client)));
  for (const { isError, body } of answers) {
    expect(isError, JSON.stringify(body)).toBe(false);
    expect(body).toMatchObject({ source: 'simulated', venue: 'binance-spot', mid_price: expect.any(Number) as number });
  }
  const directory = join(folder, 'data', 'simulated');
  const owner = await findOwner(directory);
  const hosts = both.filter(({ pid }) => pid === owner?.pid);
  expect(hosts).toHaveLength(1);
  const survivor = both.find((one) => one !== hosts[0]);
  kill(owner?.pid as number);
  const killedAt = performance.now();
  const taken = await until('an answer of the survivor', async () => {
    const { isError, body } = await report(survivor?.client as Client);
    return isError ? undefined : body;
  });
  console.log(`the survivor answered after ${Math.round(performance.now() - killedAt)} ms`);
  expect(taken).toMatchObject({ source: 'simulated', mid_price: expect.any(Number) as number });
  expect((await findOwner(directory))?.pid).toBe(survivor?.pid);
});

test('when its client disconnects, the host releases the directory and ends', async () => {
  const folder = temporaryFolder();
  const env = hostsEnvironment(await serveSimulated({ venue: 'binance-spot' }));
  const { client, pid } = await overStdio({ folder, env, args: ALLOWING });
  expect((await report(client)).isError).toBe(false);
  expect((await findOwner(join(folder, 'data', 'simulated')))?.pid).toBe(pid);
  await client.close();
  await until('a free directory', async () => ((await findOwner(join(folder, 'data', 'simulated'))) === null ? true : undefined));
});

test('answers of a simulated server at an address pass only with the option', async () => {
  const url = await listening(launch(['demo'], { folder: temporaryFolder() }));
  const allowing = await overStdio({ folder: temporaryFolder(), args: ['--url', url, ...ALLOWING] });
  const { body } = await until('a report', async () => {
    const reply = await report(allowing.client);
    return reply.isError ? undefined : reply;
  });
  const text = String(body['receipt']);
  const claim = { name: 'check_claim', arguments: { text } };
  expect(bodyOf(await allowing.client.callTool(claim))).toMatchObject({
    source: 'simulated',
    receipts: [{ source: 'simulated' }],
    caveats: [SIMULATED_CAVEAT],
  });
  const { client } = await overStdio({ folder: temporaryFolder(), args: ['--url', url] });
  const market = { symbol: 'BTCUSDT' };
  const calls = [
    claim,
    { name: 'get_report', arguments: market },
    { name: 'get_anomalies', arguments: market },
    { name: 'list_alerts', arguments: {} },
    { name: 'call_read_tool', arguments: { name: 'get_ledger' } },
    { name: 'list_markets', arguments: {} },
  ];
  for (const call of calls) {
    const result = await client.callTool(call);
    expect(result.isError, call.name).toBe(true);
    expect(bodyOf(result), call.name).toMatchObject({ error: 'simulated_refused' });
  }
});

test('a free port is used if the usual one is taken', async () => {
  const other = temporaryFolder();
  const port = new URL(await listening(launch(['demo'], { folder: other }))).port;
  const env = { ...hostsEnvironment(await serveSimulated({ venue: 'binance-spot' })), TALLYFOIL_PORT: port };
  const { client } = await overStdio({ folder: temporaryFolder(), env, args: ALLOWING });
  expect(await report(client)).toMatchObject({ isError: false, body: { source: 'simulated' } });
});

test('stdout carries only the protocol, whatever is logged', async () => {
  const folder = temporaryFolder();
  const env = {
    ...hostsEnvironment(await serveSimulated({ venue: 'binance-spot', faults: 'truncate:0.05' })),
    LOG_LEVEL: 'trace',
  };
  const child = launch(['mcp'], { folder, env });
  const send = (message: object) => child.process.stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const clientInfo = { name: 'raw', version: '0' };
  send({ id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo } });
  await until('initialize', () => (child.out().includes('"id":1') ? true : undefined));
  send({ method: 'notifications/initialized' });
  child.process.stdin?.write('this is no JSON\n');
  send({ id: 2, method: 'tools/call', params: { name: 'get_report', arguments: { symbol: 'BTCUSDT' } } });
  await until('an answer', () => (child.out().includes('"id":2') ? true : undefined));
  child.process.stdin?.end();
  expect(await child.ended).toBe(0);
  const lines = child.out().trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { jsonrpc: string }).jsonrpc)).toEqual(lines.map(() => '2.0'));
  expect(child.err()).toContain('listening');
});

test('an unknown surface is refused by name', async () => {
  const finished = await run(['mcp', '--surface', 'everything'], { folder: temporaryFolder() });
  expect({ code: finished.code, out: finished.out }).toEqual({ code: 1, out: '' });
  expect(codedErrorOf(finished)).toMatchObject({ message: expect.stringContaining('everything') as string });
});
