import { afterAll, expect, test } from 'vitest';
import { testFace } from '../testing/face.ts';

const file = (text: string, type: string) => ({ body: Buffer.from(text), type, etag: `"${text.length}"` });
const page = new Map([
  ['/', file('<!doctype html>', 'text/html; charset=utf-8')],
  ['/app.js', file('start()', 'text/javascript; charset=utf-8')],
]);
const app = testFace({ page });
afterAll(() => app.close());

test('the page and its files are served with a policy that blocks everything else', async () => {
  for (const [path, { body, type }] of page) {
    const response = await app.inject(path);
    expect([response.statusCode, response.headers['content-type'], response.body]).toEqual([200, type, body.toString()]);
    const policy = String(response.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(response.headers['x-content-type-options']).toBe('nosniff');
  }
});

test('a browser that has the page gets 304', async () => {
  const response = await app.inject({ url: '/app.js', headers: { 'if-none-match': '"7"' } });
  expect([response.statusCode, response.body]).toEqual([304, '']);
});

test('only the listed files are served', async () => {
  for (const url of ['/app.js.map', '/../package.json', '/%2e%2e/package.json', '/index.html']) {
    expect((await app.inject(url)).statusCode).toBe(404);
  }
});

test('a foreign Host or Origin gets no page', async () => {
  expect((await app.inject({ url: '/', headers: { host: 'evil.example' } })).statusCode).toBe(403);
});

test('without a built page the server says how to build it', async () => {
  const bare = testFace({ page: null });
  const response = await bare.inject('/');
  expect(response.statusCode).toBe(404);
  expect(response.json()).toMatchObject({ error: 'page_not_built', advice: expect.stringContaining('npm run page') });
  await bare.close();
});
