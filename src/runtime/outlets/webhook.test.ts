import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { isBarred } from './address.ts';
import { signature } from './sign.ts';
import { guarded, postWebhook, refuseUrl } from './webhook.ts';

const SECRET = 'correct horse battery';
const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

interface Got {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly method: string | undefined;
}

/** A receiver on loopback that answers each request as the test asks. */
async function receiver(answer: (response: ServerResponse) => void): Promise<{ url: string; got: Got[] }> {
  const got: Got[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      got.push({ headers: request.headers, body, method: request.method });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => void (server.closeAllConnections(), server.close()));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?a=1`, got };
}

const message = (url: string) => ({
  url,
  id: 'al-1-1-1',
  body: '{"text":"š"}',
  secret: SECRET,
  seconds: 1_700_000_000,
  allowed: [],
  signal: new AbortController().signal,
});

test('the signature is HMAC-SHA256 over time and body (RFC 4231, test case 2, as its key)', () => {
  // RFC 4231 4.3: key "Jefe", data "what do ya want for nothing?".
  const known = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
  expect(createHmac('sha256', 'Jefe').update('what do ya want for nothing?').digest('hex')).toBe(known);
  expect(signature('Jefe', 'b', 5)).toBe(`t=5,v1=${createHmac('sha256', 'Jefe').update('5.b').digest('hex')}`);
});

test('a receiver that knows the secret recognises real messages; no other body or time has the same signature', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.nat(), fc.nat(), (a, b, s, t) => {
      expect(signature(SECRET, a, s) === signature(SECRET, b, t)).toBe(a === b && s === t);
    }),
  );
});

test('posts the body with signature and id, and takes any 2xx for taken', async () => {
  const { url, got } = await receiver((response) => response.writeHead(202).end('whatever'));
  expect(await postWebhook(message(url))).toEqual({ ok: true });
  expect(got).toHaveLength(1);
  expect(got[0]).toMatchObject({ method: 'POST', body: '{"text":"š"}' });
  expect(got[0]?.headers).toMatchObject({
    'content-type': 'application/json',
    'tallyfoil-delivery': 'al-1-1-1',
    'tallyfoil-signature': signature(SECRET, '{"text":"š"}', 1_700_000_000),
  });
  expect(JSON.stringify(got)).not.toContain(SECRET);
});

describe('what is not taken is tried again, but for 410', () => {
  test.each([
    [500, {}, { canRetry: true, problem: 'status 500', afterMs: null }],
    [404, {}, { canRetry: true }],
    [429, { 'retry-after': '7' }, { canRetry: true, afterMs: 7_000 }],
    [503, { 'retry-after': 'Tue, 14 Nov 2023 22:13:50 GMT' }, { canRetry: true, afterMs: 30_000 }],
    [503, { 'retry-after': 'soon' }, { canRetry: true, afterMs: null }],
    [410, {}, { canRetry: false }],
  ])('%i', async (status, headers, expected) => {
    const { url } = await receiver((response) => response.writeHead(status, headers).end());
    expect(await postWebhook(message(url))).toMatchObject({ ok: false, ...expected });
  });

  test('a dead receiver, and one that hangs up', async () => {
    expect(await postWebhook(message('http://127.0.0.1:9/'))).toMatchObject({
      ok: false,
      canRetry: true,
      problem: 'ECONNREFUSED',
    });
    const { url } = await receiver((response) => response.destroy());
    expect(await postWebhook(message(url))).toMatchObject({ ok: false, canRetry: true });
  });

  test('a caller that ends', async () => {
    const { url } = await receiver(() => {});
    expect(await postWebhook({ ...message(url), signal: AbortSignal.abort() })).toMatchObject({ ok: false, canRetry: true });
  });
});

test('a redirect is not followed', async () => {
  const other = await receiver((response) => response.writeHead(200).end());
  const { url } = await receiver((response) => response.writeHead(307, { location: other.url }).end());
  expect(await postWebhook(message(url))).toMatchObject({ ok: false, problem: expect.stringContaining('redirect') as string });
  expect(other.got).toEqual([]);
});

describe('addresses', () => {
  test.each([
    'ftp://example.com/',
    'file:///etc/passwd',
    'not an address',
    'http://user:word@example.com/',
    'http://169.254.169.254/latest/meta-data',
    'http://2852039166/',
    'http://0xa9fea9fe/',
    'http://[::ffff:169.254.169.254]/',
    'http://[fe80::1]/',
    'http://[64:ff9b::a9fe:a9fe]/',
    'http://[fd00:ec2::254]/',
    'http://100.100.100.200/',
    'http://0.0.0.0/',
    'http://168.63.129.16/',
    'http://0250.077.0201.020/',
    'http://169.254.169.254./',
    'http://１６９.254.169.254/',
    'http://169。254。169。254/',
    'http://0251.0376.0251.0376/',
    'http://169.254.43518/',
    'http://0xa9.0xfe.0xa9.0xfe/',
    'http://[fd20:ce::254]/',
    'http://[2001:0:5db8:d822:0:0:5601:5601]/',
    'http://[fec0::1]/',
    'http://[64:ff9b:1::a9fe:a9fe]/',
    `http://example.com/${'x'.repeat(3_000)}`,
  ])('%s is refused', async (url) => {
    expect(refuseUrl(url, [])).toBeTypeOf('string');
    expect(await postWebhook(message(url))).toMatchObject({ ok: false, canRetry: false });
  });

  test.each(['http://127.0.0.1:8080/x', 'http://[::1]/', 'http://10.0.0.7/', 'https://hooks.example.com/a/b'])(
    '%s is taken',
    (url) => {
      expect(refuseUrl(url, [])).toBeNull();
    },
  );

  test('a list of hosts is the whole truth: those and no others', () => {
    expect(refuseUrl('http://169.254.1.2/', ['169.254.1.2'])).toBeNull();
    expect(refuseUrl('https://example.com/', ['169.254.1.2'])).toContain('TALLYFOIL_WEBHOOK_HOSTS');
    expect(refuseUrl('https://EXAMPLE.com./x', ['example.com'])).toBeNull();
    expect(refuseUrl('http://[fe80:0::1]/', ['fe80::1'])).toBeNull();
    expect(refuseUrl('http://2852039166/', ['169.254.169.254'])).toBeNull();
  });

  test('every link-local address is barred, written in any way', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(byte, byte, (c, d) => {
        expect(isBarred(`169.254.${c}.${d}`)).toBe(true);
        expect(isBarred(`::ffff:169.254.${c}.${d}`)).toBe(true);
        expect(isBarred(`fe80::${c.toString(16)}:${d.toString(16)}%eth0`)).toBe(true);
      }),
    );
    expect(isBarred('localhost')).toBe(true);
  });
});

