import { Counter, Registry } from 'prom-client';
import { afterAll, describe, expect, test } from 'vitest';
import type { Health } from './face.ts';
import { testFace } from '../testing/face.ts';

const app = testFace();
afterAll(() => app.close());

const call = (operation: string, payload: unknown = {}) =>
  app.inject({ method: 'POST', url: `/api/v1/call/${operation}`, payload: payload as object });

describe('calls', () => {
  test('an operation answers in full by default', async () => {
    const response = await call('get_report', { symbol: 'BTCUSDT' });
    expect(response.statusCode).toBe(200);
    const { depth } = response.json<{ depth: { top20_bid: unknown[] } }>();
    expect(depth.top20_bid).toHaveLength(20);
  });

  test('a missing body means no arguments', async () => {
    expect((await app.inject({ method: 'POST', url: '/api/v1/call/list_markets' })).statusCode).toBe(200);
  });

  test('an alias is called like an operation', async () => {
    expect((await call('kraken_spot_orderbook_tool', { pair: 'XBTUSD' })).json()).toHaveProperty('bids');
  });

  test.each([
    ['get_report', { symbol: 'NOPE' }, 404, 'symbol_not_indexed'],
    ['get_report', {}, 400, 'invalid_input'],
    ['get_reprot', {}, 404, 'unknown_operation'],
    ['get_report', [], 400, 'invalid_input'],
    ['get_report', { symbol: '../../etc/passwd' }, 400, 'invalid_input'],
    ['list_operations', { surface: 'nope' }, 404, 'unknown_surface'],
  ])('%s %j is refused with %i %s', async (operation, input, status, name) => {
    const response = await call(operation, input);
    expect(response.statusCode).toBe(status);
    expect(response.json()).toMatchObject({
      error: name,
      code: expect.stringMatching(/^TF_/),
      message: expect.any(String),
      advice: expect.any(String),
    });
  });

  test('symbol_not_indexed has the required body', async () => {
    const response = await call('get_report', { symbol: 'NOPE' });
    expect(Object.keys(response.json<object>())).toEqual(['error', 'code', 'symbol', 'venue', 'known', 'message', 'advice']);
    expect(response.json<{ advice: string }>().advice).toContain('Available symbols: BTCUSDT');
  });

  test('an unavailable service is a coded error, and its text is hidden', async () => {
    const broken = testFace({ services: () => Promise.reject(new Error('secret')) });
    const response = await broken.inject({ method: 'POST', url: '/api/v1/call/get_report', payload: { symbol: 'BTCUSDT' } });
    expect(response.statusCode).toBe(500);
    expect(response.json()).toMatchObject({ error: 'internal_error' });
    expect(response.body).not.toContain('secret');
    await broken.close();
  });
});

