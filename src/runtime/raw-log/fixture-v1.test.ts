import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

import { expect, test } from 'vitest';

import { FORMAT_VERSION, listSegments, openRawLog, sourceOfLog, verifyRawLog } from './index.ts';
import { frame, options, readAll, temporary } from './testing/disk.ts';
import { segmentName } from './segments.ts';
import { partRecords, v1Records, writeV1 } from './testing/v1.ts';

const stored = join(import.meta.dirname, 'fixtures', 'v1.base64');
/** A log written before headers had a source. */
const base64 = async () => Buffer.from(await readFile(stored, 'utf8'), 'base64');
const fixture = async (name: string) =>
  Buffer.from(await readFile(join(import.meta.dirname, 'fixtures', name), 'utf8'), 'base64');
const withSource = () => fixture('v1-source.base64');
const withParts = () => fixture('v1-parts.base64');
const withQuestions = () => fixture('v1-questions.base64');

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

test('today writes version 1 to the byte, with the source in its header, the checkpoint in parts and calls by question', async () => {
  expect(FORMAT_VERSION).toBe(1);
  expect((await writeV1(await temporary())).toString('base64')).toBe((await withQuestions()).toString('base64'));
});

test.each([
  ['calls by question', withQuestions],
  ['calls by purpose', withParts],
])('a log that has the checkpoint in parts and %s reads', async (_calls, bytes) => {
  const directory = await stage(await bytes());
  expect((await readAll(directory)).map(({ record }) => record)).toEqual(partRecords);
  expect(await verifyRawLog(directory)).toMatchObject({ ok: true, records: partRecords.length, checkpoints: 1 });
});

test('a log that has the source in its header and the checkpoint in one record still reads', async () => {
  const directory = await stage(await withSource());
  expect((await readAll(directory)).map(({ record }) => record)).toEqual(v1Records);
  expect(sourceOfLog(directory, await listSegments(directory))).toEqual({ source: 'recorded', unknown: null });
});

test('a segment that does not say its source is of none, also beside one that does', async () => {
  const directory = await stage(await base64());
  expect((await listSegments(directory)).map(({ header }) => header?.source)).toEqual([null]);
  expect(sourceOfLog(directory, await listSegments(directory))).toMatchObject({ source: null, unknown: expect.any(String) });
  await (await openRawLog(options(directory, { source: 'live' }))).close();
  const log = await openRawLog(options(directory, { source: 'live' }));
  log.append(frame(1));
  await log.close();
  expect(sourceOfLog(directory, await listSegments(directory))).toMatchObject({ source: null });
});

test('a log takes no segment of another source, and one that has several is refused', async () => {
  const directory = await stage(await withSource());
  const refusal = { code: 'TF_LOG_SOURCE_OTHER', facts: { found: 'recorded', wanted: 'live' } };
  await expect(openRawLog(options(directory, { source: 'live' }))).rejects.toMatchObject(refusal);
  const elsewhere = await temporary();
  const log = await openRawLog(options(elsewhere, { source: 'simulated', firstSession: 7 }));
  log.append(frame(1));
  await log.close();
  await copyFile(join(elsewhere, 'raw', segmentName(7, 1)), join(directory, 'raw', segmentName(7, 1)));
  const segments = await listSegments(directory);
  expect(() => sourceOfLog(directory, segments)).toThrow(expect.objectContaining({ code: 'TF_LOG_SOURCES_MIXED' }));
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
