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