describe('hostile requests', () => {
  const post = (payload: string, type = 'application/json') =>
    app.inject({ method: 'POST', url: '/api/v1/call/get_report', payload, headers: { 'content-type': type } });

  test.each([
    ['not JSON', '{"symbol":', 'application/json', 400, 'body_not_json'],
    ['an empty JSON body', '', 'application/json', 400, 'body_not_json'],
    ['a prototype key', '{"symbol":"BTCUSDT","__proto__":{"a":1}}', 'application/json', 400, 'body_not_json'],
    ['a constructor key', '{"symbol":"BTCUSDT","constructor":{"prototype":{}}}', 'application/json', 400, 'body_not_json'],
    ['deep nesting', `${'['.repeat(200_000)}${']'.repeat(200_000)}`, 'application/json', 400, 'body_not_json'],
    [
      'deep nesting in a field',
      `{"symbol":${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
      'application/json',
      400,
      'body_not_json',
    ],
    ['a body over the limit', `{"symbol":"${'x'.repeat(1_100_000)}"}`, 'application/json', 413, 'body_too_large'],
    ['a long symbol', `{"symbol":"${'x'.repeat(100_000)}"}`, 'application/json', 400, 'invalid_input'],
    ['another media type', 'symbol=BTCUSDT', 'application/x-www-form-urlencoded', 415, 'unsupported_media_type'],
    ['plain text', '{}', 'text/plain', 400, 'invalid_input'],
  ])('%s is refused', async (_what, payload, type, status, name) => {
    const response = await post(payload, type);
    expect(response.json()).toMatchObject({ error: name });
    expect(response.statusCode).toBe(status);
    expect(response.body.length).toBeLessThan(2_000);
  });

  test('an unknown route, and a method that is not allowed', async () => {
    expect((await app.inject('/nothing')).json()).toMatchObject({ error: 'not_found' });
    const wrong = await app.inject('/api/v1/call/get_report');
    expect(wrong.statusCode).toBe(405);
    expect(wrong.headers['allow']).toBe('POST');
    expect(wrong.json()).toMatchObject({ error: 'method_not_allowed' });
    const del = await app.inject({ method: 'DELETE', url: '/health' });
    expect([del.statusCode, del.headers['allow']]).toEqual([405, 'GET']);
    expect((await app.inject('/%E0%A4%A')).json()).toMatchObject({ error: 'bad_request' });
  });
});

describe('guards', () => {
  const ROUTES = ['/health', '/metrics', '/openapi.json', '/api/v1/operations', '/nothing', '/mcp', '/mcp/full', '/mcp/x/market'];

  test.each(ROUTES)('%s refuses a foreign Host or Origin', async (url) => {
    for (const headers of [
      { host: 'evil.example' },
      { host: 'localhost.evil.example:7420' },
      { host: '127.0.0.1:7420', origin: 'https://evil.example' },
      { host: '127.0.0.1:7420', origin: 'null' },
    ]) {
      const response = await app.inject({ url, headers });
      expect(response.statusCode).toBe(403);
      expect(response.body).toContain('TF_HTTP_HOST_REFUSED');
    }
  });

  test('every name of this machine is accepted, at any port', async () => {
    for (const host of ['localhost:7420', '127.0.0.1', '[::1]:9999']) {
      expect((await app.inject({ url: '/health', headers: { host, origin: `http://${host}` } })).statusCode).toBe(200);
    }
  });

  test('a host can be allowed by name', async () => {
    const open = testFace({ allowedHosts: ['desk.example'] });
    const headers = { host: 'desk.example:80', origin: 'https://desk.example' };
    expect((await open.inject({ url: '/health', headers })).statusCode).toBe(200);
    expect((await open.inject({ url: '/health', headers: { host: 'other.example' } })).statusCode).toBe(403);
    await open.close();
  });
});

describe('health, metrics, catalogue', () => {
  test.each([
    ['ok', 200],
    ['degraded', 200],
    ['down', 503],
  ] as const)('health %s is %i', async (status, code) => {
    const health: Health = { status, reasons: status === 'ok' ? [] : ['kraken-spot is silent'] };
    const face = testFace({ health: async () => health });
    const response = await face.inject('/health');
    expect(response.statusCode).toBe(code);
    expect(response.json()).toEqual({ ...health, version: '1.2.3' });
    await face.close();
  });

  test('metrics come from the given registry', async () => {
    const metrics = new Registry();
    new Counter({ name: 'things_total', help: 'Things', registers: [metrics] }).inc(3);
    const face = testFace({ metrics });
    const response = await face.inject('/metrics');
    expect(response.headers['content-type']).toContain('text/plain');
    expect(response.body).toContain('things_total 3');
    await face.close();
  });

  test('the catalogue lists every name', async () => {
    const { operations } = (await app.inject('/api/v1/operations')).json<{ operations: { name: string }[] }>();
    expect(operations.map(({ name }) => name)).toEqual(expect.arrayContaining(['get_report', 'binance_spot_klines_tool']));
  });
});