describe('a name is looked up and its addresses are held against the list', () => {
  const ask = (addresses: readonly string[], all: 'all' | 'one') =>
    new Promise((resolve) =>
      guarded((_hostname, _options, done) =>
        done(
          null,
          addresses.map((address) => ({ address, family: 4 })),
        ),
      )('name.example', { all: all === 'all' }, (error, found) => resolve(error === null ? found : error.message)),
    );

  test('one bad address among good ones is enough', async () => {
    expect(await ask(['93.184.216.34', '169.254.169.254'], 'all')).toContain('link-local');
    expect(await ask(['169.254.169.254'], 'one')).toContain('link-local');
    expect(await ask([], 'one')).toContain('link-local');
  });

  test('good ones go on as they were found', async () => {
    expect(await ask(['93.184.216.34'], 'all')).toEqual([{ address: '93.184.216.34', family: 4 }]);
    expect(await ask(['93.184.216.34'], 'one')).toBe('93.184.216.34');
  });
});

test('the check that the guide shows takes what is signed, and nothing else', async () => {
  const guide = readFileSync(new URL('../../../docs/alerts.md', import.meta.url), 'utf8');
  const [, code = ''] = /```js\n([\s\S]*?)```/.exec(guide) ?? [];
  const file = join(mkdtempSync(join(tmpdir(), 'tallyfoil-guide-')), 'check.mjs');
  writeFileSync(file, code);
  const { isGenuine } = (await import(pathToFileURL(file).href)) as {
    isGenuine: (secret: string, header: string, body: string, now?: number) => boolean;
  };
  const header = signature(SECRET, '{"a":1}', 1_000);
  expect(isGenuine(SECRET, header, '{"a":1}', 1_100)).toBe(true);
  expect(isGenuine(SECRET, header, '{"a":2}', 1_100)).toBe(false);
  expect(isGenuine('another secret ....', header, '{"a":1}', 1_100)).toBe(false);
  expect(isGenuine(SECRET, header, '{"a":1}', 1_400)).toBe(false);
  expect(isGenuine(SECRET, 'v1=00', '{"a":1}', 1_000)).toBe(false);
});
