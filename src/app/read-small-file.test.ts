import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSmallFile } from './read-small-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'tallyfoil-small-'));

test('text is read, and a missing file is not an error', () => {
  writeFileSync(join(folder, 'a'), 'A=1');
  expect(readSmallFile(join(folder, 'a'))).toEqual({ kind: 'text', text: 'A=1' });
  expect(readSmallFile(join(folder, 'b'))).toEqual({ kind: 'missing' });
});

test('a folder and a huge file are not read', () => {
  expect(readSmallFile(folder)).toEqual({ kind: 'unreadable', reason: 'it is not a regular file' });
  writeFileSync(join(folder, 'huge'), Buffer.alloc(1_048_577));
  expect(readSmallFile(join(folder, 'huge'))).toMatchObject({ kind: 'unreadable' });
});

test.skipIf(process.platform === 'win32')('a pipe and a device are not read, because they may never end', () => {
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  for (const path of [join(folder, 'pipe'), '/dev/zero'])
    expect(readSmallFile(path)).toEqual({ kind: 'unreadable', reason: 'it is not a regular file' });
});
