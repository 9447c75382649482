import { expect, test } from 'vitest';
import { readBusMessage } from '../../src/core/bus-message.ts';
import { silentLog } from '../../src/core/index.ts';
import { streamsOf } from '../../src/app/bus/part.ts';
import { createPublisher } from '../../src/runtime/bus/index.ts';
import { createMemoryStore } from '../../src/runtime/bus/testing/memory-bus.ts';
import { createMirror } from '../../src/services/market/bus/mirror.ts';
import { marketReport } from '../../src/services/market/index.ts';
import { createVirtualClock } from '../../src/simulator/index.ts';
import { venues } from '../../src/venues/index.ts';
import { entriesOf } from './testing/entries.ts';
import { reportKey, RUN_START, SETTINGS, simulatedRun } from './testing/simulated-run.ts';
import { latestText, storedText } from './testing/stored-text.ts';

test('markets that come and go at run time are the same to the byte in a mirror, and gone ones are gone', () => {
  const { published, reports, engine } = simulatedRun({
    venue: 'binance-spot',
    seconds: 4,
    seed: 3,
    symbols: ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'],
    followed: ['BTCUSDT', 'ETHUSDT'],
    changes: [
      ['follow', 'SOLUSDT'],
      ['unfollow', 'ETHUSDT'],
      ['unfollow', 'SOLUSDT'],
      ['follow', 'ETHUSDT'],
    ],
  });
  const mirror = createMirror({ venues, settings: SETTINGS });
  const compared = new Map<string, number>();
  for (const { data } of entriesOf(published)) {
    const read = readBusMessage(data ?? '');
    if (!read.ok) throw new Error(read.error.detail);
    for (const { id, at } of mirror.take(read.value)) {
      expect(storedText(marketReport(mirror, id, at))).toBe(reports.get(reportKey(id, at)));
      compared.set(id, (compared.get(id) ?? 0) + 1);
    }
  }
  const inEngine = [...reports].filter(([, text]) => text !== 'null').length;
  expect([...compared.values()].reduce((a, b) => a + b, 0)).toBe(inEngine);
  expect(compared.get('binance-spot:SOLUSDT')).toBeGreaterThan(50);
  expect([...mirror.state.markets.keys()].toSorted()).toEqual([...engine.state.markets.keys()].toSorted());
  expect([...mirror.state.markets.keys()]).not.toContain('binance-spot:SOLUSDT');
});

test('a market that had only its newest values is the same to the byte in a mirror, which has no such values itself', () => {
  const ETH = 'binance-usdm:ETHUSDT';
  const { published, latest, engine } = simulatedRun({
    venue: 'binance-usdm',
    seconds: 5,
    seed: 3,
    symbols: ['BTCUSDT', 'ETHUSDT'],
    followed: ['BTCUSDT'],
    markedOnly: ['SOLUSDT'],
    settings: { latest: true },
    changes: [
      ['follow', 'ETHUSDT'],
      ['unfollow', 'ETHUSDT'],
    ],
  });
  const mirror = createMirror({ venues, settings: SETTINGS });
  const texts: string[] = [];
  const sent = new Set(published.flat().map(({ symbol }) => symbol));
  for (const { data } of entriesOf(published)) {
    const read = readBusMessage(data ?? '');
    if (!read.ok) throw new Error(read.error.detail);
    for (const { id, at } of mirror.take(read.value)) {
      expect(latestText(mirror, id, at)).toBe(latest.get(reportKey(id, at)));
      if (id === ETH) texts.push(latestText(mirror, id, at));
    }
  }
  expect(texts.length).toBeGreaterThan(40);
  // It is there from the first moment on, before its own connection has sent anything.
  expect(JSON.parse(texts[0] ?? '')).toMatchObject({ tier: 'followed', state: 'syncing', mark: { state: 'syncing' } });
  expect([...sent].toSorted()).toEqual(['BTCUSDT', 'ETHUSDT']);
  expect([...(engine.state.feeds.get('binance-usdm')?.latest.rows.keys() ?? [])].toSorted()).toEqual(['ETHUSDT', 'SOLUSDT']);
  expect(mirror.state.feeds.get('binance-usdm')?.latest).toBeUndefined();
});

test('the list of streams on the bus follows what is followed; where another process publishes, it is left alone', async () => {
  const clock = createVirtualClock(RUN_START);
  const store = createMemoryStore(clock);
  const listOf = (...symbols: string[]) =>
    streamsOf('{venue}:{symbol}', 'live', [{ venue: { card: { id: 'binance-spot' } }, symbols }]);
  const start = (node: string) =>
    createPublisher({
      bus: store.connect(node),
      source: 'live',
      streams: listOf('BTCUSDT', 'ETHUSDT'),
      opening: () => [],
      leaseMs: 3_000,
      clock,
      log: silentLog,
    });
  const pass = async () => {
    for (let i = 0; i < 20; i++) {
      clock.advanceBy(50);
      for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    }
  };
  const announced = async () => (await store.connect('reader').streams()).map(({ symbol }) => symbol).toSorted();
  const first = start('first');
  await pass();
  const second = start('second');
  await pass();
  expect(await announced()).toEqual(['BTCUSDT', 'ETHUSDT']);
  first.list(listOf('BTCUSDT', 'SOLUSDT'));
  await pass();
  expect(await announced()).toEqual(['BTCUSDT', 'SOLUSDT']);
  expect(first.status()).toMatchObject({ leading: 2, streams: 2 });
  second.list(listOf('BTCUSDT'));
  await pass();
  expect(await announced()).toEqual(['BTCUSDT', 'SOLUSDT']);
  first.list(listOf('BTCUSDT', 'ETHUSDT'));
  await pass();
  expect(await announced()).toEqual(['BTCUSDT', 'ETHUSDT']);
  await Promise.all([first.close(), second.close()]);
});
