import { describe, expect, test } from 'vitest';
import { readBusMessage } from '../../src/core/bus-message.ts';
import { US_PER_MS } from '../../src/core/index.ts';
import { KEYS } from '../../src/runtime/bus/index.ts';
import type { StoredReport } from '../../src/services/market/index.ts';
import { createFleet, LEASE_MS, STREAM, type Fleet, type Ingest } from './testing/memory-fleet.ts';

/** The stored report equals that of the feed process at that time, and is recent. */
function expectSame({ stored, clock }: Fleet, { reports }: Ingest): StoredReport {
  const found = stored();
  expect(found).not.toBeNull();
  expect(found?.text).toBe(reports.get(found?.at ?? 0));
  expect(clock.now() - (found?.at ?? 0)).toBeLessThanOrEqual(500 * US_PER_MS);
  return JSON.parse(found?.text ?? '') as StoredReport;
}

/** Milliseconds until the stored report is of a time after `at`. */
async function untilNewer(fleet: Fleet, at: number): Promise<number> {
  const from = fleet.clock.now();
  for (let i = 0; i < 2_000 && (fleet.stored()?.at ?? 0) <= at; i++) await fleet.pass(10);
  return (fleet.clock.now() - from) / US_PER_MS;
}

test('published messages follow their schema, and their analysis is byte-identical', async () => {
  const fleet = createFleet(1);
  const ingest = fleet.ingest('i');
  const { analyser } = fleet.reader('a');
  await fleet.pass(40_000);
  const report = expectSame(fleet, ingest);
  expect(report.mid_price).not.toBeNull();
  expect(report.receipt).toBeNull();
  const types = new Map<string, number>();
  for (const { data } of fleet.store.messages(STREAM)) {
    const read = readBusMessage(data ?? '');
    expect(read.ok).toBe(true);
    if (read.ok) types.set(read.value.type, (types.get(read.value.type) ?? 0) + 1);
  }
  for (const type of [
    'trade_tick',
    'order_book_depth',
    'order_book_deltas',
    'ticker_24h',
    'feed_state',
    'heartbeat',
    'feed_facts',
  ])
    expect(types.get(type), type).toBeGreaterThan(0);
  // A whole book every ten seconds, besides the books of resyncs and audits.
  expect(types.get('order_book_depth')).toBeGreaterThanOrEqual(4);
  expect(analyser.status()).toMatchObject({ leading: 1, lost: 0, quarantined: 0, duplicates: 0, reportsRefused: 0 });
  expect(analyser.status().unacknowledged).toBeLessThan(600);
});

describe('the bus is away', () => {
  test.each([
    ['and returns with its data', false],
    ['and comes back empty', true],
  ])('%s: messages of the meantime were queued, and none is missing', async (_name, wiped) => {
    const fleet = createFleet(2);
    const ingest = fleet.ingest('i');
    const { analyser } = fleet.reader('a');
    await fleet.pass(15_000);
    fleet.store.cut('a cable was pulled');
    if (wiped) fleet.store.wipe();
    await fleet.pass(20_000);
    expect(ingest.publisher.status().backlog).toBeGreaterThan(300);
    fleet.store.cut(null);
    await fleet.pass(3_000);
    expectSame(fleet, ingest);
    expect(analyser.status()).toMatchObject({ leading: 1, lost: 0 });
    expect(ingest.publisher.status()).toMatchObject({ leading: 1, lost: 0, problem: null });
    // Messages sent just before the disconnect were sent twice and counted once.
    expect(analyser.status().duplicates).toBeGreaterThan(0);
  });

  test('for longer than the backlog holds: the oldest messages are dropped, counted on both sides and reported, then it recovers', async () => {
    const fleet = createFleet(3);
    const ingest = fleet.ingest('i', { backlogMost: 300_000 });
    const { analyser } = fleet.reader('a');
    await fleet.pass(15_000);
    fleet.store.cut('a cable was pulled');
    await fleet.pass(60_000);
    fleet.store.cut(null);
    await fleet.pass(300);
    const { lost } = ingest.publisher.status();
    expect(lost).toBeGreaterThan(0);
    await fleet.pass(13_000);
    expect(analyser.status().lost).toBe(lost);
    const report = JSON.parse(fleet.stored()?.text ?? '') as StoredReport;
    const reference = JSON.parse(ingest.reports.get(fleet.stored()?.at ?? 0) ?? '') as StoredReport;
    expect(report.depth).toEqual(reference.depth);
    // Trades in between are missing, so their sum is not reported as complete.
    expect(report.flow.net_flow).toBeNull();
    expect(report.absent.find(({ field }) => field === 'flow.net_flow')?.reason).toContain('missing');
  });

  test('or refuses because it is full: this is reported, and it continues when there is room', async () => {
    const fleet = createFleet(4);
    const ingest = fleet.ingest('i');
    const { analyser } = fleet.reader('a');
    await fleet.pass(12_000);
    fleet.store.refuse('OOM command not allowed');
    await fleet.pass(5_000);
    expect(ingest.publisher.status().problem).toContain('OOM');
    expect(analyser.status().problem).toContain('OOM');
    fleet.store.refuse(null);
    await fleet.pass(2_000);
    expect(ingest.publisher.status().problem).toBeNull();
    expect(analyser.status()).toMatchObject({ problem: null, lost: 0 });
    expectSame(fleet, ingest);
  });
});

