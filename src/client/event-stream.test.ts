import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readEvents, type ServerEvent } from './event-stream.ts';

async function* each(pieces: readonly string[]): AsyncGenerator<string> {
  yield* pieces;
}
async function read(pieces: readonly string[]): Promise<ServerEvent[]> {
  const found: ServerEvent[] = [];
  for await (const event of readEvents(each(pieces))) found.push(event);
  return found;
}

test('reads events, comments, several lines of data, every kind of line end, and a truncated end', async () => {
  const text =
    'retry: 1000\n\n: alive\n\nevent: report\ndata: {"a":1}\n\ndata:one\r\ndata: two\r\n\r\nevent: x\ndata\n\ndata: cut';
  expect(await read([text])).toEqual([
    { event: 'report', data: '{"a":1}' },
    { event: 'message', data: 'one\ntwo' },
    { event: 'x', data: '' },
  ]);
});

test('an event with one endless line, or with endless lines, is refused', async () => {
  await expect(read(Array.from({ length: 50 }, () => 'x'.repeat(100_000)))).rejects.toThrow(RangeError);
  await expect(read(Array.from({ length: 50 }, () => `data: ${'x'.repeat(99_990)}\n`))).rejects.toThrow(RangeError);
  await expect(read([`data: ${'x'.repeat(4_000_001)}\n\n`])).rejects.toThrow(RangeError);
});

test('events before an oversized one are read; keep-alive comments never count as oversized', async () => {
  const before = readEvents(each(['data: 1\n\n', 'x'.repeat(5_000_000)]));
  expect((await before.next()).value).toEqual({ event: 'message', data: '1' });
  await expect(before.next()).rejects.toThrow(RangeError);
  expect(await read(Array.from({ length: 50 }, () => `: ${'x'.repeat(100_000)}\n\n`))).toEqual([]);
});

test('the events do not depend on where the text is cut', async () => {
  const line = fc.stringMatching(/^[^\r\n]{0,12}$/);
  const events = fc.array(
    fc.record({ event: fc.stringMatching(/^[a-z]{1,6}$/), data: fc.array(line, { minLength: 1, maxLength: 3 }) }),
    {
      maxLength: 5,
    },
  );
  const ends = fc.constantFrom('\n', '\r\n');
  await fc.assert(
    fc.asyncProperty(events, ends, fc.array(fc.nat(), { maxLength: 8 }), async (given, end, cuts) => {
      const text = given
        .map(({ event, data }) => [`event: ${event}`, ...data.map((one) => `data: ${one}`), '', ''].join(end))
        .join('');
      const places = [0, ...cuts.map((cut) => cut % (text.length + 1)), text.length].toSorted((a, b) => a - b);
      const pieces = places.slice(1).map((place, i) => text.slice(places[i], place));
      expect(await read(pieces)).toEqual(given.map(({ event, data }) => ({ event, data: data.join('\n') })));
    }),
  );
});

test('an endless event is refused', async () => {
  await expect(read(Array.from({ length: 50 }, () => 'x'.repeat(100_000)))).rejects.toThrow('4000000');
});
