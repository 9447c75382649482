import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ClientName } from '../../faces/cli/index.ts';
import { replaceConfigFile } from './client-config-file.ts';
import { clientFile, type Machine } from './client-files.ts';
import { connectClient, snippet, type ConnectPlan } from './connect.ts';
import { entryOf } from './entry.ts';
import { simulatedWarning } from './simulated-warning.ts';

const CLIENTS: readonly ClientName[] = ['claude', 'claude-code', 'cursor', 'vscode', 'codex'];

const none = () => [];
const MACHINES: Readonly<Record<string, Machine>> = {
  linux: { platform: 'linux', home: '/home/ada', environment: {}, foldersIn: none },
  darwin: { platform: 'darwin', home: '/Users/ada', environment: {}, foldersIn: none },
  win32: {
    platform: 'win32',
    home: String.raw`C:\Users\Ada L`,
    environment: { APPDATA: String.raw`C:\Users\Ada L\AppData\Roaming` },
    foldersIn: none,
  },
};
const INSTALLED = {
  linux: { node: '/usr/bin/node', program: '/opt/tallyfoil/bin/tallyfoil.js' },
  darwin: { node: '/opt/homebrew/bin/node', program: '/Users/ada/My Tools/tallyfoil/bin/tallyfoil.js' },
  win32: {
    node: String.raw`C:\Program Files\nodejs\node.exe`,
    program: String.raw`C:\Users\Ada L\tallyfoil\bin\tallyfoil.js`,
  },
};
const entryOn = (system: keyof typeof INSTALLED) =>
  entryOf({ ...INSTALLED[system], nodeFlags: system === 'win32' ? ['--max-semi-space-size=8'] : [], symbols: 'BTCUSDT,ETHUSDT' });

describe('each client on each system has its exact file', () => {
  for (const client of CLIENTS)
    for (const system of ['linux', 'darwin', 'win32'] as const)
      test(`${client} on ${system}`, async () => {
        const machine = MACHINES[system] as Machine;
        const { file } = clientFile(client, machine);
        const text = `${file}\n${'-'.repeat(file.length)}\n${snippet(client, machine, entryOn(system))}`;
        await expect(text).toMatchFileSnapshot(`golden/${client}-${system}.txt`);
      });
});

test.each([
  ['claude', 'linux', { XDG_CONFIG_HOME: '/cfg' }, '/cfg/Claude/claude_desktop_config.json'],
  ['vscode', 'linux', { XDG_CONFIG_HOME: '/cfg' }, '/cfg/Code/User/mcp.json'],
  ['codex', 'darwin', { CODEX_HOME: '/codex' }, '/codex/config.toml'],
  ['claude-code', 'linux', { CLAUDE_CONFIG_DIR: '/cc' }, '/cc/.claude.json'],
  ['vscode', 'win32', {}, String.raw`C:\Users\Ada L\AppData\Roaming\Code\User\mcp.json`],
] as const)('%s on %s follows %j', (client, system, environment, file) => {
  expect(clientFile(client, { ...(MACHINES[system] as Machine), environment }).file).toBe(file);
});

test('for a packaged Claude Desktop on Windows, its own copy is written', () => {
  const foldersIn = (path: string) => (path.endsWith('Packages') ? ['Microsoft.Store_8w', 'Claude_pzs8sxrjxfjjc'] : []);
  expect(clientFile('claude', { ...(MACHINES['win32'] as Machine), foldersIn }).file).toBe(
    String.raw`C:\Users\Ada L\AppData\Local\Packages\Claude_pzs8sxrjxfjjc\LocalCache\Roaming\Claude\claude_desktop_config.json`,
  );
});

