import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../transport/index.ts';
import { openRawLog } from './log.ts';
import { listSegments, segmentName } from './segments.ts';
import { verifyRawLog } from './verify.ts';

const newDirectory = (): string => mkdtempSync(join(tmpdir(), 'tallyfoil-odd-'));

/** Creates a folder, a pipe, a link loop and a dead link with names of segments. */
function oddOnes(directory: string): void {
  const raw = join(directory, 'raw');
  mkdirSync(join(raw, segmentName(7, 1)), { recursive: true });
  if (process.platform === 'win32') return;
  execFileSync('mkfifo', [join(raw, segmentName(7, 2))]);
  symlinkSync(segmentName(7, 3), join(raw, segmentName(7, 3)));
  symlinkSync('nowhere', join(raw, segmentName(7, 4)));
  mkdirSync(join(raw, `${segmentName(7, 5)}.cut-9`));
}

test('what has the name of a segment and is no file is passed over', async () => {
  const directory = newDirectory();
  oddOnes(directory);
  writeFileSync(join(directory, 'raw', segmentName(6, 1)), 'no segment');
  writeFileSync(join(directory, 'raw', `${'9'.repeat(30)}-000001.tfl`), 'beyond any session');
  expect(await listSegments(directory)).toMatchObject([{ session: 6, segment: 1, header: null }]);
  expect(await verifyRawLog(directory)).toMatchObject({ segments: 1, tornTail: { reason: 'header' } });
});

test('a log is opened beside them, in a session whose names are free', async () => {
  const directory = newDirectory();
  oddOnes(directory);
  const log = await openRawLog({
    directory,
    clock: systemClock,
    venues: ['v'],
    source: 'live',
    configHash: 'x',
    checkpoint: () => null,
  });
  log.append({ kind: 'tick', venue: 'v', at: systemClock.now() });
  await log.close();
  expect(await listSegments(directory)).toMatchObject([{ session: 8 }]);
});

test('a folder of segments that is a file is a coded error', async () => {
  const directory = newDirectory();
  writeFileSync(join(directory, 'raw'), '');
  await expect(listSegments(directory)).rejects.toMatchObject({ code: 'TF_LOG_UNREADABLE' });
});
