import { afterEach, expect, test } from 'vitest';
import { closeServed, hostsEnvironment, serveSimulated } from './testing/served.ts';
import { ask, cleanUp, launch, listening, temporaryFolder, until } from './testing/program.ts';

afterEach(async () => {
  await cleanUp();
  await closeServed();
});

interface Stream {
  readonly state: string;
  readonly reason: string;
}

test.each([
  ['no source', undefined, 'recorded'],
  ['TALLYFOIL_SOURCE=live', 'live', 'live'],
])(
  'serve with %s on a simulator gives no number, a reason in each stream, and a warning',
  { timeout: 90_000 },
  async (_how, said, source) => {
    const served = await serveSimulated({ venue: 'binance-spot' });
    const { TALLYFOIL_SOURCE: _, ...hosts } = hostsEnvironment(served);
    const env = { ...hosts, SYNC_WAIT_MS: '300', ...(said === undefined ? {} : { TALLYFOIL_SOURCE: said }) };
    const child = launch(['serve'], { folder: temporaryFolder(), env });
    const url = await listening(child);
    const health = await until('streams that are down', async () => {
      const body = (await ask(url, 'get_data_health'))?.body as { source: string; streams: Stream[] } | undefined;
      return body?.streams.length && body.streams.every(({ state }) => state === 'down') ? body : undefined;
    });
    expect(health.source).toBe(source);
    for (const { reason } of health.streams)
      expect(reason).toContain(`Tallyfoil simulator, so nothing of it is served as ${source} data`);
    for (const operation of ['get_report', 'get_book', 'get_trades', 'get_flow', 'get_liquidity']) {
      const reply = await ask(url, operation, { symbol: 'BTCUSDT' });
      if (reply?.status === 200) expect(reply.body, operation).toMatchObject({ state: 'down', source });
      expect(JSON.stringify(reply?.body), operation).not.toMatch(/"(mid_price|last_price|price|p)":\d/);
    }
    expect(child.err()).toContain('TF_FEED_SIMULATED_HOST');
  },
);