describe('on disk', () => {
  let home = '';
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'tallyfoil-connect-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const NOW = new Date('2026-11-24T12:00:00.000Z');
  const plan = (client: ClientName, more: Partial<ConnectPlan> = {}): ConnectPlan => ({
    client,
    machine: { platform: 'linux', home, environment: {}, foldersIn: none },
    entry: entryOn('linux'),
    now: NOW,
    task: 'add',
    mode: 'write',
    warning: null,
    ...more,
  });

  test.each(CLIENTS)('%s: writes only when asked, changes nothing the second time, and can be undone', async (client) => {
    const shown = await connectClient(plan(client, { mode: 'show' }));
    expect(shown).toMatchObject({ outcome: 'shown', backup: null, diff: expect.stringContaining('+') as string });
    expect(readdirSync(home)).toEqual([]);
    const { file } = shown;
    expect(await connectClient(plan(client))).toMatchObject({ outcome: 'written', backup: null });
    const written = readFileSync(file, 'utf8');
    expect(written).toContain('/opt/tallyfoil/bin/tallyfoil.js');
    expect(await connectClient(plan(client))).toMatchObject({ outcome: 'unchanged', diff: '', backup: null });
    const undone = await connectClient(plan(client, { task: 'remove' }));
    expect(undone.outcome).toBe('written');
    expect(readFileSync(file, 'utf8')).not.toContain('tallyfoil');
    expect(readFileSync(undone.backup ?? '', 'utf8')).toBe(written);
    expect(await connectClient(plan(client, { task: 'remove' }))).toMatchObject({ outcome: 'unchanged' });
  });

  test.each([
    ['cut', '{"mcpServers": {', 'CloseBraceExpected at line 1'],
    ['a list', '[]', 'not a JSON object'],
    ['servers in a list', '{"mcpServers": []}', '"mcpServers" is not an object'],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'not valid'],
    ['said twice', '{"mcpServers": {"a": {}}, "mcpServers": {"b": {}}}', "can't be edited safely"],
  ])('a file that is %s is left unchanged and named', async (_what, content, problem) => {
    const file = join(home, '.claude.json');
    writeFileSync(file, content);
    await expect(connectClient(plan('claude-code'))).rejects.toMatchObject({
      code: 'TF_CONNECT_FILE_UNREADABLE',
      message: expect.stringContaining(problem) as string,
    });
    expect(readFileSync(file)).toEqual(Buffer.from(content));
    expect(readdirSync(home)).toEqual(['.claude.json']);
  });

  test('a file that another program writes meanwhile is not overwritten', async () => {
    const file = join(home, 'x.json');
    writeFileSync(file, 'theirs');
    await expect(replaceConfigFile({ file, before: '{}', after: 'ours', now: NOW })).rejects.toMatchObject({
      code: 'TF_CONNECT_FILE_CHANGED',
    });
    expect(readFileSync(file, 'utf8')).toBe('theirs');
    expect(readdirSync(home)).toEqual(['x.json']);
  });

  test('a link stays a link, and a private file private', async () => {
    const real = join(home, 'dotfiles.json');
    writeFileSync(real, '{}');
    chmodSync(real, 0o600);
    symlinkSync(real, join(home, '.claude.json'));
    await connectClient(plan('claude-code'));
    expect(readFileSync(real, 'utf8')).toContain('tallyfoil');
    if (process.platform !== 'win32') expect(statSync(real).mode & 0o777).toBe(0o600);
  });

  test('two changes in one second keep both backups', async () => {
    const file = join(home, 'x.json');
    writeFileSync(file, '1');
    const first = await replaceConfigFile({ file, before: '1', after: '2', now: NOW });
    const second = await replaceConfigFile({ file, before: '2', after: '3', now: NOW });
    expect([first, second].map((path) => readFileSync(path ?? '', 'utf8'))).toEqual(['1', '2']);
  });

  test('a folder that is a file is named', async () => {
    writeFileSync(join(home, '.cursor'), '');
    await expect(connectClient(plan('cursor'))).rejects.toMatchObject({
      code: expect.stringMatching(/^TF_CONNECT_FILE_UN/) as string,
    });
  });
});

test.each([
  ['simulated', false, /has a SIMULATED market, and the client will refuse its answers\. .*--allow-simulated/],
  ['simulated', true, /has a SIMULATED market: none of its numbers is real/],
  ['live', false, null],
  [null, false, null],
] as const)('a server whose data are %s, with simulated answers allowed %s', (source, allowed, said) => {
  const warning = simulatedWarning('http://127.0.0.1:7420', source, allowed);
  if (said === null) expect(warning).toBeNull();
  else expect(warning).toMatch(said);
});
