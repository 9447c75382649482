import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { fromRfc3339 } from '../../src/core/index.ts';
import { ask, cleanUp, launch, listening, temporaryFolder, until, type Child } from './testing/program.ts';
import { endRedis, noRedis, startRedis, type TestRedis } from './testing/redis.ts';
import { closeServed, hostsEnvironment, serveSimulated } from './testing/served.ts';
import type { ServedExchange } from '../../src/simulator/index.ts';

afterEach(async () => {
  await cleanUp();
  await closeServed();
  await endRedis();
});

const SYMBOL = 'BTCUSDT';

interface Report {
  readonly generated_at: string;
  readonly data_age_ms: number;
  readonly mid_price: number | null;
  readonly best_bid: { readonly price: number } | null;
  readonly ingestion: { readonly status: string; readonly fresh: boolean };
  readonly health: object | null;
  readonly source: string;
  readonly flow: { readonly net_flow: number | null };
  readonly inputs: readonly { readonly stream: string; readonly seq: number | null }[];
}

/** Processes of one system on one Redis, each with a folder of its own. */
class Fleet {
  readonly redis: TestRedis;
  readonly exchange: ServedExchange;
  constructor(redis: TestRedis, exchange: ServedExchange) {
    this.redis = redis;
    this.exchange = exchange;
  }

  start(roles: string, env: Readonly<Record<string, string>> = {}): Child {
    return launch(['serve', '--roles', roles], {
      folder: temporaryFolder(),
      env: {
        ...hostsEnvironment(this.exchange),
        TALLYFOIL_SOURCE: 'simulated',
        SYMBOLS: SYMBOL,
        BUS_URL: this.redis.url,
        BACKFILL_MINUTES: '2',
        LOG_LEVEL: 'info',
        ...env,
      },
    });
  }
}

const newFleet = async (): Promise<Fleet> =>
  new Fleet(await startRedis(), await serveSimulated({ venue: 'binance-spot', symbols: [SYMBOL], levels: 200 }));

async function reportOf(api: string): Promise<Report | null> {
  const reply = await ask(api, 'get_report', { symbol: SYMBOL });
  return reply?.status === 200 ? (reply.body as unknown as Report) : null;
}

/** Waits for the first report of an API that meets a condition; returns the milliseconds. */
async function reportWhere(
  api: string,
  what: string,
  holds: (report: Report) => boolean,
): Promise<{ report: Report; ms: number }> {
  const from = performance.now();
  const report = await until(what, async () => {
    const one = await reportOf(api);
    return one !== null && holds(one) ? one : undefined;
  });
  return { report, ms: Math.round(performance.now() - from) };
}

const isWell = ({ mid_price, ingestion }: Report): boolean => mid_price !== null && ingestion.status === 'ok';
const madeAfter =
  (time: string) =>
  ({ generated_at }: Report): boolean =>
    (fromRfc3339(generated_at) ?? 0) > (fromRfc3339(time) ?? 0);

const printDelay = (what: string, ms: number): void => void process.stdout.write(`bus: ${what} took over after ${ms} ms\n`);

const leads = (child: Child, words: string): Promise<true> =>
  until(words, () => {
    if (child.process.exitCode !== null) throw new Error(`it ended: ${child.err()}`);
    return child.err().includes(words) ? true : undefined;
  });

