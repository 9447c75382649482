import { PassThrough, Writable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testContext } from '../../operations/testing/context.ts';
import { BoundedLines, requestId, type RefusedLine } from './bounded-lines.ts';
import { boundedStdio, serveMcpStdio } from './stdio.ts';

const BOUNDS = { maxLength: 64, maxItems: 8, maxDepth: 4 };

async function passed(text: string, cuts: readonly number[] = []): Promise<{ text: string; refused: RefusedLine[] }> {
  const refused: RefusedLine[] = [];
  const lines = new BoundedLines(BOUNDS, (line) => refused.push(line));
  const bytes = Buffer.from(text);
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  for (let index = 1; index < places.length; index++) lines.write(bytes.subarray(places[index - 1], places[index]));
  lines.end();
  const out: Buffer[] = [];
  for await (const piece of lines) out.push(Buffer.from(piece as Buffer));
  return { text: Buffer.concat(out).toString('utf8'), refused };
}

test('lines within the limits pass, others are refused with a reason, and an unfinished line is dropped', async () => {
  const long = JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'x', params: 'y'.repeat(64) });
  const deep = '{"method":"x","params":[[[[[]]]]],"id":"q"}';
  expect(await passed(`{"id":1}\n${long}\n\n${deep}\n[1,2,3,4,5,6,7,8,9]\n{"id":2}\r\n{"cut"`)).toEqual({
    text: '{"id":1}\n\n{"id":2}\r\n',
    refused: [
      { reason: 'it has over 64 bytes', id: 7 },
      { reason: 'it is nested deeper than 4 levels', id: 'q' },
      { reason: 'it has over 8 members', id: null },
    ],
  });
});

test('the same lines pass and are refused wherever the bytes are cut', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom('[[[[[1', `{"id":3,"a":"${'ü'.repeat(60)}"}`)), { maxLength: 6 }), // prettier-ignore
      fc.array(fc.nat(), { maxLength: 12 }),
      async (lines, cuts) => {
        const text = lines.map((line) => `${line.replaceAll('\n', ' ')}\n`).join('');
        expect(await passed(text, cuts)).toEqual(await passed(text));
      },
    ),
  ));

describe('the id of a refused request', () => {
  test.each([
    ['{"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"a', '', 5],
    ['{"method":"tools/call","params":{"id":9,"a', '"}},"jsonrpc":"2.0","id":"abc"}', 'abc'],
    ['{"method":"tools/call","params":{"id":9,"a', '"x":{"id":9}}}', null],
    ['{"params":{"id":9,"a', 'cut', null],
    ['{"method":"a\\",\\"id\\":4,","params":{', '', null],
  ])('%s … %s: %j', (start, end, id) => expect(requestId(start, end)).toBe(id));
});

test('over stdio: a line of 30 MB and a deeply nested one are answered, and the server continues', async () => {
  const input = new PassThrough();
  const answers: { id: unknown; error?: { data: { code: string } }; result?: unknown }[] = [];
  let text = '';
  const output = new Writable({
    write(piece: Buffer, _encoding, done) {
      text += piece.toString('utf8');
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
        answers.push(JSON.parse(text.slice(0, end)) as (typeof answers)[number]);
        text = text.slice(end + 1);
      }
      done();
    },
  });
  const handle = serveMcpStdio({
    ...testContext({ detail: 'concise' }),
    surface: 'default',
    version: '1.2.3',
    transport: boundedStdio(input, output),
  });
  const hello = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 't', version: '0' } };
  input.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: hello })}\n`);
  input.write(`{"jsonrpc":"2.0","id":2,"method":"ping","params":{"x":"`);
  for (let megabyte = 0; megabyte < 30; megabyte++) input.write('x'.repeat(1_000_000));
  input.write(`"}}\n{"jsonrpc":"2.0","id":3,"method":"ping","params":${'['.repeat(400_000)}${']'.repeat(400_000)}}\n`);
  input.write(`{"jsonrpc":"2.0","id":4,"method":"ping"}\n`);
  await expect.poll(() => answers.map(({ id }) => id)).toEqual(expect.arrayContaining([1, 2, 3, 4]));
  for (const id of [2, 3])
    expect(answers.find((answer) => answer.id === id)).toMatchObject({
      error: { code: -32_600, data: { code: 'TF_MCP_MESSAGE_REFUSED' } },
    });
  expect(answers.find(({ id }) => id === 4)).toHaveProperty('result');
  await handle.close();
});
