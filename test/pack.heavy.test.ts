// Slow (about half a minute): builds, packs, installs the tarball like a new user and runs it.
import { type ChildProcess, spawn } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { bundleManifest } from '../scripts/bundle/bundle-manifest.ts';
import { npmProgram, output, ROOT, tool } from '../scripts/run.ts';

const MAX_INSTALLED_MB = 45;
const MAX_BUNDLE_MB = 8;
const version = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version;

let folder: string;
let env: Record<string, string | undefined>;
const running: ChildProcess[] = [];

/** A folder with node, npm, npx and the `sh` that npm needs; PATH contains only this folder. */
function barePath(): string {
  const npmFolder = dirname(npmProgram());
  if (process.platform === 'win32') return [dirname(process.execPath), join(npmFolder, '..', '..', '..')].join(delimiter);
  const bin = join(folder, 'only');
  mkdirSync(bin);
  symlinkSync(process.execPath, join(bin, 'node'));
  for (const name of ['npm', 'npx']) symlinkSync(join(npmFolder, `${name}-cli.js`), join(bin, name));
  symlinkSync('/bin/sh', join(bin, 'sh'));
  return bin;
}

/** The environment without npm's variables about this checkout and without our settings. */
function strangerEnv(): Record<string, string | undefined> {
  const ours = (name: string) =>
    /^(npm_(?!config_)|npm_config_local_prefix$|TALLYFOIL_|NODE_(ENV|OPTIONS|PATH|COMPILE_CACHE)|VITEST)/i.test(name);
  return {
    ...Object.fromEntries(
      Object.keys(process.env)
        .filter(ours)
        .map((name) => [name, undefined]),
    ),
    PATH: barePath(),
  };
}

const installed = (...path: readonly string[]): string => join(folder, 'home', 'node_modules', ...path);
const files = (): readonly string[] =>
  globSync('**/*', { cwd: installed(), withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

function start(...args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [installed('tallyfoil', 'bin', 'tallyfoil.js'), ...args], {
    cwd: join(folder, 'home'),
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  running.push(child);
  return child;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tallyfoil-pack-'));
  const packed = await output(process.execPath, [join(ROOT, 'scripts', 'pack.ts')]);
  if (packed.status !== 0) throw new Error(`npm run pack failed:\n${packed.stdout}${packed.stderr}`);
  const tarball = packed.stdout.trim().split('\n').at(-1) ?? '';
  env = strangerEnv();
  mkdirSync(join(folder, 'home'));
  writeFileSync(join(folder, 'home', 'package.json'), '{ "private": true }\n');
  const npm = await output(process.execPath, [npmProgram(), 'install', tarball, '--no-audit', '--no-fund'], {
    cwd: join(folder, 'home'),
    env,
  });
  if (npm.status !== 0) throw new Error(`npm install failed:\n${npm.stderr}`);
}, 120_000);

afterAll(() => {
  for (const child of running) child.kill();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

test('it brings no Node of its own and no native module', () => {
  const names = globSync('**/package.json', { cwd: installed() }).map((path) =>
    dirname(path)
      .replaceAll('\\', '/')
      .replace(/^.*node_modules\//, ''),
  );
  expect(names).toContain('tallyfoil');
  expect(names.filter((name) => name.startsWith('node-'))).toEqual([]);
  expect(names.filter((name) => /^(esbuild|@esbuild|preact)/.test(name))).toEqual([]);
  expect(files().filter((file) => file.endsWith('.node'))).toEqual([]);
});

test('it contains the promised files and no test, source or script', () => {
  const own = globSync('**/*', { cwd: installed('tallyfoil'), exclude: ['node_modules/**'] }).map((path) =>
    path.replaceAll('\\', '/'),
  );
  expect(own).toEqual(
    expect.arrayContaining([
      'bin/tallyfoil.js',
      'dist/app/main.js',
      'dist/core/index.d.ts',
      'dist/page/index.html',
      'dist/page/app.js',
      'LICENSE',
      'README.md',
      'CHANGELOG.md',
    ]),
  );
  expect(own.filter((path) => /\.test\.|(^|\/)(testing|src|scripts|bench|test)(\/|$)|[^d]\.ts$/.test(path))).toEqual([]);
  const manifest = JSON.parse(readFileSync(installed('tallyfoil', 'package.json'), 'utf8')) as Record<string, unknown>;
  for (const key of ['private', 'scripts', 'devDependencies', 'optionalDependencies']) expect(manifest).not.toHaveProperty(key);
});

test(`it is at most ${MAX_INSTALLED_MB} MB installed`, () => {
  const megabytes = files().reduce((sum, file) => sum + statSync(file).size, 0) / 1e6;
  expect(megabytes).toBeGreaterThan(1);
  expect(megabytes).toBeLessThanOrEqual(MAX_INSTALLED_MB);
});

test('npx tallyfoil --version prints the version', async () => {
  const npx = join(dirname(npmProgram()), 'npx-cli.js');
  const said = await output(process.execPath, [npx, 'tallyfoil', '--version'], { cwd: join(folder, 'home'), env });
  expect(said).toMatchObject({ status: 0, stdout: `${version}\n` });
});

test('every export can be imported, and its types compile strictly', async () => {
  const home = join(folder, 'home');
  const { exports } = JSON.parse(readFileSync(installed('tallyfoil', 'package.json'), 'utf8')) as {
    exports: Record<string, unknown>;
  };
  const names = Object.keys(exports)
    .filter((name) => !name.endsWith('.json'))
    .map((name) => `tallyfoil${name.slice(1)}`);
  const code = names
    .map(
      (name, i) =>
        `import * as m${i} from '${name}';\nif (Object.keys(m${i}).length === 0) throw new Error('${name} is empty');\n`,
    )
    .join('');
  writeFileSync(join(home, 'use.mjs'), code);
  writeFileSync(join(home, 'use.mts'), code);
  expect(await output(process.execPath, ['use.mjs'], { cwd: home, env })).toMatchObject({ status: 0, stderr: '' });
  const flags = ['--noEmit', '--strict', '--target', 'es2024', '--module', 'nodenext', '--types', '', 'use.mts'];
  expect(await output(process.execPath, [tool('typescript7/bin/tsc'), ...flags], { cwd: home })).toMatchObject({
    status: 0,
    stdout: '',
  });
});

test('tallyfoil mcp answers initialize and tools/list over stdio, and prints nothing else to stdout', async () => {
  const child = start('mcp', '--data-dir', join(folder, 'mcp-data'));
  const lines: { id?: number; result?: Record<string, unknown> }[] = [];
  const answered = new Promise<void>((resolve, reject) => {
    child.on('exit', (code) => reject(new Error(`mcp ended with ${code}`)));
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      lines.push(JSON.parse(line) as (typeof lines)[number]);
      if (lines.some(({ id }) => id === 2)) resolve();
    });
  });
  const send = (message: object) => child.stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const clientInfo = { name: 'pack-test', version: '1' };
  send({ id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo } });
  send({ method: 'notifications/initialized' });
  send({ id: 2, method: 'tools/list' });
  await answered;
  expect(lines.find(({ id }) => id === 1)?.result).toMatchObject({ serverInfo: { name: 'tallyfoil', version } });
  const tools = lines.find(({ id }) => id === 2)?.result?.['tools'] as readonly { name: string }[];
  expect(tools.map(({ name }) => name)).toContain('get_report');
  child.removeAllListeners('exit');
});

test('tallyfoil demo serves without a network and labels its data as simulated', async () => {
  const port = await freePort();
  const child = start('demo', '--port', String(port), '--data-dir', join(folder, 'demo-data'));
  child.stdout?.resume();
  const base = `http://127.0.0.1:${port}`;
  const health = await eventually(child, () => fetch(`${base}/health`));
  expect(health.ok).toBe(true);
  const report = await eventually(child, () =>
    fetch(`${base}/api/v1/call/get_report`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"symbol":"BTCUSDT"}',
    }),
  );
  expect(await report.json()).toMatchObject({ symbol: 'BTCUSDT', source: 'simulated' });
});

