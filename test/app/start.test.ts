import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { closeServed, hostsEnvironment, serveSimulated } from './testing/served.ts';
import { ask, cleanUp, launch, listening, temporaryFolder, until, type Child } from './testing/program.ts';

const DEAD = {
  BINANCE_SPOT_WS_URL: 'ws://127.0.0.1:1',
  BINANCE_SPOT_REST_URL: 'http://127.0.0.1:1',
  KRAKEN_SPOT_WS_URL: 'ws://127.0.0.1:1',
  KRAKEN_SPOT_REST_URL: 'http://127.0.0.1:1',
};

// It accepts connections and never answers.
const mute = createServer();

afterEach(async () => {
  await cleanUp();
  await closeServed();
  if (mute.listening) await new Promise((resolve) => mute.close(resolve));
});

/** Milliseconds from the start of the process to a report with a price. */
async function firstReport(child: Child) {
  const url = await listening(child);
  const report = await until('a report', async () => {
    const reply = await ask(url, 'get_report', { symbol: 'BTCUSDT' });
    return reply?.status === 200 && reply.body['mid_price'] !== null ? reply.body : undefined;
  });
  return { url, report, ms: Math.round(performance.now() - child.startedAt) };
}

test('if no venue answers, the output states it, and every answer is labelled', async () => {
  const folder = temporaryFolder();
  const sockets = new Set<{ destroy(): void }>();
  mute.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  const silent = `http://127.0.0.1:${(mute.address() as AddressInfo).port}`;
  const child = launch(['start'], { folder, env: { ...DEAD, KRAKEN_SPOT_REST_URL: silent } });
  const { url, report, ms } = await firstReport(child);
  console.log(`simulated: a report after ${ms} ms, 2 s of which it listened for a venue`);
  for (const socket of sockets) socket.destroy();
  expect(child.err()).toContain('Binance Spot does not answer');
  expect(child.err()).toContain('Kraken Spot does not answer');
  expect(child.err()).toContain('no answer in 2000 ms');
  expect(child.err()).toContain('SIMULATED market: none of its numbers is real');
  expect(child.out()).toBe('');
  expect(report).toMatchObject({ source: 'simulated' });
  const asked = { get_book: {}, get_trades: {}, get_flow: {}, get_liquidity: {}, get_candles: { interval: '1m' } };
  for (const [operation, more] of Object.entries(asked)) {
    const reply = await ask(url, operation, { symbol: 'BTCUSDT', ...more });
    expect(reply, operation).toMatchObject({ status: 200, body: { source: 'simulated' } });
    expect(String(reply?.body['caveats']), operation).toContain('Simulated');
  }
  for (const operation of ['list_markets', 'get_data_health'])
    expect(await ask(url, operation), operation).toMatchObject({ status: 200, body: { source: 'simulated' } });
  expect(existsSync(join(folder, 'data', 'simulated', 'raw'))).toBe(true);
  expect(existsSync(join(folder, 'data', 'live'))).toBe(false);
  expect(await child.kill('SIGTERM')).toBe(0);
});

test('the venue that answers is followed', async () => {
  const folder = temporaryFolder();
  const exchange = await serveSimulated({ venue: 'kraken-spot', symbols: ['BTC/USDT', 'ETH/USDT'] });
  const { VENUES: _, ...hosts } = hostsEnvironment(exchange);
  const child = launch(['start'], { folder, env: { ...DEAD, ...hosts } });
  const { report, ms } = await firstReport(child);
  console.log(`a venue that answers: a report after ${ms} ms`);
  expect(report).toMatchObject({ source: 'simulated', venue: 'kraken-spot', symbol: 'BTC/USDT' });
  expect(child.err()).toContain('Kraken Spot');
  expect(child.err()).not.toContain('No venue answers');
  expect(existsSync(join(folder, 'data', 'simulated', 'raw'))).toBe(true);
});

test('serve never falls back to the simulator; it reports that no data arrive', async () => {
  const folder = temporaryFolder();
  const url = await listening(launch(['serve'], { folder, env: { ...DEAD, SYNC_WAIT_MS: '200' } }));
  const reply = await ask(url, 'get_report', { symbol: 'BTCUSDT' });
  expect(reply).toMatchObject({ status: 503, body: { error: 'backend_unavailable' } });
  expect(existsSync(join(folder, 'data', 'simulated'))).toBe(false);
});
