import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { testContext } from '../../operations/testing/context.ts';
import { boundedStdio, serveMcpStdio } from './stdio.ts';

const hello = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 't', version: '0' } };
const INITIALIZE = JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'initialize', params: hello });
const ping = (id: number) => JSON.stringify({ jsonrpc: '2.0', id, method: 'ping' });
const report = (id: number) =>
  JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'get_report', arguments: { symbol: 'BTCUSDT' } } });

interface Answer {
  readonly id: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number };
}

/** What a server answers to a client that sends all this and closes its end at once. */
async function answersTo(text: string): Promise<Map<unknown, Answer>> {
  const input = new PassThrough();
  const output = new PassThrough();
  const transport = boundedStdio(input, output);
  const handle = serveMcpStdio({ ...testContext({ detail: 'concise' }), surface: 'default', version: '1.2.3', transport });
  input.end(text);
  await transport.ended;
  await handle.close();
  output.end();
  const lines = Buffer.concat((await output.toArray()) as Buffer[])
    .toString('utf8')
    .trim()
    .split('\n');
  return new Map(lines.map((line) => JSON.parse(line) as Answer).map((answer) => [answer.id, answer]));
}

test('a client that closes its end at once gets every answer', async () => {
  // modelcontextprotocol/go-sdk#1061, rust-sdk#753, python-sdk#2678.
  const answers = await answersTo([INITIALIZE, report(1), report(2), ''].join('\n'));
  expect(new Set(answers.keys())).toEqual(new Set([0, 1, 2]));
  expect([...answers.values()].every(({ result }) => result !== undefined)).toBe(true);
});

test('the last message needs no line end, unless it was cut', async () => {
  expect([...(await answersTo([INITIALIZE, ping(1)].join('\n'))).keys()]).toContain(1);
  expect([...(await answersTo([INITIALIZE, ping(1).slice(0, -1)].join('\n'))).keys()]).toEqual([0]);
});

test('a mark of byte order before a message is left out', async () => {
  // modelcontextprotocol/typescript-sdk#2790, joshrotenberg/tower-mcp#795.
  const answers = await answersTo(`\uFEFF${INITIALIZE}\r\n\uFEFF${ping(1)}\r\n`);
  expect(answers.get(0)).toHaveProperty('result');
  expect(answers.get(1)).toHaveProperty('result');
});

test('a broken message is answered by its id, other lines are ignored, and reading continues', async () => {
  const answers = await answersTo([INITIALIZE, '{"jsonrpc":"2.0","id":5,', 'npm notice', '[]', ping(6), ''].join('\n'));
  expect(answers.get(5)?.error?.code).toBe(-32_700);
  expect(answers.get(null)?.error?.code).toBe(-32_600);
  expect(answers.get(6)).toHaveProperty('result');
  expect(answers.size).toBe(4);
});

test.each([
  ['{"id":5,"method":"ping"}', 5, 'its jsonrpc is not "2.0"'],
  ['{"jsonrpc":"1.0","id":"a","method":"ping"}', 'a', 'its jsonrpc is not "2.0"'],
  ['{"jsonrpc":"2.0","id":5,"method":7}', 5, 'its method is no text'],
  ['{"jsonrpc":"2.0","id":5,"method":"tools/list","params":[]}', 5, 'its params are no object'],
  ['{"jsonrpc":"2.0","id":null,"method":"ping"}', null, 'its id is neither a text nor a whole number'],
  ['{"jsonrpc":"2.0","id":{},"method":"ping"}', null, 'its id is neither a text nor a whole number'],
  ['{"jsonrpc":"2.0","id":5}', 5, 'it has neither a method nor a result'],
  // The id of a response is one of this server's: an error by it could end another request of the client.
  ['{"id":6,"result":{}}', null, 'its jsonrpc is not "2.0"'],
  ['{"jsonrpc":"2.0","id":6,"error":"no"}', null, 'it is no JSON-RPC message'],
  [`[7,${ping(1)}]`, null, 'it is no object'],
  ['[]', null, 'it is an empty batch'],
])('%s is no JSON-RPC: it is answered with the reason, and nothing waits for it', async (line, id, reason) => {
  const answers = await answersTo([INITIALIZE, line, ping(6), ''].join('\n'));
  expect(answers.get(id)?.error).toMatchObject({ code: -32_600, message: expect.stringContaining(`: ${reason}.`) as string });
  expect(answers.get(6)).toHaveProperty('result');
  expect([...answers.keys()].filter((key) => key !== id)).toEqual(line.includes(ping(1)) ? [0, 1, 6] : [0, 6]);
});

test('a call whose arguments are JSON text is answered, and text within them is not changed', async () => {
  const call = (id: number, given: unknown) =>
    JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'get_report', arguments: given } });
  const answers = await answersTo(
    [INITIALIZE, call(1, '{"symbol":"BTCUSDT"}'), call(2, { symbol: '"arguments":null' }), ''].join('\n'),
  );
  expect(answers.get(1)?.result).not.toHaveProperty('isError');
  expect(answers.get(2)?.result).toHaveProperty('isError', true);
});

test('the messages of a batch are answered one by one', async () => {
  const answers = await answersTo([INITIALIZE, `[${ping(1)},${ping(2)}]`, ''].join('\n'));
  expect(new Set(answers.keys())).toEqual(new Set([0, 1, 2]));
});

test('a request that its client cancelled is not waited for', async () => {
  const cancelled = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 'never' } });
  const never = JSON.stringify({ jsonrpc: '2.0', id: 'never', method: 'tools/call', params: {} });
  expect((await answersTo([INITIALIZE, never, cancelled, ping(1), ''].join('\n'))).get(1)).toHaveProperty('result');
});
