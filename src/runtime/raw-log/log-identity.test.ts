import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isLogId, newLogId, seededRandom } from '../../core/index.ts';
import { listSegments, openRawLog } from './index.ts';
import { segmentName } from './segments.ts';
import { frame, options, readAll, temporary } from './testing/disk.ts';
import { writeV1 } from './testing/v1.ts';

async function session(directory: string, newLog: string): Promise<string | undefined> {
  const log = await openRawLog(options(directory, { newLog }));
  const { log: identity } = log.append(frame(1));
  await log.close();
  return identity;
}

test('a log keeps the identity of its first session, in each header and each position', async () => {
  const directory = await temporary();
  expect(await session(directory, '111111')).toBe('111111');
  expect(await session(directory, '222222')).toBe('111111');
  expect((await listSegments(directory)).map(({ header }) => header?.log)).toEqual(['111111', '111111']);
  expect((await readAll(directory)).map(({ position }) => position)).toEqual([
    { session: 1, seq: 1, log: '111111' },
    { session: 2, seq: 1, log: '111111' },
  ]);
});

test('a log of before gets one with its next session, and what it has stays without', async () => {
  const directory = await temporary();
  await mkdir(join(directory, 'raw'));
  await writeFile(join(directory, 'raw', segmentName(1, 1)), await writeV1(await temporary()));
  expect((await listSegments(directory)).map(({ header }) => header?.log)).toEqual([null]);
  expect(await session(directory, '333333')).toBe('333333');
  expect((await listSegments(directory)).map(({ header }) => header?.log)).toEqual([null, '333333']);
  expect((await readAll(directory))[0]?.position.log).toBeUndefined();
});

test('an identity is six digits; anything else in a header is none', async () => {
  const random = seededRandom(4);
  const many = Array.from({ length: 500 }, () => newLogId((n) => Math.floor(random() * n)));
  expect(many.every(isLogId)).toBe(true);
  expect(new Set(many).size).toBe(500);
  for (const other of ['', '12345', '1234567', '12345a', 123_456, null]) expect(isLogId(other)).toBe(false);
  const directory = await temporary();
  await session(directory, 'not one');
  expect((await listSegments(directory)).map(({ header }) => header?.log)).toEqual([null]);
});
