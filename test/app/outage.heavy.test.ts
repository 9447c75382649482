import { afterEach, expect, test } from 'vitest';
import { ask, cleanUp, exchangeHosts, launch, listening, temporaryFolder, until, type Child } from './testing/program.ts';

afterEach(cleanUp);

interface Report {
  readonly ingestion: { readonly status: string; readonly fresh: boolean };
  readonly data_age_ms: number;
  readonly mid_price: number | null;
  readonly health: object | null;
  readonly absent: readonly { readonly field: string; readonly reason: string }[];
}

async function reportOf(url: string): Promise<Report> {
  const reply = await ask(url, 'get_report', { symbol: 'BTCUSDT' });
  if (reply?.status !== 200) throw new Error(`no report: ${JSON.stringify(reply)}`);
  return reply.body as unknown as Report;
}

/** Polls until the status is this one; returns the time. */
async function statusComes(url: string, status: string): Promise<{ report: Report; ms: number }> {
  const from = performance.now();
  const report = await until(`status ${status}`, async () => {
    const one = await reportOf(url);
    return one.ingestion.status === status ? one : undefined;
  });
  return { report, ms: Math.round(performance.now() - from) };
}

const startExchange = async (folder: string, port: string): Promise<{ exchange: Child; ws: string; rest: string }> => {
  const exchange = launch(['simulate', '--seed', '3', '--port', port], { folder });
  return { exchange, ...(await exchangeHosts(exchange)) };
};

test.skipIf(process.platform === 'win32')('when the feed falls silent, dies and returns, every answer reports it', async () => {
  const folder = temporaryFolder();
  const { exchange, ws, rest } = await startExchange(folder, '0');
  const env = { BINANCE_SPOT_WS_URL: ws, BINANCE_SPOT_REST_URL: rest, TALLYFOIL_SOURCE: 'simulated' };
  const url = await listening(launch(['serve'], { folder, env }));

  // The very first call waits for a synced book.
  const first = await reportOf(url);
  expect(first.mid_price).toBeGreaterThan(0);
  await statusComes(url, 'ok');
  expect((await fetch(`${url}/health`)).status).toBe(200);

  // A stopped process is silent, but its connections stay open.
  exchange.process.kill('SIGSTOP');
  const degraded = await statusComes(url, 'degraded');
  expect(degraded.report.ingestion.fresh).toBe(false);
  expect(degraded.report.data_age_ms).toBeGreaterThan(1_000);
  const down = await statusComes(url, 'down');
  expect(down.report.ingestion.fresh).toBe(false);
  expect(down.report.data_age_ms).toBeGreaterThan(5_000);
  expect((await reportOf(url)).data_age_ms).toBeGreaterThan(down.report.data_age_ms);
  // The other symbol may have been heard a moment later.
  await until('health 503', async () => ((await fetch(`${url}/health`)).status === 503 ? true : undefined));
  expect(down.report.health).toBeNull();
  expect(down.report.absent.find(({ field }) => field === 'health')?.reason).toContain('down');
  exchange.process.kill('SIGCONT');
  const back = await statusComes(url, 'ok');

  // A killed process closes its connections.
  const gone = exchange.kill('SIGKILL');
  const dead = await statusComes(url, 'down');
  expect(dead.report).toMatchObject({ health: null, mid_price: null, ingestion: { fresh: false } });
  expect(dead.report.absent.find(({ field }) => field === 'health')?.reason).toContain('down');
  const health = await fetch(`${url}/health`);
  expect(health.status).toBe(503);
  expect((await health.json()) as object).toMatchObject({
    status: 'down',
    reasons: expect.arrayContaining([expect.any(String)]) as string[],
  });
  await gone;
  await startExchange(folder, new URL(rest).port);
  const again = await statusComes(url, 'ok');
  expect(again.report.mid_price).toBeGreaterThan(0);
  console.log(
    `silent: degraded after ${degraded.ms} ms, down ${down.ms} ms later, ok ${back.ms} ms after it continued; ` +
      `killed: down after ${dead.ms} ms, ok ${again.ms} ms after its restart`,
  );

  const metrics = await fetch(`${url}/metrics`);
  expect(metrics.headers.get('content-type')).toContain('text/plain');
  const text = await metrics.text();
  expect(text).toMatch(/^tallyfoil_stream_synced\{venue="binance-spot",symbol="BTCUSDT",stream="book",source="simulated"\} 1$/m);
  expect(text).toMatch(/^tallyfoil_reconnects\{venue="binance-spot",source="simulated"\} [1-9]/m);
  expect(text).toMatch(/^tallyfoil_raw_log_writing\{source="simulated"\} 1$/m);
  const document = (await (await fetch(`${url}/openapi.json`)).json()) as { openapi: string; paths: Record<string, object> };
  expect(document.openapi).toMatch(/^3\.1/);
  expect(Object.keys(document.paths)).toContain('/api/v1/call/get_report');
});
