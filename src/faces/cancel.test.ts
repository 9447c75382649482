import { request } from 'node:http';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { InMemoryTransport } from '@modelcontextprotocol/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { remoteBoundary } from '../client/index.ts';
import type { WorkLimits } from '../core/index.ts';
import { TESTER, testContext } from '../operations/testing/context.ts';
import { handMadeServices } from '../operations/testing/services.ts';
import { serveMcpStdio } from './mcp/index.ts';
import { testFace } from './testing/face.ts';

const TEXT = 'The mid is 64,000.';
const ERAS = [
  ['2025-11-25', 'legacy'],
  ['2026-07-28', { pin: '2026-07-28' }],
] as const;
type Mode = (typeof ERAS)[number][1];

/** Each started check waits here until its caller disconnects. */
let started: (limits: WorkLimits) => void = () => {};
const services = async () => ({
  ...handMadeServices(),
  claims: {
    check: (_query: unknown, limits: WorkLimits = {}) =>
      new Promise<never>((_resolve, reject) => {
        limits.signal?.addEventListener('abort', () => reject(new Error('gone')), { once: true });
        started(limits);
      }),
  },
});
const outcomes: string[] = [];
const app = testFace({ services, measure: () => (outcome) => void outcomes.push(outcome) });
let url = '';
beforeAll(async () => {
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => app.close());

/** Starts a check, waits until it runs, disconnects its caller, and resolves once the work was cancelled. */
async function leave(ask: () => () => void): Promise<WorkLimits> {
  const running = new Promise<WorkLimits>((resolve) => (started = resolve));
  const go = ask();
  const limits = await running;
  expect(limits.signal?.aborted).toBe(false);
  const ended = new Promise((resolve) => limits.signal?.addEventListener('abort', resolve, { once: true }));
  go();
  await ended;
  return limits;
}

test('over HTTP, a closed connection cancels the call, and the call is counted as cancelled for its caller', async () => {
  const limits = await leave(() => {
    const sent = request(`${url}/api/v1/call/check_claim`, { method: 'POST', headers: { 'content-type': 'application/json' } });
    sent.on('error', () => {});
    sent.end(JSON.stringify({ text: TEXT }));
    return () => sent.destroy();
  });
  expect(limits.caller?.principal).toMatch(/^(127\.0\.0\.1|::ffff:127\.0\.0\.1) \d+$/);
  await expect.poll(() => outcomes).toEqual(['cancelled']);
});

test('a cancelled call of our client, as in a stdio process, is cancelled on the server', async () => {
  let failed: Promise<unknown> = Promise.resolve();
  const ending = new AbortController();
  await leave(() => {
    failed = remoteBoundary({ url })
      .call({ name: 'check_claim', input: { text: TEXT }, detail: 'concise', caller: TESTER }, ending.signal)
      .catch((error: unknown) => error);
    return () => ending.abort(new Error('asked no longer'));
  });
  expect(await failed).toMatchObject({ message: 'asked no longer' });
});

const overHttp = async (mode: Mode) => {
  const client = new Client({ name: 'test', version: '0' }, { versionNegotiation: { mode } });
  await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', url)));
  return client;
};

const overStdio = async (mode: Mode) => {
  const [near, far] = InMemoryTransport.createLinkedPair();
  serveMcpStdio({ ...testContext({ detail: 'concise' }), services, surface: 'full', version: '1.2.3', transport: far });
  const client = new Client({ name: 'test', version: '0' }, { versionNegotiation: { mode } });
  await client.connect(near);
  return client;
};

test.each(
  ERAS.flatMap(([name, mode]) => [
    [`HTTP ${name}`, () => overHttp(mode)] as const,
    [`stdio ${name}`, () => overStdio(mode)] as const,
  ]),
)('over MCP on %s, a cancelled request or a disconnected client ends the call', async (_name, open) => {
  const client = await open();
  const call = (signal: AbortSignal) =>
    client.callTool({ name: 'check_claim', arguments: { text: TEXT } }, { signal }).catch(() => null);
  await leave(() => {
    const ending = new AbortController();
    void call(ending.signal);
    return () => ending.abort();
  });
  await leave(() => {
    void call(new AbortController().signal);
    return () => void client.close();
  });
});

test('over MCP without a session, a connection that breaks ends the call', async () => {
  await leave(() => {
    const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
    const sent = request(`${url}/mcp`, { method: 'POST', headers });
    sent.on('error', () => {});
    const params = { name: 'check_claim', arguments: { text: TEXT } };
    sent.end(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }));
    return () => sent.destroy();
  });
});