describe.skipIf(noRedis !== null || process.platform === 'win32')(
  `roles apart on a real Redis${noRedis === null ? '' : `: ${noRedis}`}`,
  () => {
    test('three processes answer like one; each refuses operations of another role, with the reason', async () => {
      const fleet = await newFleet();
      const [ingest, analyze, api] = ['ingest', 'analyze', 'api'].map((role) => fleet.start(role)) as [Child, Child, Child];
      const url = await listening(api);
      const { report } = await reportWhere(url, 'a report', isWell);
      expect(report.source).toBe('simulated');
      const stored = JSON.parse(fleet.redis.ask('GET', `report:${SYMBOL}`)) as Report;
      expect(Object.keys(stored).toSorted()).toEqual(Object.keys(report).toSorted());
      expect(Number(fleet.redis.ask('PTTL', `report:${SYMBOL}`))).toBeGreaterThan(200_000);

      for (const [what, needs] of [
        ['get_book', 'analyze'],
        ['get_trades', 'analyze'],
        ['get_flow', 'analyze'],
      ] as const)
        expect(await ask(url, what, { symbol: SYMBOL })).toMatchObject({
          status: 503,
          body: { code: 'TF_ROLE_ELSEWHERE', needs },
        });
      expect(await ask(url, 'check_claim', { text: 'It trades at 1.' })).toMatchObject({
        body: { code: 'TF_ROLE_ELSEWHERE', needs: 'ingest' },
      });
      expect(await ask(await listening(analyze), 'get_report', { symbol: SYMBOL })).toMatchObject({ body: { needs: 'api' } });
      expect(await ask(await listening(ingest), 'get_report', { symbol: SYMBOL })).toMatchObject({ body: { needs: 'api' } });
      expect(await ask(url, 'get_report', { symbol: 'NOPEUSDT' })).toMatchObject({
        status: 404,
        body: { error: 'symbol_not_indexed' },
      });

      const health = (await ask(url, 'get_data_health', { detail: 'full' }))?.body as unknown as {
        bus: object;
        streams: { stream: string; state: string }[];
        venues: { status: string }[];
      };
      expect(health.bus).toMatchObject({ kind: 'redis', state: 'up', roles: ['api'] });
      expect(health.streams.map(({ stream, state }) => `${stream} ${state}`)).toContain('book synced');
      expect(health.venues).toMatchObject([{ status: 'ok' }]);
      expect((await ask(url, 'list_markets'))?.body).toMatchObject({ markets: [{ instrument: `binance-spot:${SYMBOL}` }] });
      for (const child of [ingest, analyze, api]) expect((await fetch(`${await listening(child)}/health`)).status).toBe(200);
      const metrics = await (await fetch(`${await listening(analyze)}/metrics`)).text();
      expect(metrics).toMatch(/tallyfoil_bus_lag_ms \d/);
      expect(metrics).toMatch(/tallyfoil_bus_reports_total [1-9]/);

      // A process that analyses and answers has all answers about its instruments.
      await analyze.kill('SIGTERM');
      const both = fleet.start('analyze,api');
      await leads(both, 'analyses this stream');
      await reportWhere(await listening(both), 'a report of its own', isWell);
      expect(await ask(await listening(both), 'get_book', { symbol: SYMBOL, depth: 100 })).toMatchObject({ status: 200 });
      expect(await ask(await listening(both), 'get_trades', { symbol: SYMBOL })).toMatchObject({ status: 200 });
    });

    test('after an analyser is killed or paused, another continues from the stored state, and a resumed one changes nothing', async () => {
      const fleet = await newFleet();
      fleet.start('ingest');
      const first = fleet.start('analyze');
      await leads(first, 'analyses this stream');
      const second = fleet.start('analyze');
      const url = await listening(fleet.start('api'));
      await listening(second);
      const before = (await reportWhere(url, 'a report', (one) => isWell(one) && one.flow.net_flow !== null)).report;

      await first.kill('SIGKILL');
      const killed = await reportOf(url);
      const next = await reportWhere(
        url,
        'a report of the second',
        (one) => madeAfter(killed?.generated_at ?? before.generated_at)(one) && isWell(one),
      );
      printDelay('a second analyser', next.ms);
      expect(second.err()).toMatch(/"reclaimed":[1-9]/);
      // Nothing is lost: windows that take half a minute to fill are complete.
      expect(next.report.flow.net_flow).not.toBeNull();
      expect(second.err()).not.toContain('is interrupted');

      const third = fleet.start('analyze');
      await listening(third);
      second.process.kill('SIGSTOP');
      const paused = (await reportOf(url)) as Report;
      printDelay(
        'a third analyser',
        (await reportWhere(url, 'a report of the third', (one) => madeAfter(paused.generated_at)(one) && isWell(one))).ms,
      );
      second.process.kill('SIGCONT');
      await leads(second, 'another process analyses this stream');
      // The resumed analyser does not overwrite new values with old ones.
      let last = (await reportOf(url)) as Report;
      for (let i = 0; i < 20; i++) {
        const one = (await reportOf(url)) as Report;
        expect(fromRfc3339(one.generated_at) ?? 0).toBeGreaterThanOrEqual(fromRfc3339(last.generated_at) ?? 0);
        last = one;
        await sleep(30);
      }
      const metrics = await (await fetch(`${await listening(second)}/metrics`)).text();
      expect(metrics).toMatch(/tallyfoil_bus_lease_conflicts_total 1/);
    });

    test('after the process of the feed is killed, a standby publishes, no trade is lost, and the age shows the interruption', async () => {
      const fleet = await newFleet();
      const first = fleet.start('ingest');
      await leads(first, 'publishes this stream');
      const analyzer = fleet.start('analyze');
      const second = fleet.start('ingest');
      const url = await listening(fleet.start('api'));
      await leads(second, '"stream":"trade","state":"synced"');
      await reportWhere(url, 'a report', (one) => isWell(one) && one.flow.net_flow !== null);

      await first.kill('SIGKILL');
      // Its published messages are still analysed; later times come from the standby.
      const killed = new Date().toISOString();
      const { report, ms } = await reportWhere(url, 'a report after', (one) => madeAfter(killed)(one) && isWell(one));
      printDelay('a second feed', ms);
      expect(report.flow.net_flow).not.toBeNull();
      expect(analyzer.err()).toContain('another process took over the feed');

      // No process is left: the answer ages, and its state shows that.
      await second.kill('SIGKILL');
      const { report: down } = await reportWhere(url, 'the status down', ({ ingestion }) => ingestion.status === 'down');
      expect(down.data_age_ms).toBeGreaterThan(5_000);
      expect(down.ingestion.fresh).toBe(false);
      expect(down.health).toBeNull();
      await until('health 503', async () => ((await fetch(`${url}/health`)).status === 503 ? true : undefined));
    });

    test('Redis is down at the start, starts, dies and restarts empty: backend_unavailable meanwhile, then recovery by itself', async () => {
      const fleet = await newFleet();
      await fleet.redis.kill();
      const children = ['ingest', 'analyze', 'api'].map((role) => fleet.start(role));
      const url = await listening(children[2] as Child);
      expect(await ask(url, 'get_report', { symbol: SYMBOL })).toMatchObject({
        status: 503,
        body: { error: 'backend_unavailable' },
      });
      await fleet.redis.restart();
      await reportWhere(url, 'a report', isWell);

      await fleet.redis.kill();
      await until('the loss', async () =>
        (await ask(url, 'get_report', { symbol: SYMBOL }))?.status === 503 ? true : undefined,
      );
      const health = (await ask(url, 'get_data_health'))?.body as { bus?: { state: string; reason: string } } | undefined;
      expect(health?.bus).toMatchObject({ state: 'down', reason: expect.stringMatching(/./) as string });
      expect((await fetch(`${url}/health`)).status).toBe(503);
      await sleep(1_500);
      await fleet.redis.restart();
      const { report, ms } = await reportWhere(url, 'a report after', isWell);
      process.stdout.write(`bus: a report again ${ms} ms after Redis came back\n`);
      expect(report.mid_price).not.toBeNull();
      // Messages of the meantime were queued, and none is missing.
      expect(children[1]?.err()).not.toContain('is interrupted');
      for (const child of children) expect(child.process.exitCode).toBeNull();
    });

    test('roles shared over a single stream: an answer of another process is proven by the log of the feed', async () => {
      const fleet = await newFleet();
      const env = { STREAM_KEY: 'nt:binance' };
      const feed = fleet.start('ingest,api', env);
      const elsewhere = fleet.start('analyze,api', env);
      const url = await listening(elsewhere);
      await leads(elsewhere, 'analyses this stream');
      await until('a hundred messages', () => (Number(fleet.redis.ask('XLEN', 'nt:binance')) > 100 ? true : undefined));
      const newest = JSON.parse(
        fleet.redis.ask('XREVRANGE', 'nt:binance', '+', '-', 'COUNT', '1').split('\n').at(-1) ?? '',
      ) as object;
      expect(Object.keys(newest)).toEqual(expect.arrayContaining(['type', 'venue', 'symbol', 'ts_event', 'payload']));

      // Between two heartbeats an answer has no receipt, because the log is ahead of the analyser.
      const receipts: string[] = [];
      await until('receipts', async () => {
        const { receipt, mid_price } = ((await ask(url, 'get_report', { symbol: SYMBOL }))?.body ?? {}) as {
          receipt?: string;
          mid_price?: number;
        };
        if (typeof receipt === 'string' && typeof mid_price === 'number') receipts.push(receipt);
        return receipts.length >= 5 ? true : undefined;
      });
      const claim = await ask(await listening(feed), 'check_claim', { text: receipts.join(' ') });
      expect(claim).toMatchObject({ status: 200, body: { verdict: 'matched' } });
      const checks = (claim?.body['receipts'] ?? []) as { verdict: string }[];
      expect(checks.map(({ verdict }) => verdict)).toEqual(receipts.map(() => 'matched'));

      const other = fleet.start('ingest,api', { TALLYFOIL_SOURCE: 'recorded' });
      await until('a refusal', async () => {
        const reply = await ask(await listening(other), 'get_data_health', { detail: 'full' });
        const bus = reply?.body['bus'] as { reason: string | null } | undefined;
        return bus?.reason?.includes('holds simulated data') === true ? true : undefined;
      });
    });
  },
);

test('fewer roles than all without a bus is refused at the start', async () => {
  const child = launch(['serve', '--roles', 'api'], { folder: temporaryFolder() });
  expect(await child.ended).toBe(1);
  expect(child.err()).toContain('TF_BUS_URL_MISSING');
});
