import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { runs } from '../../../test/testing/scale.ts';
import { badDisk, frame, handClock, options, readAll, temporary, texts, textState, tick } from './testing/disk.ts';
import { openRawLog, verifyRawLog } from './index.ts';

test('a disk that fills at any byte and empties again loses and doubles nothing', () =>
  fc.assert(
    fc.asyncProperty(fc.nat(1_500), fc.boolean(), fc.integer({ min: 1, max: 90 }), async (room, alsoTruncate, mostAtOnce) => {
      const directory = await temporary();
      const disk = badDisk();
      Object.assign(disk, { room, mostAtOnce, truncateFails: alsoTruncate ? 'EIO' : null });
      const log = await openRawLog(options(directory, { files: disk.files, segmentBytes: 500 }));
      for (let n = 1; n <= 30; n++) {
        log.append(frame(n));
        if (n % 3 === 0) await log.flush();
      }
      if (room < 1_000)
        expect(log.status()).toMatchObject({ state: 'failing', reason: expect.stringMatching(/ENOSPC|EIO/) as string });
      disk.room = Infinity;
      disk.truncateFails = null;
      await log.flush();
      expect(log.status()).toMatchObject({ state: 'writing', reason: null, lost: 0, committed: { seq: 30 } });
      await log.close();
      expect(texts(await readAll(directory))).toEqual(Array.from({ length: 30 }, (_, n) => `{"n":${n + 1}}`));
      expect((await verifyRawLog(directory)).ok).toBe(true);
      await rm(directory, { recursive: true });
    }),
    { numRuns: runs(60) },
  ));

test('a sync that fails counts as not written, and is tried again later and later', async () => {
  const directory = await temporary();
  const disk = badDisk();
  const clock = handClock();
  const log = await openRawLog(options(directory, { files: disk.files, clock }));
  disk.syncFails = 'EIO';
  log.append(frame(1));
  const waits: number[] = [];
  for (let wait = 0, tries = 0; tries < 8; wait += 250) {
    if (wait > 60_000) throw new Error('stopped trying');
    clock.advance(250);
    if (clock.pending() > 0) continue;
    waits.push(wait + 250);
    await log.flush();
    tries++;
    wait = -250;
  }
  expect(waits.at(-1)).toBeGreaterThan(waits[1] ?? Infinity);
  expect(Math.max(...waits)).toBeLessThanOrEqual(10_250);
  expect(log.status()).toMatchObject({ state: 'failing', committed: null, reason: 'EIO: made to fail' });
  disk.syncFails = null;
  await log.flush();
  expect(log.status()).toMatchObject({ state: 'writing', committed: { seq: 1 }, lost: 0 });
  await log.close();
  expect(texts(await readAll(directory))).toEqual(['{"n":1}']);
});

test('past its backlog it counts what is lost, says so in the log and starts again from a checkpoint', async () => {
  const directory = await temporary();
  const disk = badDisk();
  const log = await openRawLog(
    options(directory, { files: disk.files, backlogBytes: 1_000, checkpoint: textState(() => ({ whole: 'true' })) }),
  );
  log.append(frame(1));
  await log.flush();
  disk.room = 0;
  for (let n = 2; n <= 100; n++) log.append(frame(n));
  await log.flush();
  const { lost } = log.status();
  expect(lost).toBeGreaterThan(50);
  disk.room = Infinity;
  await log.flush();
  log.append(tick());
  log.append(tick());
  log.append(frame(101));
  await log.close();
  const items = await readAll(directory);
  const at = items.findIndex(({ record }) => record.kind === 'hole');
  const hole = items[at];
  const kept = 100 - lost;
  // The checkpoint used two sequence numbers, so frame n has n + 2.
  expect(hole?.record).toMatchObject({ from: kept + 3, to: 102, lost });
  expect(hole?.position.seq).toBe(103);
  expect(items.slice(at + 1).map(({ record }) => record.kind)).toEqual(['piece', 'whole', 'input', 'input', 'input']);
  expect(texts(items).slice(0, -1)).toEqual(Array.from({ length: kept }, (_, n) => `{"n":${n + 1}}`));
  const report = await verifyRawLog(directory);
  expect(report).toMatchObject({ ok: true, breaks: [], segments: 2 });
  expect(report.holes).toHaveLength(1);
});

test('a directory that is removed is noticed, waited for, and what went with it is reported', async () => {
  const directory = await temporary();
  const data = join(directory, 'data');
  await mkdir(data);
  const log = await openRawLog(options(data, { checkpoint: textState(() => ({ all: '{}' })) }));
  log.append(frame(1));
  await log.flush();
  expect(log.status().committed?.seq).toBe(3);
  await rename(data, join(directory, 'away'));
  log.append(frame(2));
  await log.flush();
  log.append(frame(3));
  await log.flush();
  expect(log.status()).toMatchObject({ state: 'failing' });
  await mkdir(data);
  await log.flush();
  expect(log.status()).toMatchObject({ state: 'writing', lost: 3 });
  log.append(frame(4));
  await log.close();
  const items = await readAll(data);
  expect(texts(items)).toEqual(['{"n":2}', '{"n":3}', '{"n":4}']);
  expect(items.find(({ record }) => record.kind === 'hole')?.record).toMatchObject({ from: 1, to: 3, lost: 3 });
  expect((await verifyRawLog(data)).ok).toBe(true);
});

test('what a closing log could not write is counted', async () => {
  const directory = await temporary();
  const disk = badDisk();
  disk.room = 0;
  const log = await openRawLog(options(directory, { files: disk.files }));
  log.append(frame(1));
  log.append(frame(2));
  await log.close();
  expect(log.status()).toMatchObject({
    state: 'off',
    lost: 2,
    committed: null,
    reason: expect.stringContaining('ENOSPC') as string,
  });
});
