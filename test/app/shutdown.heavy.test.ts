import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { verifyRawLog } from '../../src/runtime/raw-log/index.ts';
import { ask, cleanUp, launch, listening, temporaryFolder, until } from './testing/program.ts';

afterEach(cleanUp);

async function busyServer(folder: string) {
  const child = launch(['demo', '--seed', '9'], { folder });
  const url = await listening(child);
  await until('a report', async () => ((await ask(url, 'get_report', { symbol: 'BTCUSDT' }))?.status === 200 ? true : undefined));
  return { child, url };
}

const lockOf = (directory: string): unknown => {
  const [name = ''] = readdirSync(directory).filter((file) => file.startsWith('owner-'));
  return JSON.parse(readFileSync(join(directory, name), 'utf8'));
};

test.skipIf(process.platform === 'win32').each(['SIGTERM', 'SIGHUP'] as const)(
  '%s: streams end, the log is complete to its last record, the directory is released, exit 0',
  async (signal) => {
    const folder = temporaryFolder();
    const { child, url } = await busyServer(folder);
    const stream = await fetch(`${url}/api/v1/stream/report?symbol=BTCUSDT`, { headers: { accept: 'text/event-stream' } });
    expect(stream.status).toBe(200);
    // A connection that was cut would reject.
    const pushed = stream.text();
    expect(await child.kill(signal)).toBe(0);
    expect(await pushed).toContain('data: ');
    const directory = join(folder, 'data', 'simulated');
    const { ok, records, tornTail } = await verifyRawLog(directory);
    expect({ ok, tornTail }).toEqual({ ok: true, tornTail: null });
    expect(records).toBeGreaterThan(0);
    expect(lockOf(directory)).toMatchObject({ released: true });
    // Another process may lock the directory at once.
    const next = launch(['demo'], { folder });
    await listening(next);
  },
);

test.skipIf(process.platform === 'win32')('a second signal exits at once with 130, and the log is still valid', async () => {
  const folder = temporaryFolder();
  const { child } = await busyServer(folder);
  // A stopped process gets both signals in one turn of its event loop, before it has closed anything.
  child.process.kill('SIGSTOP');
  child.process.kill('SIGTERM');
  child.process.kill('SIGINT');
  expect(await child.kill('SIGCONT')).toBe(130);
  const { corrupt, breaks } = await verifyRawLog(join(folder, 'data', 'simulated'));
  expect({ corrupt, breaks }).toEqual({ corrupt: [], breaks: [] });
  await listening(launch(['demo'], { folder }));
});

/** An address without a listener, so that `mcp` serves a simulation. */
const NOWHERE = { BINANCE_SPOT_WS_URL: 'ws://127.0.0.1:1', BINANCE_SPOT_REST_URL: 'http://127.0.0.1:1' };
const message = (id: number, method: string, params: object): string =>
  `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`;

test.skipIf(process.platform === 'win32').each(['SIGTERM', 'SIGHUP'] as const)(
  '%s ends a server that was started over stdio and releases the directory; a line of 30 MB does not end it',
  async (signal) => {
    const folder = temporaryFolder();
    const child = launch(['mcp', '--allow-simulated'], { folder, env: NOWHERE });
    const clientInfo = { name: 'test', version: '0' };
    child.process.stdin?.write(message(1, 'initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo }));
    child.process.stdin?.write(message(2, 'tools/call', { name: 'list_markets', arguments: { venue: 'x'.repeat(30_000_000) } }));
    child.process.stdin?.write(message(3, 'tools/call', { name: 'list_markets', arguments: {} }));
    const answered = (id: number) => async () =>
      child
        .out()
        .split('\n')
        .find((line) => line.includes(`"id":${id}`));
    expect(await until('a refusal', answered(2))).toContain('TF_MCP_MESSAGE_REFUSED');
    expect(await until('an answer', answered(3))).toContain('BTCUSDT');
    expect(await child.kill(signal)).toBe(0);
    expect(lockOf(join(folder, 'data', 'simulated'))).toMatchObject({ released: true });
  },
);
