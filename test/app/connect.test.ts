import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parse as parseToml } from 'smol-toml';
import { afterAll, expect, test } from 'vitest';
import { cleanUp, environmentOf, run, temporaryFolder } from './testing/program.ts';

afterAll(cleanUp);

interface Entry {
  readonly command: string;
  readonly args: readonly string[];
}

/** Starts an entry like a client, from another folder, and returns the server's name. */
async function serverBehind({ command, args }: Entry, folder: string): Promise<unknown> {
  const child = spawn(command, args, {
    cwd: temporaryFolder(),
    env: environmentOf({ folder }),
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  try {
    const request = {
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'connect-test', version: '1' } },
    };
    child.stdin.write(`${JSON.stringify(request)}\n`);
    for await (const line of createInterface({ input: child.stdout })) {
      const { result } = JSON.parse(line) as { result: { serverInfo: { name: string } } };
      return result.serverInfo.name;
    }
    return null;
  } finally {
    child.kill('SIGKILL');
  }
}

test.each([
  ['claude-code', '.claude.json', (text: string) => (JSON.parse(text) as { mcpServers: Record<string, Entry> }).mcpServers],
  [
    'codex',
    join('.codex', 'config.toml'),
    (text: string) => (parseToml(text) as never as { mcp_servers: Record<string, Entry> }).mcp_servers,
  ],
])('the entry written for %s starts this server', async (client, file, read) => {
  const folder = temporaryFolder();
  const shown = await run(['connect', client], { folder });
  expect(shown).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(shown.out)).toMatchObject({ outcome: 'shown', file: join(folder, file) });
  const written = await run(['connect', client, '--write', '--data-dir', 'here'], { folder });
  expect(JSON.parse(written.out)).toMatchObject({ outcome: 'written' });
  const { tallyfoil } = read(readFileSync(join(folder, file), 'utf8'));
  expect(tallyfoil?.args).toContain(join(folder, 'here'));
  expect(await serverBehind(tallyfoil as Entry, folder)).toBe('tallyfoil');
});

test('the error for an unknown client suggests known ones', async () => {
  const folder = temporaryFolder();
  expect((await run(['connect', 'vim'], { folder })).err).toContain(
    'Allowed choices are claude, claude-code, cursor, vscode, codex',
  );
});

test.each([['--print'], ['--write']])('an unknown surface is refused with %s, as `mcp` refuses it', async (flag) => {
  const folder = temporaryFolder();
  const refused = await run(['connect', 'cursor', '--surface', 'nope', flag], { folder });
  const byMcp = await run(['mcp', '--surface', 'nope'], { folder });
  expect(byMcp.err).toContain('There is no surface nope.');
  expect(refused).toMatchObject({ code: byMcp.code, out: '', err: byMcp.err });
  expect(existsSync(join(folder, '.cursor'))).toBe(false);
  const printed = await run(['connect', 'cursor', '--surface', 'market,alerts', '--print'], { folder });
  expect(printed).toMatchObject({ code: 0, err: '' });
  expect(printed.out).toContain('market,alerts');
});
