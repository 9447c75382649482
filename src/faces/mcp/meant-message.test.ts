import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testFace } from '../testing/face.ts';
import { meantLine, meantMessage } from './meant-message.ts';

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
    expect(JSON.parse(meantLine(JSON.stringify(call(given))))).toEqual(call(meant));
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
    expect(meantLine(JSON.stringify(message))).toBe(JSON.stringify(message));
  });

  test('other messages and broken lines stay as they are', () => {
    const other = { ...call(null), method: 'resources/read' };
    expect(meantMessage(other)).toBe(other);
    const broken = '{"method":"tools/call","arguments":null';
    expect(meantLine(broken)).toBe(broken);
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
});
