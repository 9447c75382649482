import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testFace } from '../testing/face.ts';
import { HTTP_LIMITS } from './limits.ts';

const LIMITS = { ...HTTP_LIMITS, headersMs: 300, requestMs: 600, lookMs: 50, connections: 8 };

const app = testFace({ limits: LIMITS });
let port = 0;
const open: Socket[] = [];
beforeAll(async () => {
  port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port);
});
afterAll(async () => {
  for (const socket of open) socket.destroy();
  await app.close();
});

const CALL = 'POST /api/v1/call/list_markets HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n';

function dial(): Socket {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  open.push(socket);
  return socket;
}

/** Everything that the server sends until it closes the connection; `drip` is written repeatedly meanwhile. */
async function heard(first: string, drip: string): Promise<string> {
  const socket = dial();
  let text = '';
  socket.on('data', (piece) => (text += String(piece)));
  socket.write(first);
  const timer = setInterval(() => socket.writable && socket.write(drip), 40);
  await once(socket, 'close');
  clearInterval(timer);
  return text;
}

test.each([
  ['headers that drip', `${CALL}x-slow: `, 'a'],
  ['a body that drips', `${CALL}content-length: 1000\r\n\r\n{`, ' '],
  ['a body of chunks without end', `${CALL}transfer-encoding: chunked\r\n\r\n`, '1\r\n \r\n'],
  ['a request that never starts', '', ''],
])('%s: answered with a coded error and closed', async (_what, first, drip) => {
  const text = await heard(first, drip);
  expect(text).toMatch(/^HTTP\/1\.1 408 /);
  expect(JSON.parse(text.slice(text.indexOf('\r\n\r\n')))).toMatchObject({ code: 'TF_HTTP_REQUEST_TOO_SLOW' });
});

test.each([
  ['what is not HTTP', '\u0000\u0001\u0002 \r\n\r\n', 400, 'TF_HTTP_REQUEST_REFUSED'],
  ['headers over 16 kB', `${CALL}x-long: ${'a'.repeat(20_000)}\r\n\r\n`, 431, 'TF_HTTP_HEADERS_TOO_LARGE'],
])('%s: answered with a coded error and closed', async (_what, first, status, code) => {
  const text = await heard(first, '');
  expect(text).toContain(`HTTP/1.1 ${status} `);
  expect(JSON.parse(text.slice(text.indexOf('\r\n\r\n')))).toMatchObject({ code });
});

test('connections beyond the limit are closed, and the others are served', async () => {
  const idle = Array.from({ length: LIMITS.connections * 2 }, dial);
  let closed = 0;
  for (const socket of idle) socket.resume().once('close', () => closed++);
  await expect.poll(() => closed).toBeGreaterThanOrEqual(LIMITS.connections);
  await expect.poll(() => closed).toBe(idle.length);
  const response = await fetch(`http://127.0.0.1:${port}/health`);
  expect(response.status).toBe(200);
});

const post = (payload: string, url = '/api/v1/call/get_report') =>
  app.inject({ method: 'POST', url, payload, headers: { 'content-type': 'application/json' } });

const object = (keys: number): string => `{${Array.from({ length: keys }, (_, index) => `"key${index}":${index}`).join(',')}}`;

test('a body of 60,000 names is refused before it is parsed', async () => {
  const response = await post(object(60_000));
  expect(response.statusCode).toBe(400);
  expect(response.json()).toMatchObject({ code: 'TF_HTTP_BODY_NOT_JSON', reason: 'it has over 10000 members' });
});

test('of 9,000 unknown names the first are listed, and the rest are counted', async () => {
  const response = await post(object(9_000));
  expect(response.statusCode).toBe(400);
  const { problems } = response.json<{ problems: string[] }>();
  expect(problems).toHaveLength(9);
  expect(problems.at(-1)).toBe('and 8993 more');
  expect(response.body.length).toBeLessThan(5_000);
});

test('a batch of MCP messages has a limit too', async () => {
  const batch = Array.from({ length: 60 }, (_, id) => ({ jsonrpc: '2.0', id, method: 'ping' }));
  const response = await post(JSON.stringify(batch), '/mcp');
  expect(response.statusCode).toBe(400);
  expect(response.body).toContain('over 50 messages');
});