describe('analysers', () => {
  test('when one dies, another continues within the lease with the pending messages, to the byte', async () => {
    const fleet = createFleet(5);
    const ingest = fleet.ingest('i');
    const first = fleet.reader('a');
    await fleet.pass(18_000);
    const second = fleet.reader('b');
    await fleet.pass(2_000);
    expect(second.analyser.status().leading).toBe(0);
    first.kill();
    expect(await untilNewer(fleet, fleet.clock.now())).toBeLessThanOrEqual(LEASE_MS + 500);
    await fleet.pass(1_000);
    expectSame(fleet, ingest);
    expect(second.analyser.status()).toMatchObject({ leading: 1, lost: 0 });
    expect(second.analyser.status().reclaimed).toBeGreaterThan(0);
  });

  test('one paused past its lease stores nothing when it resumes, and takes over again when the other ends', async () => {
    const fleet = createFleet(6);
    const ingest = fleet.ingest('i');
    const first = fleet.reader('a');
    await fleet.pass(15_000);
    const second = fleet.reader('b');
    first.pause();
    await untilNewer(fleet, fleet.clock.now());
    expect(second.analyser.status().leading).toBe(1);
    let newest = 0;
    first.wake();
    for (let i = 0; i < 300; i++) {
      await fleet.pass(10);
      expect(fleet.stored()?.at ?? 0).toBeGreaterThanOrEqual(newest);
      newest = fleet.stored()?.at ?? 0;
    }
    expect(first.analyser.status()).toMatchObject({ leading: 0, leasesLost: 1 });
    await second.analyser.close();
    expect(fleet.store.values.has(KEYS.analyzeLease(STREAM))).toBe(false);
    await fleet.pass(1_000);
    expect(first.analyser.status()).toMatchObject({ leading: 1, lost: 0 });
    expectSame(fleet, ingest);
  });

  test('an unreadable checkpoint is reported, and the stream is read from its start', async () => {
    const fleet = createFleet(7);
    const ingest = fleet.ingest('i');
    const first = fleet.reader('a');
    await fleet.pass(12_000);
    await first.analyser.close();
    const bus = fleet.store.connect('x');
    const lease = await bus.acquire('x', 1_000);
    if (lease === null) throw new Error('no lease');
    await bus.commit(lease, STREAM, {
      put: [{ key: KEYS.checkpoint(STREAM), text: '{"sequencer":{"epoch":9e15,"next":1},"mirror":"{"}', ttlMs: 60_000 }],
      acknowledge: [],
    });
    const second = fleet.reader('b');
    await fleet.pass(14_000);
    expect(second.analyser.status().leading).toBe(1);
    const report = JSON.parse(fleet.stored()?.text ?? '') as StoredReport;
    const reference = JSON.parse(ingest.reports.get(fleet.stored()?.at ?? 0) ?? '') as StoredReport;
    expect(report.depth).toEqual(reference.depth);
  });
});

