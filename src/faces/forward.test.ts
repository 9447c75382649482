import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { remoteBoundary } from '../client/index.ts';
import { CALLER_HEADER, CATALOGUE_HEADER, CodedError, type Caller, type WorkLimits } from '../core/index.ts';
import { callOperation, catalogueHash, OPERATIONS, type Boundary, type RemoteContext } from '../operations/index.ts';
import { sampleInput, testContext } from '../operations/testing/context.ts';
import { handMadeServices } from '../operations/testing/services.ts';
import { testFace } from './testing/face.ts';

const TOKEN = 'f'.repeat(64);
const ASKS: Caller = { principal: 'stdio 4711', via: 'stdio', client: 'a client 1.0' };

const seen: WorkLimits[] = [];
const made = handMadeServices();
const app = testFace({
  token: TOKEN,
  services: async () => ({
    ...made,
    claims: {
      check: (query, limits = {}) => {
        seen.push(limits);
        return made.claims.check(query, limits);
      },
    },
  }),
});
let url = '';
beforeAll(async () => {
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => app.close());

const CONCISE = testContext({ detail: 'concise' });
const away = (boundary: Boundary): RemoteContext => ({
  registry: CONCISE.registry,
  log: CONCISE.log,
  caller: ASKS,
  boundary,
});
const forwarding = (token: string | null = TOKEN) => away(remoteBoundary({ url, token }));

describe('a process without the data', () => {
  test('answers every operation like the process with the data, receipt included', async () => {
    for (const entry of CONCISE.registry.entries) {
      const input = sampleInput(entry);
      const [here, there] = await Promise.all([
        callOperation(CONCISE, entry.name, input),
        callOperation(forwarding(), entry.name, input),
      ]);
      expect(there, entry.name).toEqual(here);
    }
    expect(CONCISE.registry.entries.length).toBeGreaterThan(OPERATIONS.length);
  });

  test('a concise answer has its own receipt, and so has the full one', async () => {
    const [short, full] = await Promise.all([
      callOperation(forwarding(), 'get_report', { symbol: 'BTCUSDT' }),
      callOperation(forwarding(), 'get_report', { symbol: 'BTCUSDT', detail: 'full' }),
    ]);
    expect(short['receipt']).toMatch(/^tf2:get_report:BTCUSDT@binance-spot;detail=concise:/);
    expect(short['receipt']).not.toBe(full['receipt']);
    expect(full).toEqual(await callOperation(testContext(), 'get_report', { symbol: 'BTCUSDT' }));
  });

  test('forwards the input unchanged: not checked, respelled or completed with defaults here', async () => {
    const calls: unknown[] = [];
    const context = away({
      call: async (call) => {
        calls.push(call);
        throw new CodedError('TF_X_Y', 'x', 400, 'no', 'no', {});
      },
    });
    for (const [name, input] of [
      ['get_flow', { symbol: 'BTCUSDT' }],
      ['get_flow', { windows: 'many', newer: true }],
      ['kraken_spot_trades_tool', {}],
      ['list_markets', undefined],
    ] as const)
      await expect(callOperation(context, name, input)).rejects.toMatchObject({ code: 'TF_X_Y' });
    expect(calls).toEqual([
      { name: 'get_flow', input: { symbol: 'BTCUSDT' }, detail: 'concise', caller: ASKS },
      { name: 'get_flow', input: { windows: 'many', newer: true }, detail: 'concise', caller: ASKS },
      { name: 'kraken_spot_trades_tool', input: {}, detail: 'concise', caller: ASKS },
      { name: 'list_markets', input: {}, detail: 'concise', caller: ASKS },
    ]);
  });

  test('refusals of the other process are passed on unchanged', async () => {
    const error = await callOperation(forwarding(), 'get_report', { symbol: 'NOPE' }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ publicName: 'symbol_not_indexed', status: 404, facts: { known: ['BTCUSDT'] } });
    await expect(callOperation(forwarding(), 'get_report', [1])).rejects.toMatchObject({ publicName: 'invalid_input' });
    await expect(callOperation(forwarding(), 'get_trades', { symbol: 'BTCUSDT', limit: 0 })).rejects.toMatchObject({
      publicName: 'invalid_input',
      message: expect.stringContaining('limit') as string,
    });
  });

  test('an answer that violates the schema listed here is never passed on; the error names both catalogues', async () => {
    const answer = await callOperation(CONCISE, 'list_markets', {});
    for (const other of [{ ...answer, newer: 1 }, { ...answer, state: undefined }, {}]) {
      const context = away({ call: async () => ({ answer: other, catalogue: '0123456789abcdef' }) });
      await expect(callOperation(context, 'list_markets', {})).rejects.toMatchObject({
        code: 'TF_CATALOGUE_OTHER',
        facts: { own: catalogueHash(CONCISE.registry), theirs: '0123456789abcdef' },
      });
    }
  });

  test('operations about the catalogue are answered here; an operation dispatched by them is forwarded', async () => {
    const calls: string[] = [];
    const context = away({
      call: async ({ name }) => {
        calls.push(name);
        return { answer: await callOperation(CONCISE, name, {}), catalogue: null };
      },
    });
    expect(await callOperation(context, 'list_operations', {})).toHaveProperty('operations');
    expect(calls).toEqual([]);
    await callOperation(context, 'call_read_tool', { name: 'list_markets', arguments: {} });
    expect(calls).toEqual(['list_markets']);
  });

  test('any other error on the way is logged and becomes an internal error', async () => {
    const context = away({ call: () => Promise.reject(new TypeError('secret')) });
    await expect(callOperation(context, 'list_markets', {})).rejects.toMatchObject({ publicName: 'internal_error' });
  });

  test('a disconnected caller ends the call on both sides', async () => {
    const ending = new AbortController();
    const context = {
      ...away({ call: (_call, signal) => new Promise((_, reject) => signal?.addEventListener('abort', reject)) }),
      signal: ending.signal,
    };
    const call = callOperation(context, 'list_markets', {});
    ending.abort();
    await expect(call).rejects.toMatchObject({ publicName: 'cancelled' });
    await expect(callOperation(context, 'list_markets', {})).rejects.toMatchObject({ publicName: 'cancelled' });
  });
});

