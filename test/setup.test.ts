import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { ROOT } from '../scripts/run.ts';

const LOCK = {
  '': { name: 'x' },
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/tool': { version: '2.0.0', integrity: 'sha512-t', dev: true },
  'node_modules/elsewhere': { version: '3.0.0', integrity: 'sha512-e', optional: true },
};

/** Replaces npm: records its arguments, and "installs" by writing the lock file that npm would write. */
const FAKE_NPM = `
import { mkdirSync, writeFileSync, copyFileSync } from 'node:fs';
writeFileSync('npm-was-called', process.argv.slice(2).join(' '));
if (process.env.FAKE_NPM_FAILS) process.exit(1);
mkdirSync('node_modules', { recursive: true });
copyFileSync('package-lock.json', 'node_modules/.package-lock.json');
`;

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tallyfoil-setup-'));
  mkdirSync(join(root, 'scripts'));
  mkdirSync(join(root, 'npm'));
  cpSync(join(ROOT, 'scripts', 'setup.js'), join(root, 'scripts', 'setup.js'));
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(root, 'npm', 'npm-cli.js'), FAKE_NPM);
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: LOCK }));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function setup(
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): { status: number | null; stderr: string; stdout: string } {
  return spawnSync(process.execPath, [join(root, 'scripts', 'setup.js'), ...args], {
    encoding: 'utf8',
    env: { ...process.env, npm_execpath: join(root, 'npm', 'npm-cli.js'), npm_node_execpath: process.execPath, ...env },
  });
}

function installed(packages: Readonly<Record<string, object>>): void {
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages }));
}

const npmArguments = (): string | null =>
  existsSync(join(root, 'npm-was-called')) ? readFileSync(join(root, 'npm-was-called'), 'utf8') : null;

const { 'node_modules/a': a, 'node_modules/tool': dev } = LOCK;

test('a fresh clone is installed whole, whatever NODE_ENV says, and a second time nothing happens', () => {
  expect(setup([], { NODE_ENV: 'production' })).toMatchObject({ status: 0, stdout: '' });
  expect(npmArguments()).toContain('ci --include=dev --include=optional');
  rmSync(join(root, 'npm-was-called'));
  expect(setup()).toMatchObject({ status: 0, stdout: '', stderr: '' });
  expect(npmArguments()).toBeNull();
});

test('for the product alone, development tools are left out and not missed', () => {
  expect(setup(['--product']).status).toBe(0);
  expect(npmArguments()).toContain('ci --omit=dev --include=optional');
  rmSync(join(root, 'npm-was-called'));
  installed({ 'node_modules/a': a });
  expect(setup(['--product']).status).toBe(0);
  expect(npmArguments()).toBeNull();
});

test.each([
  ['a tool is missing', { 'node_modules/a': a }, 'node_modules/tool is missing'],
  [
    'a version differs',
    { 'node_modules/a': { ...a, version: '1.0.1' }, 'node_modules/tool': dev },
    'node_modules/a is another version',
  ],
  [
    'the same version has other bytes',
    { 'node_modules/a': { ...a, integrity: 'sha512-b' }, 'node_modules/tool': dev },
    'another version',
  ],
  [
    'a package is left over',
    { 'node_modules/a': a, 'node_modules/tool': dev, 'node_modules/old': a },
    'node_modules/old is no longer wanted',
  ],
])('when %s, it is installed again', (_, packages, reason) => {
  installed(packages);
  expect(setup()).toMatchObject({ status: 0, stderr: expect.stringContaining(reason) });
  expect(npmArguments()).toContain('ci');
});

test('an interrupted installation is installed again', () => {
  mkdirSync(join(root, 'node_modules'));
  writeFileSync(join(root, 'node_modules', '.package-lock.json'), '{"packages":{"node_mod');
  expect(setup().status).toBe(0);
  expect(npmArguments()).toContain('ci');
});

test('when npm fails or the lock file is gone, it says so and fails', () => {
  expect(setup([], { FAKE_NPM_FAILS: '1' })).toMatchObject({ status: 1, stderr: expect.stringContaining('npm ci failed') });
  rmSync(join(root, 'package-lock.json'));
  expect(setup()).toMatchObject({ status: 1, stderr: expect.stringContaining('package-lock.json is missing') });
});

/** A package that runs on no Node of today, as a package for Node 24 does not run on Node 20, and the lock file that npm makes of it. */
function withPackageForAnotherNode(): void {
  mkdirSync(join(root, 'later'));
  writeFileSync(
    join(root, 'later', 'package.json'),
    JSON.stringify({ name: 'later', version: '1.0.0', engines: { node: '>=99' } }),
  );
  writeFileSync(join(root, 'package.json'), JSON.stringify({ type: 'module', dependencies: { later: 'file:later' } }));
  expect(npm('install', '--package-lock-only').status).toBe(0);
}

/** npm itself, without a network and without the settings of an outer npm or of the user. */
function npm(...args: readonly string[]) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  return spawnSync('npm', [...args, '--offline'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...env, HOME: root, USERPROFILE: root },
    shell: process.platform === 'win32',
  });
}

test('npm prints no EBADENGINE warning in a clone, which has our .npmrc', () => {
  withPackageForAnotherNode();
  expect(npm('ci').stderr).toContain('EBADENGINE');
  cpSync(join(ROOT, '.npmrc'), join(root, '.npmrc'));
  expect(npm('ci')).toMatchObject({ status: 0, stderr: '' });
});

test('setup asks npm for its errors only, and npm then prints no EBADENGINE warning, whatever the user’s own settings', () => {
  expect(setup().status).toBe(0);
  const words = npmArguments()?.split(' ') ?? [];
  withPackageForAnotherNode();
  writeFileSync(join(root, '.npmrc'), 'loglevel=warn\n');
  expect(npm('ci').stderr).toContain('EBADENGINE');
  expect(npm(...words)).toMatchObject({ status: 0, stderr: '' });
});