describe('publishers', () => {
  test('the second is a standby; when the first dies it publishes what is missing, so no trade is lost', async () => {
    const fleet = createFleet(8);
    const first = fleet.ingest('i');
    const { analyser } = fleet.reader('a');
    await fleet.pass(40_000);
    const second = fleet.ingest('j');
    await fleet.pass(15_000);
    expect(second.publisher.status()).toMatchObject({ leading: 0, published: 0 });
    first.kill();
    expect(await untilNewer(fleet, fleet.clock.now())).toBeLessThanOrEqual(LEASE_MS + 500);
    await fleet.pass(12_000);
    const report = JSON.parse(fleet.stored()?.text ?? '') as StoredReport;
    const reference = JSON.parse(second.reports.get(fleet.stored()?.at ?? 0) ?? '') as StoredReport;
    expect(report.depth).toEqual(reference.depth);
    expect(report.flow.net_flow).not.toBeNull();
    expect(report.flow).toEqual(reference.flow);
    expect(analyser.status().lost).toBe(0);
  });

  test('one paused past its lease publishes nothing when it resumes', async () => {
    const fleet = createFleet(9);
    const first = fleet.ingest('i');
    fleet.reader('a');
    await fleet.pass(12_000);
    const second = fleet.ingest('j');
    await fleet.pass(5_000);
    first.pause();
    await fleet.pass(5_000);
    expect(second.publisher.status().leading).toBe(1);
    first.wake();
    await fleet.pass(3_000);
    expect(first.publisher.status()).toMatchObject({ leading: 0, leasesLost: 1, backlog: 0 });
    const epochs = fleet.store
      .messages(STREAM)
      .map(({ data }) => (JSON.parse(data ?? '{}') as { bus: { epoch: number } }).bus.epoch);
    expect(epochs).toEqual(epochs.toSorted((a, b) => a - b));
    expect(new Set(epochs).size).toBe(2);
  });

  test('data of another source are not published on a used bus', async () => {
    const fleet = createFleet(10);
    fleet.ingest('i');
    await fleet.pass(2_000);
    const other = fleet.ingest('j', { source: 'recorded' });
    await fleet.pass(2_000);
    expect(other.publisher.status()).toMatchObject({ leading: 0, published: 0 });
    expect(other.publisher.status().problem).toContain('holds simulated data');
  });

  test('an invalid message is counted and not published; the others of its input are', async () => {
    const fleet = createFleet(11);
    const { publisher } = fleet.ingest('i');
    await fleet.pass(3_000);
    const before = fleet.store.messages(STREAM).length;
    const trade = {
      type: 'trade_tick',
      version: 1,
      venue: 'binance-spot',
      symbol: 'BTCUSDT',
      seq: 1,
      source: 'simulated',
    } as const;
    const time = { ts_event: '2026-01-15T12:00:00.000Z', ts_recv: '2026-01-15T12:00:00.000Z' };
    const payload = { qty: 1, side: 'buy', trade_id: 1, via: 'stream' } as const;
    publisher.take(
      'binance-spot',
      [-1, 1].map((price) => ({
        symbol: 'BTCUSDT',
        body: { ...trade, ...time, payload: { ...payload, price } },
        offset: 0,
        log: null,
      })),
    );
    await fleet.pass(50);
    expect(publisher.status().refused).toBe(1);
    const published = fleet.store.messages(STREAM).slice(before);
    const mine = published.filter(({ data }) => data?.includes('"trade_id":1,') === true);
    expect(mine).toHaveLength(1);
    expect(JSON.parse(mine[0]?.data ?? '')).toMatchObject({ payload: { price: 1 }, bus: { rest: 0 } });
  });
});
