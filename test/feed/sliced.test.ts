import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { readConfig } from '../../src/app/config.ts';
import { encodeState, createInputQueue, type Input } from '../../src/runtime/feed/index.ts';
import { openRawLog, readRawLog } from '../../src/runtime/raw-log/index.ts';
import { createEngine, createMarketService, restoringFrom, type Engine } from '../../src/services/market/index.ts';
import { createStartFinder, listSegments } from '../../src/runtime/raw-log/index.ts';
import { createExchange, createVirtualClock } from '../../src/simulator/index.ts';
import { venueById, venues } from '../../src/venues/index.ts';
import { driveSimulated } from '../testing/simulated-feed.ts';

const SETTINGS = readConfig({});
const VENUES = [
  { id: 'binance-spot', symbols: ['BTCUSDT', 'ETHUSDT'] },
  { id: 'kraken-spot', symbols: ['BTC/USD'] },
] as const;

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0)) await step();
});

const newEngine = (inSteps: boolean): Engine => createEngine({ venues, source: 'simulated', settings: SETTINGS, inSteps });

const stateOf = ({ state }: Engine): Buffer => {
  const { source, settings, feeds, markets, now, ticked, inputs, position } = state;
  return Buffer.from(encodeState({ source, settings, feeds, markets, now, ticked, inputs, position }));
};

/** Follows two venues with a queue that works some 13 steps in a turn of 25 ms, and once stands still. */
async function sliced({ seconds, stallMs }: { readonly seconds: number; readonly stallMs: number }) {
  const directory = await mkdtemp(join(tmpdir(), 'tallyfoil-sliced-'));
  undo.push(() => rm(directory, { recursive: true }));
  const clock = createVirtualClock(Date.UTC(2026, 0, 15, 12) * 1_000);
  const engine = newEngine(true);
  const rawLog = await openRawLog({
    directory,
    clock,
    venues: VENUES.map(({ id }) => id),
    source: 'simulated',
    configHash: 'sliced',
    checkpointSeconds: 3,
    checkpoint: () => engine.capture(),
  });
  let worked = 0;
  let turns = 0;
  const queue = createInputQueue({
    stopwatch: () => worked++,
    later: (run) => void clock.after(++turns === 90 ? stallMs : 25, run),
    sliceMs: 12,
  });
  const taken: { readonly input: Input; readonly late: number }[] = [];
  const parts = VENUES.map(({ id, symbols }, index) => {
    const exchange = createExchange({ venue: id, symbols, seed: index + 5, clock });
    const venue = venueById(id);
    if (venue === undefined) throw new Error(id);
    const driver = driveSimulated({
      venue,
      exchange,
      clock,
      settings: { source: 'simulated' },
      apply(input) {
        taken.push({ input, late: clock.now() - input.at });
        return engine.apply(input, rawLog.append(input));
      },
      before: (input) => rawLog.prepare(input),
      after: () => engine.rest(),
      queue,
    });
    return { exchange, driver };
  });
  const reports: string[] = [];
  const service = createMarketService({ engine, clock, rawLog, syncWaitMs: 0 });
  for (let ms = 0; ms < seconds * 1_000; ms += 7) {
    clock.advanceBy(7);
    // Asked at any point of a tick's work.
    if (ms > 3_000 && ms % 33 === 0) reports.push(JSON.stringify(await service.getReport({ symbol: 'ETHUSDT' })));
    if (ms % 70 === 0) await rawLog.flush();
  }
  for (const { exchange, driver } of parts) {
    driver.stop();
    exchange.stop();
  }
  await rawLog.close();
  return { directory, engine, taken, reports };
}

async function replayed(directory: string): Promise<Engine> {
  const engine = newEngine(false);
  for await (const { position, record } of readRawLog(directory))
    if (record.kind === 'input') engine.apply(record.input, position);
  return engine;
}

test('a backlog that is worked off in slices is replayed to the same bytes, from the start and from every checkpoint', async () => {
  const { directory, engine, taken, reports } = await sliced({ seconds: 8, stallMs: 1_500 });
  // Inputs must have waited, and ticks must have been interrupted by reports.
  expect(Math.max(...taken.map(({ late }) => late))).toBeGreaterThan(1_400_000);
  expect(reports.length).toBeGreaterThan(20);
  const times = taken.map(({ input }) => input.at);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  const end = stateOf(engine);
  expect(stateOf(await replayed(directory)).equals(end)).toBe(true);
  const segments = await listSegments(directory);
  let starts = 0;
  for await (const start of createStartFinder(segments).startsFrom(1)) {
    if (start.checkpoint?.kind !== 'parts' || start.checkpoint.parts.length < 2) continue;
    starts++;
    const from = newEngine(false);
    const restoring = restoringFrom(start);
    const { segment, fromOffset, fromSeq } = start;
    for await (const { position, record } of readRawLog(directory, {
      segments,
      fromSegment: segment.segment,
      fromOffset,
      fromSeq,
    })) {
      if (record.kind !== 'input') continue;
      if (restoring.isDue(position.seq)) await restoring.putIn(from, position.seq);
      from.apply(record.input, position);
    }
    expect(stateOf(from).equals(end)).toBe(true);
  }
  expect(starts).toBeGreaterThan(1);
});

test('a lag behind the venue makes no gap', async () => {
  const { engine, taken } = await sliced({ seconds: 13, stallMs: 7_000 });
  expect(Math.max(...taken.map(({ late }) => late))).toBeGreaterThan(6_900_000);
  const gaps = [...engine.state.feeds.keys()].flatMap((id) =>
    [...engine.facts(id, engine.state.now).gaps.values()].flatMap((counts) => Object.values(counts)),
  );
  expect(gaps.length).toBeGreaterThan(5);
  expect(new Set(gaps)).toEqual(new Set([0]));
});
