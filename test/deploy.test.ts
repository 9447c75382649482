import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { CONFIG_SCHEMA } from '../src/app/config.ts';
import { createProgram, type Actions, type Streams } from '../src/faces/cli/index.ts';
import { ROOT } from '../scripts/run.ts';

const text = (name: string): string => readFileSync(join(ROOT, name), 'utf8');
const flags = JSON.parse(text('bin/server-flags.json')) as readonly string[];

/** Whether the command line accepts these words; its actions are empty, so nothing runs. */
async function accepts(words: readonly string[]): Promise<boolean> {
  let reached = false;
  const serve = () => {
    reached = true;
    return Promise.resolve({ url: '', source: '', close: () => Promise.resolve() });
  };
  const streams = { err: () => {}, out: () => Promise.resolve(), ended: () => Promise.resolve() } as unknown as Streams;
  await createProgram({ actions: { version: '', serve } as unknown as Actions, streams }).parseAsync(['node', 'x', ...words]);
  return reached;
}

const known = new Set([...Object.keys(CONFIG_SCHEMA.shape), 'REDIS_PASSWORD', 'NODE_ENV']);

describe('Dockerfile', () => {
  interface Line {
    readonly word: string;
    readonly rest: string;
  }
  const lines: Line[] = text('Dockerfile')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => /^[A-Z]+ /.test(line))
    .map((line) => ({ word: line.slice(0, line.indexOf(' ')), rest: line.slice(line.indexOf(' ') + 1) }));
  const last = lines.slice(lines.findLastIndex(({ word }) => word === 'FROM'));
  const of = (word: string) => last.filter((line) => line.word === word).map(({ rest }) => rest);

  test('is built in stages from one slim image of Node 24, by the lock file and without install scripts', () => {
    expect(lines.filter(({ word }) => word === 'FROM').map(({ rest }) => rest)).toEqual([
      '${NODE_IMAGE} AS build',
      '${NODE_IMAGE} AS dependencies',
      '${NODE_IMAGE}',
    ]);
    expect(lines[0]).toEqual({ word: 'ARG', rest: 'NODE_IMAGE=node:24-slim' });
    const installs = lines.filter(({ rest }) => /npm (ci|i|install)\b/.test(rest)).map(({ rest }) => rest);
    expect(installs.every((rest) => rest.startsWith('npm ci ') && rest.includes('--ignore-scripts'))).toBe(true);
    expect(installs).toContain('npm ci --omit=dev --omit=optional --ignore-scripts');
  });

  test('runs without privileges, under tini, with a health check', async () => {
    expect(of('USER')).toEqual(['node']);
    expect(last.findIndex(({ word }) => word === 'USER')).toBeGreaterThan(last.findLastIndex(({ word }) => word === 'RUN'));
    expect(JSON.parse(of('ENTRYPOINT')[0] ?? '')).toEqual(['/usr/bin/tini', '--', 'node', '/app/bin/tallyfoil.js']);
    expect(await accepts(JSON.parse(of('CMD')[0] ?? '') as string[])).toBe(true);
    expect(of('STOPSIGNAL')).toEqual(['SIGTERM']);
    expect(of('HEALTHCHECK')[0]).toContain('/health');
    expect(last.some(({ rest }) => /chmod 777|curl .*\| ?(ba)?sh/.test(rest))).toBe(false);
  });

  test('sets only variables that exist, and its health check asks the port that it listens on', () => {
    const set = of('ENV').flatMap((rest) => rest.split(' ').map((pair) => pair.split('=') as [string, string]));
    expect(set.filter(([name]) => !known.has(name))).toEqual([]);
    const port = set.find(([name]) => name === 'TALLYFOIL_PORT')?.[1];
    expect(of('HEALTHCHECK')[0]).toContain(`127.0.0.1:${port}/`);
    expect(of('EXPOSE')).toEqual([port]);
  });

  test('the health check distinguishes a good answer, a bad one and none', async () => {
    const check = JSON.parse(/CMD (\[.*\])/.exec(of('HEALTHCHECK')[0] ?? '')?.[1] ?? '') as [string, string, string];
    const code = (fetched: string) =>
      spawnSync(process.execPath, ['-e', `globalThis.fetch = () => ${fetched}; ${check[2]}`]).status;
    expect([code('Promise.resolve({ok: true})'), code('Promise.resolve({ok: false})'), code('Promise.reject(1)')]).toEqual([
      0, 1, 1,
    ]);
  });

  test('every copied path exists, and secrets, logs and installed packages stay out of the build', () => {
    const copied = lines
      .filter(({ word, rest }) => word === 'COPY' && !rest.startsWith('--from'))
      .flatMap(({ rest }) => rest.split(' ').slice(0, -1));
    expect(copied.filter((name) => !existsSync(join(ROOT, name)))).toEqual([]);
    const ignored = text('.dockerignore').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['.env', '.git', '**/node_modules', '.tallyfoil']));
  });
});