describe('who asks', () => {
  const check = { text: 'The mid is 1.' };

  test('is accepted with the token; without it the connection identifies the caller', async () => {
    seen.length = 0;
    await callOperation(forwarding(), 'check_claim', check);
    await callOperation(forwarding(null), 'check_claim', check);
    expect(seen.map(({ caller }) => caller)).toEqual([
      ASKS,
      { principal: expect.stringMatching(/^(::ffff:)?127\.0\.0\.1 \d+$/) as string, via: 'http', client: 'node' },
    ]);
  });

  test.each([
    ['no token', {}],
    ['another token', { authorization: `Bearer ${'e'.repeat(64)}` }],
    ['an empty token', { authorization: 'Bearer ' }],
    ['another scheme', { authorization: `Basic ${TOKEN}` }],
    ['part of the token', { authorization: `Bearer ${TOKEN.slice(1)}` }],
  ])('is refused with %s if a caller is named', async (_what, headers) => {
    seen.length = 0;
    const response = await fetch(`${url}/api/v1/call/check_claim`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [CALLER_HEADER]: JSON.stringify(ASKS), ...headers },
      body: JSON.stringify(check),
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: 'caller_refused' });
    expect(seen).toEqual([]);
  });

  test('a server without a token accepts no named caller', async () => {
    const open = testFace();
    const reply = await open.inject({
      method: 'POST',
      url: '/api/v1/call/list_markets',
      headers: { [CALLER_HEADER]: JSON.stringify(ASKS), authorization: `Bearer ${TOKEN}` },
      payload: {},
    });
    expect(reply.statusCode).toBe(401);
    await open.close();
  });

  test('an unreadable caller is refused, with or without a token', async () => {
    for (const text of ['nonsense', '{}', JSON.stringify({ ...ASKS, via: 'root' })]) {
      const reply = await app.inject({
        method: 'POST',
        url: '/api/v1/call/list_markets',
        headers: { [CALLER_HEADER]: text, authorization: `Bearer ${TOKEN}` },
        payload: {},
      });
      expect(reply.statusCode, text).toBe(401);
    }
  });
});

test('answers and the listing have the hash of the catalogue, the same for both defaults of detail', async () => {
  const full = testContext({ detail: 'full' });
  const hash = catalogueHash(CONCISE.registry);
  expect(hash).toMatch(/^[0-9a-f]{16}$/);
  expect(catalogueHash(full.registry)).toBe(hash);
  const reply = await app.inject({ method: 'POST', url: '/api/v1/call/list_markets', payload: {} });
  expect(reply.headers[CATALOGUE_HEADER]).toBe(hash);
  expect((await app.inject('/api/v1/operations')).json()).toMatchObject({ catalogue: hash });
});

test('another value of detail is refused', async () => {
  const ask = (detail: string) =>
    app.inject({ method: 'POST', url: '/api/v1/call/list_markets', headers: { 'tallyfoil-detail': detail }, payload: {} });
  expect((await ask('terse')).statusCode).toBe(400);
  expect((await ask('full')).statusCode).toBe(200);
});
