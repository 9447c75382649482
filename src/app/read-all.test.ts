import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { readAll } from './read-all.ts';

test('a stream split inside a character is read completely', async () => {
  const bytes = Buffer.from('aü€😀');
  expect(await readAll(Readable.from([...bytes].map((byte) => Buffer.from([byte]))))).toBe('aü€😀');
});

test('an endless stream is refused at the limit', async () => {
  function* endless() {
    for (;;) yield Buffer.alloc(65_536);
  }
  await expect(readAll(Readable.from(endless()))).rejects.toMatchObject({ code: 'TF_CLI_INPUT_TOO_LONG' });
});
