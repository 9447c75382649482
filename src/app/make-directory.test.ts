import { mkdtemp, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeDirectory } from './make-directory.ts';

test('makes the parents, and accepts what exists', async () => {
  const base = await mkdtemp(join(tmpdir(), 'make-'));
  await makeDirectory(join(base, 'a', 'b', 'c'));
  await makeDirectory(join(base, 'a', 'b'));
  expect((await stat(join(base, 'a', 'b', 'c'))).isDirectory()).toBe(true);
});

test('a parent that is a file is an error', async () => {
  const base = await mkdtemp(join(tmpdir(), 'make-'));
  await writeFile(join(base, 'file'), '');
  await expect(makeDirectory(join(base, 'file', 'a'))).rejects.toMatchObject({ code: 'ENOTDIR' });
});

test.runIf(process.platform === 'linux')('a parent that takes no entries is an error, not an endless loop', async () =>
  expect(makeDirectory('/proc/tallyfoil')).rejects.toMatchObject({ code: 'ENOENT' }),
);