describe('compose.yaml', () => {
  interface Service {
    readonly image: string;
    readonly command: readonly string[];
    readonly environment: Readonly<Record<string, string>>;
    readonly ports?: readonly string[];
    readonly volumes?: readonly string[];
    readonly networks: readonly string[];
    readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
    readonly healthcheck?: { readonly test: readonly string[] };
    readonly read_only?: boolean;
  }
  const { services, networks, volumes } = parse(text('compose.yaml'), { merge: true }) as {
    services: Record<string, Service>;
    networks: Record<string, { internal?: boolean }>;
    volumes: object;
  };
  const own = Object.values(services).filter(({ image }) => image === 'tallyfoil');

  test('each role has a process, its command line is valid, and its settings exist', async () => {
    const roles = own.flatMap(({ command }) => (command[command.indexOf('--roles') + 1] ?? '').split(','));
    expect(new Set(roles)).toEqual(new Set(['ingest', 'analyze', 'api']));
    for (const { command, environment } of own) {
      expect(await accepts(command)).toBe(true);
      expect(Object.keys(environment).filter((name) => !known.has(name))).toEqual([]);
      expect(environment['BUS_URL']).toBe('redis://redis:6379');
    }
  });

  test('Redis starts first, is persistent, and is not reachable from outside', () => {
    const { redis } = services;
    expect(redis?.image).toMatch(/^redis:7/);
    expect(redis?.command.join(' ')).toContain('--maxmemory-policy noeviction');
    expect(redis?.ports).toBeUndefined();
    expect(redis?.networks.every((name) => networks[name]?.internal === true)).toBe(true);
    expect(own.every(({ depends_on: after }) => after?.['redis']?.condition === 'service_healthy')).toBe(true);
    expect(redis?.healthcheck?.test.join(' ')).toContain('ping');
  });

  test('no port is published beyond this machine, only the volume is writable, and the file contains no secret', () => {
    const ports = Object.values(services).flatMap(({ ports: given = [] }) => given);
    expect(ports).toEqual(['127.0.0.1:7420:7420', '127.0.0.1:8080:7420']);
    expect(
      own.every(({ read_only: locked, volumes: kept }) => locked === true && kept?.some((one) => one.endsWith('/data'))),
    ).toBe(true);
    expect(Object.keys(volumes)).toEqual(['ingest']);
    for (const { environment } of Object.values(services)) expect(environment['REDIS_PASSWORD']).toBe('${REDIS_PASSWORD:-}');
  });
});

describe('services of the system', () => {
  const unit = text('deploy/tallyfoil.service');
  const settings = new Map(
    unit
      .split('\n')
      .filter((line) => /^[A-Z]\w+=/.test(line))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );

  test('systemd: without privileges, and with time to write its log', async () => {
    const [node, ...words] = (settings.get('ExecStart') ?? '').split(' ');
    expect(node).toBe('/usr/bin/node');
    expect(words[0]).toBe('/opt/tallyfoil/bin/tallyfoil.js');
    expect(await accepts(words.slice(1))).toBe(true);
    expect(Object.fromEntries(settings)).toMatchObject({
      DynamicUser: 'yes',
      NoNewPrivileges: 'yes',
      ProtectSystem: 'strict',
      KillSignal: 'SIGTERM',
      Restart: 'on-failure',
    });
    expect(settings.has('MemoryDenyWriteExecute')).toBe(false);
  });

  test('systemd can read it', ({ skip }) => {
    const program = 'systemd-analyze';
    skip(spawnSync(program, ['--version']).status !== 0, 'systemd is not on this machine');
    const folder = mkdtempSync(join(tmpdir(), 'tallyfoil-unit-'));
    try {
      const file = join(folder, 'tallyfoil.service');
      // Node and the program are elsewhere here.
      writeFileSync(file, unit.replace('/usr/bin/node', process.execPath));
      expect(execFileSync(program, ['verify', '--man=no', file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })).toBe(
        '',
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('launchd: the same words; restarted only after a failure', async () => {
    const plist = text('deploy/io.tallyfoil.server.plist');
    const words = [...(/<array>([\s\S]*?)<\/array>/.exec(plist)?.[1] ?? '').matchAll(/<string>(.*?)<\/string>/g)].map(
      ([, word = '']) => word,
    );
    expect(await accepts(words.slice(2))).toBe(true);
    expect(plist).toMatch(/<key>SuccessfulExit<\/key>\s*<false\/>/);
    const opened = plist.match(/<(dict|array|plist)\b/g)?.length;
    expect(plist.match(/<\/(dict|array|plist)>/g)?.length).toBe(opened);
  });

  test('Windows: the same words, and the flags that the launcher passes to Node elsewhere', async () => {
    const script = text('deploy/windows-task.ps1');
    for (const flag of flags) expect(script).toContain(flag);
    expect(script).toContain('serve --data-dir');
    expect(await accepts(['serve', '--data-dir', 'x'])).toBe(true);
  });
});
