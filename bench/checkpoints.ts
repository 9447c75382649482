import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../src/app/config.ts';
import { fromMillis } from '../src/core/index.ts';
import {
  createStartFinder,
  listSegments,
  openRawLog,
  readRawLog,
  type CapturedPart,
  type CheckpointSource,
  type RestoreStart,
} from '../src/runtime/raw-log/index.ts';
import { createEngine, restoringFrom, type Engine } from '../src/services/market/index.ts';
import { createExchange, createVirtualClock } from '../src/simulator/index.ts';
import { venueById, venues } from '../src/venues/index.ts';
import { driveSimulated } from '../test/testing/simulated-feed.ts';
import type { BenchRow } from './support/row.ts';
import { median, percentile, rounded } from './support/stats.ts';

const EACH = 75;
const VENUES = [
  { id: 'binance-spot', symbolOf: (n: number) => `M${n}USDT` },
  { id: 'kraken-spot', symbolOf: (n: number) => `M${n}/USD` },
] as const;
const SECONDS = 16;
const STEP_MS = 50;
const TICK_LIMIT_MS = 50;
const RESTART_LIMIT_MS = 5_000;

interface Steps {
  /** How long one step of the work on a checkpoint took, ms. */
  readonly waits: number[];
  /** Time of the feed's capture alone, ms. */
  captureMs: number;
}

/** The longest time that a checkpoint of 150 markets keeps the event loop, and cost of a start from a log's last checkpoint. */
export default async function checkpointsBench(): Promise<readonly BenchRow[]> {
  const directory = await mkdtemp(join(tmpdir(), 'tallyfoil-bench-'));
  try {
    const steps: Steps = { waits: [], captureMs: 0 };
    const { inputs, markets } = await writeLog(directory, steps);
    const starts = [];
    for await (const start of createStartFinder(await listSegments(directory)).startsFrom(1)) starts.push(start);
    const last = starts.at(-1);
    if (last?.checkpoint?.kind !== 'parts') throw new Error('no whole checkpoint');
    const { parts } = last.checkpoint;
    const restart = await timeRestart(directory, last);
    const common = { data: 'simulated' } as const;
    const longest = Math.max(...steps.waits);
    return [
      {
        bench: 'checkpoint-tick',
        value: rounded(longest),
        unit: `ms of the longest step of the work on a checkpoint of ${markets} markets on two venues`,
        against: `limit ${TICK_LIMIT_MS} ms`,
        ratio: rounded(longest / TICK_LIMIT_MS),
        n: steps.waits.length,
        ...common,
        beside: {
          median_ms: rounded(median(steps.waits)),
          p99_ms: rounded(percentile(steps.waits, 99)),
          largest_capture_ms: rounded(steps.captureMs),
          checkpoints: starts.length,
          parts: parts.length,
          state_mb: rounded(parts.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6, 1),
          inputs_per_second: Math.round(inputs / SECONDS),
        },
      },
      {
        bench: 'checkpoint-restart',
        value: Math.round(restart.ms),
        unit: `ms from opening a log to the complete state of ${markets} markets`,
        against: `limit ${RESTART_LIMIT_MS} ms`,
        ratio: rounded(restart.ms / RESTART_LIMIT_MS),
        n: 1,
        ...common,
        beside: { inputs: restart.inputs },
      },
    ];
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** Times each step of a capture. */
function* timed(source: CheckpointSource, steps: Steps): Generator<Iterable<CapturedPart>, void, undefined> {
  for (;;) {
    const began = performance.now();
    const step = source.next();
    if (step.done === true) return;
    const parts = [...step.value];
    steps.captureMs = Math.max(steps.captureMs, performance.now() - began);
    yield parts;
  }
}

async function writeLog(directory: string, steps: Steps): Promise<{ inputs: number; markets: number }> {
  const clock = createVirtualClock(fromMillis(Date.UTC(2026, 0, 15, 12)));
  const engine = createEngine({ venues, source: 'simulated', settings: readConfig({}) });
  const rawLog = await openRawLog({
    directory,
    clock,
    venues: VENUES.map(({ id }) => id),
    source: 'simulated',
    configHash: 'bench',
    checkpointSeconds: 6,
    checkpoint: () => timed(engine.capture(), steps),
    backlogBytes: 512 << 20,
  });
  let inputs = 0;
  const parts = VENUES.map(({ id, symbolOf }, index) => {
    const symbols = Array.from({ length: EACH }, (_, n) => symbolOf(n));
    const exchange = createExchange({
      venue: id,
      symbols,
      seed: index + 1,
      clock,
      levels: 1_000,
      historyMinutes: 3,
      intensity: 0.5,
    });
    const venue = venueById(id);
    if (venue === undefined) throw new Error(`no venue ${id}`);
    const driver = driveSimulated({
      venue,
      exchange,
      clock,
      settings: { seed: index + 1, backfillMinutes: 2 },
      apply(input) {
        inputs++;
        const work = rawLog.prepare(input);
        for (let began = performance.now(), isDone: boolean | undefined = false; isDone !== true; began = performance.now()) {
          isDone = work.next().done;
          if (input.kind === 'tick') steps.waits.push(performance.now() - began);
        }
        const position = rawLog.append(input);
        return engine.apply(input, position);
      },
    });
    return { exchange, driver };
  });
  for (let ms = 0; ms < SECONDS * 1_000; ms += STEP_MS) {
    clock.advanceBy(STEP_MS);
    await rawLog.flush();
  }
  for (const { exchange, driver } of parts) {
    driver.stop();
    exchange.stop();
  }
  await rawLog.close();
  return { inputs, markets: engine.state.markets.size };
}

/** Time from opening the log to the complete state. */
async function timeRestart(directory: string, wanted: RestoreStart): Promise<{ ms: number; inputs: number }> {
  const began = performance.now();
  const segments = await listSegments(directory);
  const start = await createStartFinder(segments).startFor((wanted.checkpoint?.seq ?? 0) + 1);
  if (typeof start === 'string') throw new Error(start);
  const engine: Engine = createEngine({ venues, source: 'simulated', settings: readConfig({}) });
  const restoring = restoringFrom(start);
  const { segment, fromOffset, fromSeq } = start;
  let inputs = 0;
  for await (const { position, record } of readRawLog(directory, {
    segments,
    session: segment.session,
    fromSegment: segment.segment,
    fromOffset,
    fromSeq,
  })) {
    if (record.kind !== 'input') continue;
    if (restoring.isDue(position.seq)) await restoring.putIn(engine, position.seq);
    engine.apply(record.input, position);
    inputs++;
    if (restoring.isWhole()) return { ms: performance.now() - began, inputs };
  }
  throw new Error('the state never became whole');
}
