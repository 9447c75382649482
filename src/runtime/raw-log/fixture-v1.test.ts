import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

import { expect, test } from 'vitest';

import { FORMAT_VERSION, openRawLog, verifyRawLog } from './index.ts';
import { options, readAll, temporary } from './testing/disk.ts';
import { segmentName } from './segments.ts';
import { v1Records, writeV1 } from './testing/v1.ts';

const stored = join(import.meta.dirname, 'fixtures', 'v1.base64');
const base64 = async () => Buffer.from(await readFile(stored, 'utf8'), 'base64');

async function stage(bytes: Buffer): Promise<string> {
  const directory = await temporary();
  await mkdir(join(directory, 'raw'));
  await writeFile(join(directory, 'raw', segmentName(1, 1)), bytes);
  return directory;
}

test('a log of format version 1 still reads, record by record', async () => {
  const directory = await stage(await base64());
  const items = await readAll(directory);
  expect(items.map(({ record }) => record)).toEqual(v1Records);
  expect(items.map(({ position }) => position.seq)).toEqual(v1Records.map((_, index) => index + 1));
  expect(await verifyRawLog(directory)).toMatchObject({ ok: true, records: v1Records.length, checkpoints: 1 });
});

test('today writes version 1 to the byte', async () => {
  expect(FORMAT_VERSION).toBe(1);
  expect((await writeV1(await temporary())).equals(await base64())).toBe(true);
});

test('a later version is refused by name and left as it is', async () => {
  const bytes = await base64();
  bytes.writeUInt16LE(2, 8);
  const json = bytes.subarray(20, 20 + bytes.readUInt32LE(12));
  bytes.writeUInt32LE(crc32(json, crc32(bytes.subarray(0, 16))), 16);
  const directory = await stage(bytes);
  const refusal = { code: 'TF_LOG_VERSION_UNKNOWN', facts: { version: 2, known: 1 } };
  await expect(openRawLog(options(directory))).rejects.toMatchObject(refusal);
  await expect(readAll(directory)).rejects.toMatchObject(refusal);
  expect((await readFile(join(directory, 'raw', segmentName(1, 1)))).equals(bytes)).toBe(true);
});
