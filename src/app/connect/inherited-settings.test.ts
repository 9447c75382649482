import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connect } from './index.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tallyfoil-inherited-'));
  vi.spyOn(process, 'cwd').mockReturnValue(folder);
  for (const name of Object.keys(process.env))
    if (/^(?:TALLYFOIL_|BINANCE_|KRAKEN_)|^(?:SYMBOLS|VENUES|BUS_URL|REDIS_URL)$/.test(name)) vi.stubEnv(name, '');
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

/** The arguments after `mcp` that a client gets. */
async function written(options: Partial<Parameters<typeof connect>[0]> = {}): Promise<readonly string[]> {
  const done = await connect({ client: 'claude', print: true, ...options });
  const { mcpServers } = JSON.parse('snippet' in done ? done.snippet : '') as { mcpServers: { tallyfoil: { args: string[] } } };
  const { args } = mcpServers.tallyfoil;
  return args.slice(args.indexOf('mcp') + 1);
}

test('the data directory of the environment is written, because the client does not have this environment', async () => {
  vi.stubEnv('TALLYFOIL_DATA_DIR', join(folder, 'data'));
  expect(await written({ allowSimulated: true })).toEqual(['--data-dir', join(folder, 'data'), '--allow-simulated']);
});

test('a relative data directory is written in full', async () => {
  vi.stubEnv('TALLYFOIL_DATA_DIR', 'data');
  expect(await written()).toEqual(['--data-dir', join(folder, 'data')]);
  expect(await written({ dataDir: 'other' })).toEqual(['--data-dir', join(folder, 'other')]);
});

test('symbols and venues that differ from the defaults are written; an option overrides the environment', async () => {
  vi.stubEnv('TALLYFOIL_DATA_DIR', folder);
  vi.stubEnv('SYMBOLS', 'SOLUSDT, BTCUSDT');
  vi.stubEnv('VENUES', 'kraken-spot');
  const rest = ['--symbols', 'SOLUSDT,BTCUSDT', '--venues', 'kraken-spot'];
  expect(await written()).toEqual(['--data-dir', folder, ...rest]);
  expect(await written({ symbols: 'ETHUSDT' })).toEqual([
    '--data-dir',
    folder,
    '--symbols',
    'ETHUSDT',
    '--venues',
    'kraken-spot',
  ]);
});

test('defaults are not written, and an address replaces the settings that choose a server', async () => {
  vi.stubEnv('TALLYFOIL_DATA_DIR', join(homedir(), '.tallyfoil'));
  vi.stubEnv('SYMBOLS', 'BTCUSDT,ETHUSDT');
  expect(await written()).toEqual([]);
  vi.stubEnv('TALLYFOIL_DATA_DIR', folder);
  expect(await written({ url: 'http://127.0.0.1:9' })).toEqual(['--url', 'http://127.0.0.1:9']);
});

test('a setting without an option is named as not written', async () => {
  vi.stubEnv('TALLYFOIL_DATA_DIR', folder);
  vi.stubEnv('BINANCE_SPOT_REST_URL', 'http://127.0.0.1:9');
  const file = join(folder, 'x.json');
  writeFileSync(file, '{}');
  expect(await connect({ client: 'claude', file })).toMatchObject({
    warning: expect.stringMatching(
      /^Not written: BINANCE_SPOT_REST_URL\. A server that the client starts uses the default/,
    ) as string,
  });
  expect(await connect({ client: 'claude', file, remove: true })).toMatchObject({ warning: null });
});