test('the bundle has all it needs to run: it answers initialize over stdio, alone in an empty folder', async () => {
  const made = await output(process.execPath, [join(ROOT, 'scripts', 'mcpb.ts'), '--staged']);
  expect(made).toMatchObject({ status: 0 });
  const [bundle = '', server = ''] = made.stdout.trim().split('\n');
  const bytes = readFileSync(bundle.replace(/ \(.*$/, ''));
  expect(bytes.length / 1e6).toBeLessThan(MAX_BUNDLE_MB);
  const home = join(folder, 'bundle');
  for (const [name, content] of Object.entries(unzipSync(bytes))) {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), content);
  }
  const manifest = JSON.parse(readFileSync(join(home, 'manifest.json'), 'utf8')) as ReturnType<typeof bundleManifest>;
  const published = JSON.parse(readFileSync(server, 'utf8')) as { packages: { fileSha256?: string }[] };
  expect(published.packages.map(({ fileSha256 }) => fileSha256)).toContain(createHash('sha256').update(bytes).digest('hex'));
  const args = manifest.server.mcp_config.args.map((argument) => argument.replace('${__dirname}', home));
  const child = spawn(process.execPath, [...args, '--data-dir', join(folder, 'bundle-data')], {
    cwd: home,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  running.push(child);
  const clientInfo = { name: 'bundle-test', version: '1' };
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
  child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params })}\n`);
  for await (const line of createInterface({ input: child.stdout })) {
    expect(JSON.parse(line)).toMatchObject({ result: { serverInfo: { name: 'tallyfoil', version } } });
    break;
  }
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/** Polls until the answer is good, while the program runs; the test's own time limit ends it otherwise. */
async function eventually(child: ChildProcess, ask: () => Promise<Response>): Promise<Response> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the program ended with ${child.exitCode}`);
    const answer = await ask().catch(() => null);
    if (answer?.ok) return answer;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
