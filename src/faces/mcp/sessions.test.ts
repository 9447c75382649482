import { Server } from '@modelcontextprotocol/server';
import { expect, test } from 'vitest';
import { SessionTable } from './sessions.ts';

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '0' } },
};

const request = (headers: Record<string, string> = {}) =>
  new Request('http://127.0.0.1/mcp', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
  });

function table(limit: number, errors: string[] = []) {
  let next = 0;
  return new SessionTable({
    factory: () => new Server({ name: 'test', version: '0' }, { capabilities: { tools: {} } }),
    newId: () => `session-${++next}`,
    onerror: ({ message }) => void errors.push(message),
    limit,
  });
}

const ping = (sessions: SessionTable, id: string) =>
  sessions.serve(id, request({ 'mcp-session-id': id }), { jsonrpc: '2.0', id: 2, method: 'ping' });

test('the least recently used session is evicted', async () => {
  const sessions = table(2);
  for (let n = 0; n < 2; n++) await (await sessions.open(request(), INITIALIZE)).text();
  expect((await ping(sessions, 'session-1'))?.status).toBe(200);
  await (await sessions.open(request(), INITIALIZE)).text();
  expect(sessions.size).toBe(2);
  expect(await ping(sessions, 'session-2')).toBeNull();
  expect((await ping(sessions, 'session-1'))?.status).toBe(200);
  await sessions.close();
  expect(sessions.size).toBe(0);
});

test('a refused initialize leaves nothing behind', async () => {
  const errors: string[] = [];
  const sessions = table(2, errors);
  const bad = new Request('http://127.0.0.1/mcp', { method: 'POST', headers: { 'content-type': 'application/json' } });
  expect((await sessions.open(bad, INITIALIZE)).status).toBe(406);
  expect(errors).toEqual([expect.stringContaining('Not Acceptable')]);
  expect(sessions.size).toBe(0);
});

test('a refused request for the stream leaves the open one, and an accepted one replaces it', async () => {
  const sessions = table(1);
  await (await sessions.open(request(), INITIALIZE)).text();
  const listen = (headers: Record<string, string> = {}) =>
    sessions.serve(
      'session-1',
      new Request('http://127.0.0.1/mcp', {
        headers: { accept: 'text/event-stream', 'mcp-session-id': 'session-1', ...headers },
      }),
      undefined,
    );
  const open = await listen();
  const ended = open?.text().then(() => 'ended');
  const isOpen = () => Promise.race([ended, new Promise((resolve) => void setImmediate(resolve, 'open'))]);
  expect(open?.status).toBe(200);
  expect((await listen({ 'mcp-protocol-version': '1999-01-01' }))?.status).toBe(400);
  expect((await listen({ 'mcp-session-id': 'other' }))?.status).toBe(404);
  expect((await listen({ accept: 'application/json' }))?.status).toBe(406);
  expect(await isOpen()).toBe('open');
  const next = await listen();
  expect(next?.status).toBe(200);
  expect(await isOpen()).toBe('ended');
  await sessions.close();
  expect(await next?.text()).toBe('');
});
