import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { seededRandom, silentLog } from '../../src/core/index.ts';
import { KEYS, type Bus, type BusEntry, type Lease } from '../../src/runtime/bus/index.ts';
import { createRedisBus } from '../../src/runtime/bus/redis/index.ts';
import { systemClock } from '../../src/runtime/transport/index.ts';
import { createAnalyser, type Analyser } from '../../src/services/market/bus/index.ts';
import { createStreamAnalysis } from '../../src/services/market/bus/stream-analysis.ts';
import { venues } from '../../src/venues/index.ts';
import { entriesOf } from '../bus/testing/entries.ts';
import { reportKey, RUN_START, SETTINGS, simulatedRun } from '../bus/testing/simulated-run.ts';
import { cleanUp, until } from './testing/program.ts';
import { endRedis, noRedis, startRedis, type TestRedis } from './testing/redis.ts';

const STREAM = 'events';
const LEASE = KEYS.analyzeLease(STREAM);

const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of opened.splice(0).toReversed()) await one.close();
  await endRedis();
  await cleanUp();
});

async function busOn({ url }: Pick<TestRedis, 'url'>, options: Partial<Parameters<typeof createRedisBus>[0]> = {}): Promise<Bus> {
  const bus = createRedisBus({
    url,
    group: 'context8',
    node: `node-${opened.length}`,
    keepMs: 1_800_000,
    clock: systemClock,
    log: silentLog,
    random: seededRandom(1),
    ...options,
  });
  opened.push(bus);
  await until('the bus', () => (bus.status().state === 'up' ? true : undefined));
  return bus;
}

const leaseOf = async (bus: Bus, name = LEASE, ttlMs = 10_000): Promise<Lease> => {
  const lease = await bus.acquire(name, ttlMs);
  if (lease === null) throw new Error(`${name} is another's`);
  return lease;
};

