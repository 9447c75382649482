import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { ROOT } from '../../scripts/run.ts';
import { VENUE_IDS } from '../../src/venues/ids.ts';
import { ask, cleanUp, launch, listening, run, temporaryFolder, until, type Environment } from './testing/program.ts';
import { closeServed, hostsEnvironment, serveSimulated } from './testing/served.ts';

afterEach(async () => {
  await cleanUp();
  await closeServed();
});

const HOOK = pathToFileURL(fileURLToPath(new URL('testing/watch-sockets.mjs', import.meta.url))).href;
const PAGE = readFileSync(join(ROOT, 'docs', 'generated', 'hosts.md'), 'utf8');
const DOCUMENTED = new Set([...PAGE.matchAll(/^\| `([^`]+)` \|/gm)].map(([, host = '']) => host.replace(/:\d+$/, '')));

/** An environment that records the targets of all sockets. */
function watching(folder: string): { env: Environment; hosts: () => string[] } {
  const file = join(folder, 'hosts.txt');
  const hosts = () => (existsSync(file) ? [...new Set(readFileSync(file, 'utf8').trim().split('\n'))].toSorted() : []);
  return { env: { WATCHED_HOSTS: file, NODE_OPTIONS: `--import=${HOOK}` }, hosts };
}

const beyond = (hosts: readonly string[]) => hosts.filter((host) => !/^(localhost|127\.|::1$)/.test(host));

test('with every venue, exactly the hosts on the page of hosts are contacted', async () => {
  const folder = temporaryFolder();
  const { env, hosts } = watching(folder);
  expect((await run(['doctor', '--json', '--venues', VENUE_IDS.join()], { folder, env })).out).toContain('shut:');
  const server = launch(['start'], { folder, env });
  const url = await listening(server);
  await until('a report', async () => ((await ask(url, 'get_report', { symbol: 'BTCUSDT' }))?.status === 200 ? true : undefined));
  expect(beyond(hosts()).toSorted()).toEqual([...DOCUMENTED].toSorted());
});

test('a server with replaced hosts contacts only those, also while it answers', async () => {
  const folder = temporaryFolder();
  const { env, hosts } = watching(folder);
  const served = await serveSimulated({ venue: 'kraken-spot' });
  const server = launch(['serve', '--symbols', 'BTC/USD'], { folder, env: { ...env, ...hostsEnvironment(served) } });
  const url = await listening(server);
  for (const operation of ['get_report', 'get_data_health', 'get_liquidity'])
    await until(operation, async () => ((await ask(url, operation, { symbol: 'BTC/USD' }))?.status === 200 ? true : undefined));
  expect(await server.kill('SIGTERM')).toBe(0);
  expect(beyond(hosts())).toEqual([]);
  expect(hosts()).not.toEqual([]);
});
