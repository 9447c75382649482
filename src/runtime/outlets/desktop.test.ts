import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { desktopNotices } from './desktop.ts';

/** A folder with a program `notify-send` that records its arguments. */
function withProgram(script: string): { path: string; said: () => string } {
  const path = mkdtempSync(join(tmpdir(), 'tallyfoil-desktop-'));
  const file = join(path, 'said');
  writeFileSync(join(path, 'notify-send'), `#!/bin/sh\n${script.replace('FILE', file)}\n`);
  chmodSync(join(path, 'notify-send'), 0o755);
  return { path, said: () => readFileSync(file, 'utf8') };
}

test.skipIf(process.platform === 'win32')('shows words, and runs none of them', async () => {
  const { path, said } = withProgram('printf "%s|" "$@" > FILE');
  const desktop = desktopNotices({ platform: 'linux', path });
  expect(desktop.refuse()).toBeNull();
  expect(await desktop.show('Tallyfoil', '--help $(touch x) `id` "q"')).toBeNull();
  expect(said()).toBe('--app-name=Tallyfoil|--|Tallyfoil|--help $(touch x) `id` "q"|');
});

test.skipIf(process.platform === 'win32')('markup and unseen characters are text', async () => {
  const { path, said } = withProgram('printf "%s|" "$@" > FILE');
  const desktop = desktopNotices({ platform: 'linux', path });
  expect(await desktop.show('T', 'a & <a href="http://x">b</a>\u001b[2J\u202e\nc')).toBeNull();
  expect(said()).toBe('--app-name=Tallyfoil|--|T|a &amp; &lt;a href="http://x"&gt;b&lt;/a&gt;[2J c|');
});

test('says why there can be none', async () => {
  expect(desktopNotices({ platform: 'linux', path: '/nowhere' }).refuse()).toContain('notify-send');
  expect(desktopNotices({ platform: 'win32', path: '' }).refuse()).toContain('win32');
  expect(await desktopNotices({ platform: 'linux', path: '/nowhere' }).show('a', 'b')).toContain('not installed');
});

test.skipIf(process.platform === 'win32')('says when the program fails', async () => {
  const { path } = withProgram('exit 3');
  expect(await desktopNotices({ platform: 'linux', path }).show('a', 'b')).toContain('notify-send failed');
});