describe.skipIf(noRedis !== null)(`on a real Redis${noRedis === null ? '' : `: ${noRedis}`}`, () => {
  test('a lease has one holder; the next holder has a higher token, and the previous one can neither read, publish nor store', async () => {
    const redis = await startRedis();
    const [paused, other] = [await busOn(redis), await busOn(redis)];
    const old = await leaseOf(paused, LEASE, 150);
    expect(await other.acquire(LEASE, 1_000)).toBeNull();
    expect(await paused.append(old, STREAM, ['one'])).toBe(true);
    expect(await paused.renew(old)).toBe(true);
    expect(await paused.commit(old, STREAM, { put: [{ key: 'report:X', text: 'old', ttlMs: 5_000 }], acknowledge: [] })).toBe(
      true,
    );
    // It sleeps past its lease, and another process takes over.
    await sleep(200);
    const next = await leaseOf(other);
    expect(next.token).toBeGreaterThan(old.token);
    expect(await other.commit(next, STREAM, { put: [{ key: 'report:X', text: 'new', ttlMs: 5_000 }], acknowledge: [] })).toBe(
      true,
    );
    // It wakes.
    expect(await paused.commit(old, STREAM, { put: [{ key: 'report:X', text: 'old', ttlMs: 5_000 }], acknowledge: [] })).toBe(
      false,
    );
    expect(await paused.append(old, STREAM, ['two'])).toBe(false);
    expect(await paused.read(old, STREAM)).toBeNull();
    expect(await paused.reclaim(old, STREAM)).toBeNull();
    expect(await paused.renew(old)).toBe(false);
    await paused.release(old);
    expect(await other.renew(next)).toBe(true);
    expect(redis.ask('GET', 'report:X')).toBe('new');
    expect(redis.ask('XLEN', STREAM)).toBe('1');
  });

  test('an expired lease can be renewed until another process takes it, even after Redis lost its data; tokens still rise', async () => {
    const redis = await startRedis();
    const bus = await busOn(redis);
    const lease = await leaseOf(bus, LEASE, 100);
    await sleep(150);
    expect(redis.ask('EXISTS', LEASE)).toBe('0');
    expect(await bus.renew(lease)).toBe(true);
    redis.ask('FLUSHALL');
    expect(await bus.renew(lease)).toBe(true);
    redis.ask('FLUSHALL');
    expect((await leaseOf(bus)).token).toBeGreaterThan(lease.token);
  });

  test('messages have the required form, are acknowledged explicitly, and pending ones of a dead reader go to the next', async () => {
    const redis = await startRedis();
    const [one, two] = [await busOn(redis), await busOn(redis)];
    await one.append(await leaseOf(one, 'publish'), STREAM, ['a', 'b', 'c', 'd']);
    const lease = await leaseOf(one, LEASE, 100);
    const first = (await one.read(lease, STREAM)) as BusEntry[];
    expect(first.map(({ data }) => data)).toEqual(['a', 'b', 'c', 'd']);
    expect(await one.commit(lease, STREAM, { put: [], acknowledge: [first[0]?.id ?? ''] })).toBe(true);
    expect(await one.depth(STREAM)).toEqual({ length: 4, pending: 3 });
    await sleep(150);
    const next = await leaseOf(two);
    expect(await two.read(next, STREAM)).toEqual([]);
    const reclaimed = (await two.reclaim(next, STREAM)) as BusEntry[];
    expect(reclaimed.map(({ data }) => data)).toEqual(['b', 'c', 'd']);
    expect(redis.ask('XINFO', 'CONSUMERS', STREAM, 'context8')).not.toContain('node-0');
    await two.commit(next, STREAM, { put: [], acknowledge: reclaimed.map(({ id }) => id) });
    expect(await two.depth(STREAM)).toEqual({ length: 4, pending: 0 });
    expect(redis.ask('XRANGE', STREAM, '-', '+', 'COUNT', '1')).toContain('data');
  });

  test('messages past their retention are trimmed, and values expire', async () => {
    const redis = await startRedis();
    const bus = await busOn(redis, { keepMs: 300 });
    const lease = await leaseOf(bus);
    for (let i = 0; i < 10; i++)
      await bus.append(
        lease,
        STREAM,
        Array.from({ length: 100 }, (_, n) => `${i} ${n}`),
      );
    expect((await bus.depth(STREAM)).length).toBe(1_000);
    await bus.commit(lease, STREAM, { put: [{ key: 'report:X', text: 'x', ttlMs: 300 }], acknowledge: [] });
    await sleep(350);
    await bus.append(lease, STREAM, ['new']);
    // Redis trims whole nodes of a hundred entries.
    expect((await bus.depth(STREAM)).length).toBeLessThan(150);
    expect(redis.ask('EXISTS', 'report:X')).toBe('0');
  });

  test('a database holds data of one kind', async () => {
    const redis = await startRedis();
    const bus = await busOn(redis);
    expect(await bus.claimSource('live')).toBe('live');
    expect(await bus.claimSource('simulated')).toBe('live');
    const apart = await busOn({ url: `${redis.url}/1` });
    expect(await apart.claimSource('simulated')).toBe('simulated');
  });

  test('a password is used and never shown', async () => {
    const redis = await startRedis({ password: 'hush-hush' });
    const lines: string[] = [];
    const say = (fields: object, message: string) => void lines.push(JSON.stringify({ fields, message }));
    const log = { debug: say, info: say, warn: say, error: say };
    const bus = await busOn(redis, { password: 'hush-hush', log });
    expect(await bus.get(['x'])).toEqual([null]);
    const wrong = createRedisBus({
      url: redis.url.replace('//', '//:hush-hush-2@'),
      group: 'g',
      node: 'n',
      keepMs: 1,
      clock: systemClock,
      log,
      random: seededRandom(1),
    });
    opened.push(wrong);
    await until('a refusal', () => (wrong.status().reason !== 'not connected yet' ? true : undefined));
    const refusal = await wrong.get(['x']).catch((error: unknown) => String(error));
    expect([...lines, refusal, JSON.stringify(wrong.status()), JSON.stringify(bus.status())].join()).not.toContain('hush');
    expect(wrong.status().state).toBe('down');
  });

  test('when Redis dies and returns, every call reports it, none hangs, and the bus reconnects by itself', async () => {
    const redis = await startRedis();
    const bus = await busOn(redis);
    await redis.kill();
    await until('the loss', () => (bus.status().state === 'down' ? true : undefined));
    await expect(bus.get(['x'])).rejects.toMatchObject({ publicName: 'backend_unavailable', status: 503 });
    await expect(bus.acquire(LEASE, 1_000)).rejects.toThrow(`127.0.0.1:${redis.port}`);
    await redis.restart();
    await until('the return', () => (bus.status().state === 'up' ? true : undefined));
    expect(bus.status()).toMatchObject({ session: 2, reason: null });
    expect(await bus.get(['x'])).toEqual([null]);
  });

  test('when Redis hangs, one command times out, the rest fail at once, and the bus is up again when it answers', async () => {
    const redis = await startRedis();
    const bus = await busOn(redis);
    await redis.pause();
    await expect(bus.get(['x'])).rejects.toMatchObject({ publicName: 'backend_unavailable' });
    expect(bus.status()).toMatchObject({ state: 'down', reason: expect.stringContaining('no answer within') as string });
    await expect(bus.get(['x'])).rejects.toThrow('no answer within');
    await redis.wake();
    await until('the return', () => (bus.status().state === 'up' ? true : undefined));
    // A sender learns that its last messages may not have arrived.
    expect(bus.status().session).toBe(2);
    expect(await bus.get(['x'])).toEqual([null]);
  });

  describe('analysis', () => {
    let run: ReturnType<typeof simulatedRun>;
    beforeAll(() => {
      run = simulatedRun({ venue: 'binance-spot', seconds: 25, seed: 33, faults: 'close@8s' });
    });

    test('published with duplicates and out of order, read by readers that die: reports at equal event time are byte-identical', async () => {
      const redis = await startRedis();
      const bus = await busOn(redis);
      const random = seededRandom(9);
      const placed = entriesOf(run.published).flatMap((entry, i) => {
        const at = random() < 0.1 ? i + random() * 10 : i;
        return random() < 0.1
          ? [
              { entry, at },
              { entry, at: i + random() * 100 },
            ]
          : [{ entry, at }];
      });
      const texts = placed.toSorted((a, b) => a.at - b.at).map(({ entry }) => entry.data ?? '');
      const publish = await leaseOf(bus, 'publish');
      for (let i = 0; i < texts.length; i += 500) await bus.append(publish, STREAM, texts.slice(i, i + 500));

      const analysis = () => createStreamAnalysis({ venues, settings: SETTINGS, check: () => [], now: () => RUN_START });
      let reader = analysis();
      let lease = await leaseOf(bus, LEASE);
      let unacknowledged: string[] = [];
      let [compared, lost, deaths] = [0, 0, 0];
      const take = (entries: readonly BusEntry[]): void => {
        for (const entry of entries) {
          const outcome = reader.take([entry]);
          unacknowledged.push(...outcome.done);
          lost += outcome.lost;
          for (const [id, { at, report }] of outcome.reports) {
            expect(report).toBe(run.reports.get(reportKey(id, at)));
            compared++;
          }
        }
      };
      for (let turn = 0; ; turn++) {
        const entries = await bus.read(lease, STREAM);
        if (entries === null || entries.length === 0) break;
        take(entries);
        if (turn % 3 === 1) {
          const put = [{ key: KEYS.checkpoint(STREAM), text: reader.checkpoint(), ttlMs: 60_000 }];
          expect(await bus.commit(lease, STREAM, { put, acknowledge: unacknowledged })).toBe(true);
          unacknowledged = [];
        } else if (turn % 3 === 2) {
          deaths++;
          await bus.release(lease);
          reader = analysis();
          lease = await leaseOf(bus, LEASE);
          const [stored = null] = await bus.get([KEYS.checkpoint(STREAM)]);
          if (stored !== null) expect(reader.resume(stored)).toBe(true);
          unacknowledged = [];
          take((await bus.reclaim(lease, STREAM)) ?? []);
        }
      }
      expect(lost).toBe(0);
      expect(deaths).toBeGreaterThan(1);
      expect(compared).toBeGreaterThan(2 * 4 * 20);
    });

    test('an invalid message is set aside with the reason and acknowledged, and the reports continue', async () => {
      const redis = await startRedis();
      const bus = await busOn(redis);
      await bus.announce([
        { stream: STREAM, venue: 'binance-spot', symbol: 'BTCUSDT', source: 'simulated', first: true, at: systemClock.now() },
      ]);
      const publish = await leaseOf(bus, 'publish');
      const texts = entriesOf(run.published).map(({ data }) => data ?? '');
      await bus.append(publish, STREAM, ['no message', ...texts.slice(0, 1_500)]);
      const analyser: Analyser = createAnalyser({
        bus,
        venues,
        settings: SETTINGS,
        leaseMs: 2_000,
        reportMs: 60_000,
        keepMs: 60_000,
        clock: systemClock,
        log: silentLog,
        check: () => [],
      });
      opened.push(analyser);
      await until('all of it', () => (analyser.status().processed === 1_500 ? true : undefined));
      expect(analyser.status()).toMatchObject({ quarantined: 1, lost: 0, leading: 1 });
      await opened.pop()?.close();
      expect(redis.ask('XRANGE', `${STREAM}:quarantine`, '-', '+')).toMatch(/bad_json[\s\S]*no message/);
      expect((await bus.depth(STREAM)).pending).toBe(0);
      expect(redis.ask('EXISTS', 'report:BTCUSDT', 'report:binance-spot:BTCUSDT', KEYS.checkpoint(STREAM))).toBe('3');
      expect(redis.ask('EXISTS', LEASE, 'report:ETHUSDT')).toBe('0');
      expect(Number(redis.ask('PTTL', 'report:BTCUSDT'))).toBeGreaterThan(0);
    });
  });
});
