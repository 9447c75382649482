import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { InMemoryTransport, type Transport } from '@modelcontextprotocol/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { surfaceEntries } from '../../operations/index.ts';
import { testContext } from '../../operations/testing/context.ts';
import { testFace } from '../testing/face.ts';
import { serveMcpStdio } from './stdio.ts';

const ERAS = [
  ['2025-11-25', 'legacy'],
  ['2026-07-28', { pin: '2026-07-28' }],
] as const;
type Mode = (typeof ERAS)[number][1];

const app = testFace();
let url = '';
beforeAll(async () => {
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => app.close());

async function connect(transport: Transport, mode: Mode): Promise<Client> {
  const client = new Client({ name: 'test', version: '0' }, { versionNegotiation: { mode } });
  await client.connect(transport);
  return client;
}

const overHttp = (path: string, mode: Mode) => connect(new StreamableHTTPClientTransport(new URL(path, url)), mode);

async function overStdio(surface: string, mode: Mode, services = testContext().services): Promise<Client> {
  const [near, far] = InMemoryTransport.createLinkedPair();
  serveMcpStdio({ ...testContext({ detail: 'concise' }), services, surface, version: '1.2.3', transport: far });
  return connect(near, mode);
}

const names = async (client: Client) => (await client.listTools()).tools.map(({ name }) => name);
const firstText = (result: Awaited<ReturnType<Client['callTool']>>): string => {
  const [first] = result.content;
  return first?.type === 'text' ? first.text : '';
};

describe.each(ERAS)('protocol %s', (_revision, mode) => {
  test.each([
    ['http', () => overHttp('/mcp', mode)],
    ['stdio', () => overStdio('default', mode)],
  ])('over %s: instructions, tools, an answer both structured and as text', async (_way, open) => {
    const client = await open();
    expect(client.getInstructions()).toContain('find_tools');
    expect(await names(client)).toContain('get_report');
    const result = await client.callTool({ name: 'get_report', arguments: { symbol: 'BTCUSDT' } });
    expect(result.isError).toBeFalsy();
    expect(result.structuredContent).toMatchObject({ symbol: 'BTCUSDT', source: 'live' });
    expect(JSON.parse(firstText(result))).toEqual(result.structuredContent);
    const { depth } = result.structuredContent as { depth: { top20_bid: unknown[] } };
    expect(depth.top20_bid).toHaveLength(2);
    await client.close();
  });

  test('the last value of an alert names its field', async () => {
    const client = await overStdio('alerts', mode);
    const { structuredContent } = await client.callTool({ name: 'list_alerts', arguments: {} });
    expect(structuredContent).toMatchObject({ rules: [{ record: { last_value: 0.0011, last_value_of: 'spread_bps' } }] });
    await client.close();
  });

  test('an error is a result with advice', async () => {
    const client = await overHttp('/mcp', mode);
    const unknown = await client.callTool({ name: 'get_report', arguments: { symbol: 'NOPE' } });
    expect(unknown.isError).toBe(true);
    expect(JSON.parse(firstText(unknown))).toMatchObject({
      error: 'symbol_not_indexed',
      symbol: 'NOPE',
      code: 'TF_MARKET_SYMBOL_NOT_INDEXED',
    });
    const wrong = await client.callTool({ name: 'get_book', arguments: { symbol: 'BTCUSDT', depth: 'many' } });
    expect(wrong.isError).toBe(true);
    expect(JSON.parse(firstText(wrong))).toMatchObject({ error: 'invalid_input', message: expect.stringContaining('depth') });
    await client.close();
  });

  test('a tool that is not on the surface is refused, with advice how to reach it', async () => {
    const client = await overHttp('/mcp', mode);
    for (const [name, dispatcher] of [
      ['kraken_spot_klines_tool', 'call_read_tool'],
      ['explain_anomaly', 'call_read_tool'],
      ['create_alert', 'call_write_tool'],
    ] as const) {
      const refused = await client.callTool({ name, arguments: {} });
      expect(refused.isError).toBe(true);
      expect(JSON.parse(firstText(refused))).toMatchObject({
        error: 'operation_not_listed',
        message: `${name} exists, but this surface does not list it, so it was not run.`,
        advice: `Call ${dispatcher} with {"name":"${name}","arguments":{…}}.`,
      });
    }
    // A mistyped name of an unlisted tool.
    await expect(client.callTool({ name: 'explain_anomoly', arguments: {} })).rejects.toThrow(
      'Did you mean explain_anomaly? call_read_tool runs explain_anomaly.',
    );
    // No suggestion for a name unlike all others.
    await expect(client.callTool({ name: 'nope', arguments: {} })).rejects.not.toThrow('Did you mean');
    await expect(client.callTool({ name: 'nope', arguments: {} })).rejects.toThrow('find_tools has the whole catalogue');
    await expect(client.callTool({ name: 'get_reprot', arguments: {} })).rejects.toThrow('Did you mean get_report?');
    const found = await client.callTool({ name: 'call_read_tool', arguments: { name: 'kraken_spot_klines_tool' } });
    expect(found.structuredContent).toMatchObject({ tool: 'kraken_spot_klines_tool' });
    await client.close();
  });

  test.each([
    ['/mcp/full', 'full'],
    ['/mcp/readonly', 'readonly'],
    ['/mcp/brief', 'brief'],
    ['/mcp/x/market', 'market'],
    ['/mcp/x/catalogue,market', 'catalogue,market'],
  ])('%s lists the tools of its surface, the same each time', async (path, surface) => {
    const client = await overHttp(path, mode);
    const listed = await names(client);
    expect(listed).toEqual(surfaceEntries(testContext().registry, surface).map(({ name }) => name));
    expect(listed.length).toBeGreaterThan(7);
    expect(await names(client)).toEqual(listed);
    await client.close();
  });

  test('initialize and tools/list do not wait for services; a call does', async () => {
    let arrive: () => void = () => {};
    const services = testContext().services;
    const late = new Promise<void>((resolve) => (arrive = resolve)).then(services);
    const client = await overStdio('default', mode, () => late);
    expect(await names(client)).toContain('get_report');
    const call = client.callTool({ name: 'list_markets', arguments: {} });
    arrive();
    expect((await call).structuredContent).toHaveProperty('markets');
    await client.close();
  });
});

describe('over raw HTTP', () => {
  const post = async (path: string, body: string, headers: Record<string, string> = {}) => {
    const response = await fetch(new URL(path, url), {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };

  test('a client without a session is served', async () => {
    const { status, text } = await post('/mcp', '{"jsonrpc":"2.0","id":1,"method":"tools/list"}');
    expect(status).toBe(200);
    expect(text).toContain('get_report');
  });

  test('an unknown session is 404, so that the client starts a new one', async () => {
    const { status, text } = await post('/mcp', '{"jsonrpc":"2.0","id":1,"method":"tools/list"}', { 'mcp-session-id': 'stolen' });
    expect(status).toBe(404);
    expect(text).toContain('Session not found');
  });

  test.each([
    ['not JSON', '{', 400, '-32700'],
    ['nothing', '', 400, '-32700'],
    ['a prototype key', '{"__proto__":{}}', 400, '-32700'],
    ['a number', '7', 400, 'error'],
    ['deep nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 400, 'nested deeper than 32 levels'],
    ['too much', `"${'x'.repeat(1_100_000)}"`, 413, 'TF_HTTP_BODY_TOO_LARGE'],
  ])('%s is refused by a protocol error', async (_what, body, expected, said) => {
    const { status, text } = await post('/mcp', body);
    expect(status).toBe(expected);
    expect(text).toContain(said);
    expect(JSON.parse(text)).toMatchObject({ jsonrpc: '2.0' });
  });

  test('another media type is refused', async () => {
    expect((await post('/mcp', 'x', { 'content-type': 'text/html' })).status).toBe(415);
  });

  test('an unknown toolset is named in the refusal', async () => {
    const { status, text } = await post('/mcp/x/market,nothing', '{"jsonrpc":"2.0","id":1,"method":"tools/list"}');
    expect(status).toBe(404);
    expect(text).toContain('TF_OPERATION_SURFACE_UNKNOWN');
  });

  test('lists state how long they may be cached', async () => {
    const meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    const { text } = await post(
      '/mcp',
      JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta: meta } }),
      {
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': 'tools/list',
      },
    );
    expect(JSON.parse(text)).toMatchObject({ result: { ttlMs: 3_600_000, cacheScope: 'public' } });
  });
});
