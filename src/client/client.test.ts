import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, expectTypeOf, test } from 'vitest';
import { testFace } from '../faces/testing/face.ts';
import { CITE } from '../operations/receipt.ts';
import { report } from '../operations/testing/market.ts';
import { withReceipt } from '../operations/testing/with-receipt.ts';
import { CodedError, createClient, type OperationAnswer } from './index.ts';

const app = testFace();
let url = '';
beforeAll(async () => {
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => app.close());

test('an operation is typed by its name, and an alias is called as text', async () => {
  const client = createClient({ url });
  const answer = await client.call('get_report', { symbol: 'BTCUSDT' });
  expectTypeOf(answer).toEqualTypeOf<OperationAnswer<'get_report'>>();
  expect(answer).toEqual({
    ...withReceipt(report()),
    cite: CITE,
    receipt: expect.stringMatching(/^tf2:get_report:BTCUSDT@binance-spot:/),
  });
  expect(await client.call('kraken_spot_trades_tool', { count: 2 })).toHaveProperty('trades');
  expect(await client.health()).toEqual({ status: 'ok', reasons: [], version: '1.2.3' });
});

test("the server's errors arrive as they were thrown", async () => {
  const error: unknown = await createClient({ url })
    .call('get_report', { symbol: 'NOPE' })
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(CodedError);
  expect(error).toMatchObject({ publicName: 'symbol_not_indexed', status: 404, facts: { symbol: 'NOPE', known: ['BTCUSDT'] } });
});

test('a server that is absent, slow or not a Tallyfoil server is a coded error', async () => {
  await expect(createClient({ url: 'http://127.0.0.1:9' }).call('list_markets')).rejects.toMatchObject({
    publicName: 'server_unreachable',
  });
  const other = createServer((request, response) => {
    if (request.url === '/health') response.end('{"error":{}}');
    else if (request.url?.endsWith('get_book')) response.end('<html>');
    else if (request.url?.endsWith('list_markets')) response.writeHead(500).end('{"oops":1}');
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const client = createClient({ url: `http://127.0.0.1:${(other.address() as AddressInfo).port}`, timeoutMs: 200 });
  await expect(client.call('get_book', { symbol: 'X' })).rejects.toMatchObject({ publicName: 'not_a_tallyfoil_server' });
  await expect(client.call('list_markets')).rejects.toMatchObject({ publicName: 'not_a_tallyfoil_server' });
  await expect(client.health()).rejects.toMatchObject({ publicName: 'not_a_tallyfoil_server' });
  await expect(client.call('get_flow', { symbol: 'X' })).rejects.toMatchObject({ publicName: 'server_unreachable' });
  other.closeAllConnections();
  await new Promise((resolve) => other.close(resolve));
});

test('another program at the address: long, redirected and deep answers are refused, and its text cannot control a terminal', async () => {
  const hostile = 'a\u001b[2J\u009b31m\u202eb';
  const error = { error: 'x', code: 'TF_X_Y', message: hostile, advice: hostile, fact: [hostile] };
  let visited = 0;
  const other = createServer((request, response) => {
    const name = request.url?.split('/').at(-1);
    if (name === 'get_book') {
      const more = () => {
        while (!response.destroyed && response.write(' '.repeat(65_536)));
      };
      response.on('drain', more);
      more();
    } else if (name === 'get_flow') response.writeHead(307, { location: '/elsewhere' }).end();
    else if (name === 'elsewhere') response.end(String(visited++));
    else if (name === 'get_trades') response.end(`{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`);
    else if (name === 'get_candles') response.writeHead(404).end(JSON.stringify(error));
    else response.end(JSON.stringify({ [hostile]: hostile }));
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const client = createClient({ url: `http://127.0.0.1:${(other.address() as AddressInfo).port}` });
  for (const name of ['get_book', 'get_trades'])
    await expect(client.call(name, {})).rejects.toMatchObject({ publicName: 'not_a_tallyfoil_server' });
  await expect(client.call('get_flow', { symbol: 'X' })).rejects.toMatchObject({ publicName: 'server_unreachable' });
  expect(visited).toBe(0);
  const thrown = await client.call('get_candles', { symbol: 'X' }).catch((caught: unknown) => caught as CodedError);
  expect(thrown).toMatchObject({ message: 'a[2J31mb', advice: 'a[2J31mb', facts: { fact: ['a[2J31mb'] } });
  expect(await client.call('list_markets')).toEqual({ 'a[2J31mb': 'a[2J31mb' });
  other.closeAllConnections();
  await new Promise((resolve) => other.close(resolve));
});
