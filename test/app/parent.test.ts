import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { cleanUp, environmentOf, PROGRAM, temporaryFolder, until } from './testing/program.ts';

afterEach(cleanUp);

/** A Node on the PATH that is too old for the program, which then runs on the checkout's own Node. */
function olderNode(): string | undefined {
  const program = process.platform === 'win32' ? 'node.exe' : 'node';
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((path) => {
      if (!existsSync(path)) return false;
      const [major = 0] = spawnSync(path, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout.split('.').map(Number);
      return major >= 20 && major < 22;
    });
}

const FLAGS = JSON.parse(readFileSync(new URL('../../bin/server-flags.json', import.meta.url), 'utf8')) as readonly string[];

/** What the program does on an older Node, here on the Node of the tests. */
const AS_WRAPPER = `require('node:child_process').spawn(process.execPath, process.argv.slice(1), {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  env: { ...process.env, TALLYFOIL_CALLED_BY_NODE: 'v20.0.0' },
})`;

const old = olderNode();

const PARENTS: readonly (readonly [kind: string, node: string, words: readonly string[]])[] = [
  ['on the same Node', process.execPath, ['-e', AS_WRAPPER, '--', ...FLAGS, PROGRAM]],
  ...(old === undefined ? [] : [['on an older Node', old, [PROGRAM]] as const]),
];

test.skipIf(process.platform === 'win32').each(PARENTS)(
  'a server whose parent %s is killed ends gracefully and releases its directory',
  async (_kind, node, words) => {
    const folder = temporaryFolder();
    const wrapper = spawn(node, [...words, 'demo', '--seed', '3'], {
      cwd: folder,
      env: environmentOf({ folder }),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let err = '';
    wrapper.stderr.on('data', (bytes: Buffer) => (err += bytes.toString()));
    const closed = new Promise((resolve) => wrapper.stderr.on('close', resolve));
    const owner = (): { pid: number; url: string | null; released?: true } => {
      const directory = join(folder, 'data', 'simulated');
      const name = readdirSync(directory).find((file) => /^owner-\d+\.json$/.test(file)) ?? '';
      return JSON.parse(readFileSync(join(directory, name), 'utf8')) as ReturnType<typeof owner>;
    };
    await until('a server', () => (err.includes('listens at') ? true : undefined));
    const { pid } = owner();
    expect(pid).not.toBe(wrapper.pid);
    try {
      wrapper.kill('SIGKILL');
      // The server holds the other end of stderr until it ends.
      await until('the end of the server', () => (wrapper.stderr.closed || err.includes('Stopped.') ? true : undefined), 30_000);
      await closed;
      expect(err).toContain('Stopped.');
      expect(owner()).toMatchObject({ pid, released: true });
    } finally {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended, as it should.
      }
    }
  },
);
