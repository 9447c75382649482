import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testFace } from '../testing/face.ts';
import { meantMessage } from './meant-message.ts';

const call = (given: unknown) => ({
  jsonrpc: '2.0',
  id: 7,
  method: 'tools/call',
  params: { name: 'get_report', arguments: given, _meta: { progressToken: 0 } },
});

describe('arguments of a call', () => {
  test.each([
    ['null', null, {}],
    ['empty text', '', {}],
    ['JSON text', '{"symbol":"BTCUSDT"}', { symbol: 'BTCUSDT' }],
  ])('%s becomes an object', (_, given, meant) => {
    expect(meantMessage(call(given))).toEqual(call(meant));
  });

  test.each([
    ['an object', { symbol: '"arguments":null' }],
    ['none', undefined],
    ['a list', [1]],
    ['text of a list', '[1]'],
    ['text that is no JSON', '{"symbol":'],
  ])('%s stays as it is', (_, given) => {
    const message = call(given);
    expect(meantMessage(message)).toBe(message);
  });

  test('other messages stay as they are', () => {
    const other = { ...call(null), method: 'resources/read' };
    expect(meantMessage(other)).toBe(other);
  });
});

// chaitin/MonkeyCode#1268, lizqwerscott/mcp.el#85: clients that write null for what they leave out.
describe('null for what is left out', () => {
  const list = (params: unknown) => ({ jsonrpc: '2.0', id: 3, method: 'tools/list', params });
  const hello = (capabilities: unknown, clientInfo: unknown) => ({
    jsonrpc: '2.0',
    id: 0,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities, clientInfo },
  });

  test.each([
    ['params', list(null), { jsonrpc: '2.0', id: 3, method: 'tools/list' }],
    ['a cursor', list({ cursor: null }), list({})],
    ['_meta', list({ _meta: null, cursor: 'a' }), list({ cursor: 'a' })],
    ['_meta of a call', { ...call({ a: null }), params: { name: 'x', arguments: { a: null }, _meta: null } }, { ...call({}), params: { name: 'x', arguments: { a: null } } }], // prettier-ignore
    ['capabilities', hello(null, { name: 't' }), hello({}, { name: 't' })],
    [
      'members of initialize',
      hello({ roots: null, sampling: {} }, { name: 't', title: null }),
      hello({ sampling: {} }, { name: 't' }),
    ],
  ])('%s: is left out', (_, given, meant) => {
    expect(meantMessage(given)).toEqual(meant);
    expect(meantMessage([given, list({})])).toEqual([meant, list({})]);
  });

  test.each([
    list({ cursor: 'a', _meta: {} }),
    list([null]),
    list('null'),
    hello({ roots: {} }, { name: 't' }),
    hello('x', null),
  ])('other messages stay the same object: %j', (message) => expect(meantMessage(message)).toBe(message));

  test('a batch of other messages stays the same list', () => {
    const batch = [list({ cursor: 'a' }), 7, null];
    expect(meantMessage(batch)).toBe(batch);
  });
});

describe('over HTTP', () => {
  const app = testFace();
  let url = '';
  beforeAll(async () => {
    url = new URL('/mcp', await app.listen({ host: '127.0.0.1', port: 0 })).href;
  });
  afterAll(() => app.close());

  const post = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
      body: JSON.stringify(body),
    });
  const initialize = {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '0' } },
  };

  test('a call whose arguments are JSON text is answered', async () => {
    expect(await (await post(call('{"symbol":"BTCUSDT"}'))).text()).toContain('"symbol":"BTCUSDT"');
  });

  test('lists that are not offered are empty, and no other method is known', async () => {
    // DeusData/codebase-memory-mcp#1015, upstash/context7#2534: clients that take an error for a broken server.
    const answer = async (method: string) => (await post({ jsonrpc: '2.0', id: 5, method })).text();
    expect(await answer('prompts/list')).toContain('{"prompts":[]}');
    expect(await answer('resources/templates/list')).toContain('{"resourceTemplates":[]}');
    expect(await answer('completion/complete')).toContain('-32601');
  });

  test('a slash behind the address changes nothing', async () => {
    // PrefectHQ/fastmcp#1867, open-webui/mcpo#280.
    const slashed = await fetch(`${url}/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      body: JSON.stringify(initialize),
    });
    expect(slashed.status).toBe(200);
  });

  test('a session ends by a DELETE that states the type of a body it does not have', async () => {
    // hangwin/mcp-chrome#85: the client of the Python SDK.
    const id = (await post(initialize)).headers.get('mcp-session-id')!;
    const end = () =>
      fetch(url, { method: 'DELETE', headers: { 'mcp-session-id': id, 'content-type': 'application/json' } }).then(
        (r) => r.status,
      );
    expect(await end()).toBe(200);
    expect(await end()).toBe(404);
  });

  test('a client in a page of this machine may read the answers, and no other page may', async () => {
    // GDKsoftware/Delphi-MCP-Server#11, cameronrye/openzim-mcp#93.
    const preflight = (origin: string) =>
      fetch(url, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'mcp-protocol-version' },
      });
    const allowed = await preflight('http://localhost:6274');
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('http://localhost:6274');
    expect(allowed.headers.get('access-control-allow-headers')).toMatch(/content-type.*mcp-protocol-version, mcp-session-id/);
    expect(allowed.headers.get('access-control-allow-methods')).toContain('DELETE');
    const served = await post(initialize, { origin: 'http://localhost:6274' });
    expect(served.headers.get('access-control-expose-headers')).toContain('mcp-session-id');
    expect((await post(initialize)).headers.get('access-control-allow-origin')).toBeNull();
    for (const origin of ['https://example.org', 'null']) {
      const refused = await preflight(origin);
      expect(refused.status).toBe(403);
      expect(refused.headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  test('a client that accepts anything is served', async () => {
    expect((await post(initialize, { accept: '*/*' })).status).toBe(200);
    expect((await post(initialize, { accept: 'text/html' })).status).toBe(406);
  });

  test('after a restart a client may begin again with the id of its old session', async () => {
    const again = await post(initialize, { 'mcp-session-id': 'of-an-earlier-run' });
    expect(again.status).toBe(200);
    expect(again.headers.get('mcp-session-id')).not.toBe('of-an-earlier-run');
    const ping = { jsonrpc: '2.0', id: 2, method: 'ping' };
    expect((await post(ping, { 'mcp-session-id': 'of-an-earlier-run' })).status).toBe(404);
  });

  test(
    'a client that reconnects gets its stream of notifications, and its head before the first event',
    { timeout: 5_000 },
    async () => {
      // modelcontextprotocol/kotlin-sdk#715, danny-avila/LibreChat#14816, render-oss/render-mcp-server#26.
      const id = (await post(initialize)).headers.get('mcp-session-id')!;
      for (let n = 0; n < 3; n++) {
        const leaving = new AbortController();
        const stream = await fetch(url, {
          headers: { accept: 'text/event-stream', 'mcp-session-id': id },
          signal: leaving.signal,
        });
        expect(stream.status).toBe(200);
        leaving.abort();
      }
    },
  );
});
